import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withSetupLock } from '../../scripts/setup/setup-lock.mjs'

/** Takes the lock in a process of its own, notes when it enters and leaves, and works a little in between. */
const holder = `
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { withSetupLock } from ${JSON.stringify(new URL('../../scripts/setup/setup-lock.mjs', import.meta.url).href)}
const [lock, journal] = process.argv.slice(2)
await withSetupLock(lock, () => {}, async () => {
  appendFileSync(journal, 'enter ')
  await sleep(20)
  appendFileSync(journal, 'leave ')
})
`

describe('withSetupLock', () => {
  let folder: string
  let lock: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stevedore-lock-'))
    lock = join(folder, 'cache', 'setup.lock')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function runHolders(count: number): Promise<string> {
    const script = join(folder, 'holder.mjs')
    const journal = join(folder, 'journal')
    writeFileSync(script, holder)
    const exits = Array.from({ length: count }, async () => {
      const child = spawn(process.execPath, [script, lock, journal], { stdio: 'inherit' })
      const [code] = await once(child, 'exit')
      expect(code).toBe(0)
    })
    await Promise.all(exits)
    return readFileSync(journal, 'utf8')
  }

  it('lets processes that start together in one after the other', async () => {
    expect(await runHolders(5)).toBe('enter leave '.repeat(5))
    expect(existsSync(lock)).toBe(false)
  })

  it('takes over the lock of a process that was killed, again one at a time', async () => {
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
    await once(dead, 'exit')
    await withSetupLock(
      lock,
      () => {},
      async () => {},
    )
    writeFileSync(lock, String(dead.pid))
    expect(await runHolders(4)).toBe('enter leave '.repeat(4))
  })

  it('takes over a lock nobody has touched for long, whatever has its pid now', async () => {
    await withSetupLock(
      lock,
      () => {},
      async () => {},
    )
    writeFileSync(lock, String(process.pid))
    const longAgo = new Date(Date.now() - 60_000)
    utimesSync(lock, longAgo, longAgo)
    expect(await runHolders(1)).toBe('enter leave ')
  })

  it('says once that it waits', async () => {
    const waits: string[] = []
    let letGo = () => {}
    const first = withSetupLock(
      lock,
      () => {},
      () =>
        new Promise<void>((resolve) => {
          letGo = resolve
        }),
    )
    const second = withSetupLock(
      lock,
      () => {
        waits.push('waiting')
        letGo()
      },
      async () => 'done',
    )
    expect(await second).toBe('done')
    await first
    expect(waits).toEqual(['waiting'])
  })

  it('is released when the task fails', async () => {
    await expect(
      withSetupLock(
        lock,
        () => {},
        () => Promise.reject(new Error('no disk')),
      ),
    ).rejects.toThrow('no disk')
    expect(existsSync(lock)).toBe(false)
  })
})
