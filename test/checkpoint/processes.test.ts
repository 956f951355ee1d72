import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { addUpload, open, temporaryFolder } from './checkpoint-fixture.ts'

const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function start(script: string, ...args: string[]) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  return { child, input: child.stdin, lines: createInterface({ input: child.stdout }) }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

describe('one process at a time', () => {
  it('refuses a second process, and one that comes after a kill gets in', async () => {
    const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
    const { child, lines } = start('hold-open.ts', file)
    expect(await once(lines, 'line')).toEqual(['open'])
    expect(() => openCheckpoint(file, { busyTimeoutMs: 0 })).toThrow(
      expect.objectContaining({ code: 'CheckpointInUse', message: expect.stringContaining(file) }),
    )
    await kill(child)
    expect(open(file).notices).toEqual([])
  })

  it('goes on refusing after somebody was refused', async () => {
    const { file } = open()
    for (let attempt = 1; attempt <= 2; attempt++) {
      const { lines } = start('hold-open.ts', file)
      expect(await once(lines, 'line'), `attempt ${attempt}`).toEqual(['CheckpointInUse'])
      expect(() => openCheckpoint(file, { busyTimeoutMs: 0 })).toThrow(
        expect.objectContaining({ code: 'CheckpointInUse' }),
      )
    }
  })

  it('lets exactly one in when several make the same new database at once', async () => {
    const folder = temporaryFolder()
    const racers = Array.from({ length: 4 }, () => start('open-on-word.ts'))
    for (let round = 1; round <= 8; round++) {
      const answers = racers.map(({ lines }) => once(lines, 'line'))
      for (const { input } of racers)
        input.write(`${path.join(folder, `round-${round}`, 'checkpoint.sqlite')}\n`)
      const said = (await Promise.all(answers)).flat().sort()
      expect(said, `round ${round}`).toEqual([
        'CheckpointInUse',
        'CheckpointInUse',
        'CheckpointInUse',
        'open',
      ])
    }
  })

  it('waits a moment for a process that is just about to quit', async () => {
    const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
    const { child, lines } = start('hold-open.ts', file)
    await once(lines, 'line')
    // The signal is on its way while this process waits inside SQLite.
    child.kill('SIGKILL')
    expect(open(file, { busyTimeoutMs: 10_000 }).notices).toEqual([])
  })
})

describe('kill -9 in the middle of writing', () => {
  it.each([1, 37, 400])('loses nothing that was recorded, after %i parts (R2)', async (killAfter) => {
    const { file } = prepared()
    const { child, lines } = start('write-until-killed.ts', file)
    let recorded = 0
    for await (const line of lines) {
      recorded = Number(line)
      if (recorded === killAfter) child.kill('SIGKILL')
    }
    expect(recorded).toBeGreaterThanOrEqual(killAfter)

    const checkpoint = open(file)
    expect(checkpoint.notices).toEqual([])
    expect(checkpoint.uploads.recoverAll()).toBe(1)
    const [upload] = checkpoint.uploads.nextQueued(1, [], [])
    expect(upload).toMatchObject({ status: 'queued', isDamaged: false })
    const { parts, damaged } = checkpoint.uploads.parts(upload?.id ?? 0)
    expect(damaged).toBe(0)
    // The kill may fall between recording a part and saying so, never the other way round.
    expect([recorded, recorded + 1]).toContain(parts.length)
    expect(parts.map(({ partNumber }) => partNumber)).toEqual(parts.map((_, index) => index + 1))
    expect(checkpoint.queue.rows([upload?.id ?? 0])).toMatchObject([{ confirmedBytes: parts.length * 100 }])
  })
})

function prepared(): { file: string } {
  const checkpoint = open()
  addUpload(checkpoint)
  checkpoint.close()
  return checkpoint
}
