import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openProgram, type Program } from '../../electron/app/program.ts'
import { openCheckpointSlot } from '../../electron/cli/checkpoint-slot.ts'
import { quietLog } from '../engine/support/quiet-log.ts'
import { testKeyStore } from './support/key-store.ts'
import { testDesktop } from './support/test-desktop.ts'

function open(dataFolder: string): Program {
  const program = openProgram({
    dataFolder,
    keyStore: testKeyStore(),
    log: quietLog,
    send: () => undefined,
    desktop: testDesktop(),
  })
  onTestFinished(() => program.stop())
  return program
}

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stevedore-two-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

it('a second program on the same data is refused, by the file it may not have, and lets the first one go on', async () => {
  const folder = dataFolder()
  const first = open(folder)
  expect(() => open(folder)).toThrow(
    expect.objectContaining({
      code: 'CheckpointInUse',
      message: expect.stringContaining(first.checkpoint.file),
    }),
  )
  first.change({ filesAtOnce: 4 })
  await first.stop()
  expect(open(folder).settings().filesAtOnce).toBe(4)
})

it('a command of the terminal takes a database of its own beside that of the running program', () => {
  const first = open(dataFolder())
  const commands = [1, 2].map((id) => {
    const checkpoint = openCheckpointSlot(dirname(first.checkpoint.file), `command-${id}`)
    onTestFinished(() => checkpoint.close())
    return checkpoint.file
  })
  expect(new Set([first.checkpoint.file, ...commands]).size).toBe(3)
  first.change({ filesAtOnce: 2 })
})
