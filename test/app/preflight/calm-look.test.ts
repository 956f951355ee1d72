import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Preflight } from '../../../electron/app/preflight/preflight.ts'
import type { WalkedEntry } from '../../../electron/engine/ports/local-files.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A look at one file that takes `lookMs`; what the window is told, with the time of each. */
function look(lookMs: number, { mustAsk = false } = {}) {
  const told: string[] = []
  const tell = (what: string) => told.push(`${Math.round(performance.now() - start)} ${what}`)
  const start = performance.now()
  const drop = { id: 1, destinationId: 'd', paths: ['/a'], choices: {}, isFromOutside: false }
  const preflight: Preflight = new Preflight(drop, {
    files: {
      async *walk(): AsyncGenerator<WalkedEntry[]> {
        await new Promise((resolve) => setTimeout(resolve, lookMs))
        yield [{ kind: 'file', path: '/a', name: 'a', sizeBytes: 1 }]
      },
    },
    open: async () => ({ headObject: async () => null, async *listObjects() {} }) as never,
    planSettings: () => ({ partSizeBytes: 1_048_576, multipartThresholdBytes: 1_048_576 }),
    normalizeNames: false,
    defaults: () => ({ prefix: '', followLinks: false, conflictPolicy: 'overwrite' }),
    onChanged: () => tell(preflight.isShown ? preflight.view().state : 'unseen'),
    onReady: () => tell('ready'),
  })
  preflight.mustAsk = mustAsk
  preflight.look()
  return { preflight, told }
}

describe('a look at what was dropped', () => {
  it('shows nothing in between when it is quick', async () => {
    const { told } = look(900)
    await vi.advanceTimersByTimeAsync(5000)
    expect(told).toEqual(['900 ready'])
  })

  it('does not take its sheet away at once when it is over just after that appeared', async () => {
    const { told } = look(1050)
    await vi.advanceTimersByTimeAsync(5000)
    expect(told[0]).toBe('1000 counting')
    expect(told.at(-1)).toBe('1900 ready')
    expect(told.filter((line) => line.endsWith('ready'))).toHaveLength(1)
  })

  it('is seen counting sooner where the sheet comes in any case, but not for a moment only', async () => {
    const quick = look(250, { mustAsk: true })
    await vi.advanceTimersByTimeAsync(5000)
    expect(quick.told).toEqual(['250 ready'])
    const slow = look(350, { mustAsk: true })
    await vi.advanceTimersByTimeAsync(5000)
    expect(slow.told[0]).toBe('300 counting')
    expect(slow.told.at(-1)).toBe('1200 ready')
  })

  it('keeps telling how far it is while it is long, and is over at once then', async () => {
    const { told } = look(4000)
    await vi.advanceTimersByTimeAsync(8000)
    expect(told.filter((line) => line.endsWith('counting')).length).toBeGreaterThan(5)
    expect(told.at(-1)).toBe('4000 ready')
  })

  it('says nothing more once the person has sent it without waiting', async () => {
    const { preflight, told } = look(3000)
    await vi.advanceTimersByTimeAsync(1500)
    preflight.end('sent')
    const count = told.length
    await vi.advanceTimersByTimeAsync(5000)
    expect(told).toHaveLength(count)
  })
})
