import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connect } from '../../electron/checkpoint/connection.ts'
import { CheckpointDatabase } from '../../electron/checkpoint/database.ts'
import { LogKeeper } from '../../electron/checkpoint/log-keeper.ts'

let folder: string
let sqlite: Database
let keeper: LogKeeper

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stevedore-log-'))
  sqlite = connect(path.join(folder, 'log.sqlite'), 0)
  sqlite.exec('CREATE TABLE bytes (page BLOB)')
  keeper = new LogKeeper(new CheckpointDatabase(sqlite, folder))
})

afterEach(() => {
  keeper.stop()
  sqlite.close()
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

/** Pages that are in the log alone. */
function logged(): number {
  const [state] = sqlite.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
  return (state?.log ?? 0) - (state?.checkpointed ?? 0)
}

function write(pages: number): void {
  sqlite.prepare('INSERT INTO bytes VALUES (zeroblob(?))').run(pages * 4096)
}

describe('the write-ahead log', () => {
  it('is folded in a moment of its own when it has grown, and not before', () => {
    write(100)
    expect(keeper.isFoldDue).toBe(false)
    write(5000)
    expect(keeper.isFoldDue).toBe(true)
    expect(keeper.fold()).toBeGreaterThan(5000)
    expect(logged()).toBe(0)
    expect(keeper.isFoldDue).toBe(false)
  })

  it('is folded once nothing is written any more, and left alone while something is', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    keeper.watch()
    for (let second = 0; second < 5; second += 1) {
      write(600)
      vi.advanceTimersByTime(1000)
    }
    expect(logged()).toBeGreaterThan(3000)
    vi.advanceTimersByTime(1000)
    expect(logged()).toBe(0)
  })

  it('is not folded for next to nothing, nor after the end', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    keeper.watch()
    write(50)
    vi.advanceTimersByTime(5000)
    expect(logged()).toBeGreaterThan(0)
    keeper.stop()
    write(600)
    vi.advanceTimersByTime(5000)
    expect(logged()).toBeGreaterThan(600)
  })
})
