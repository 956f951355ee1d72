import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CheckpointPlace } from '../../electron/app/checkpoint-place.ts'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

let folder: string
let dataFolder: string
let other: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-place-'))
  dataFolder = join(folder, 'data')
  other = join(folder, 'other disk', 'checkpoints')
  mkdirSync(dataFolder)
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A start of the program: opens the checkpoint where it is, does `body`, and ends. */
function run(body: (place: CheckpointPlace, checkpoint: ReturnType<typeof openCheckpoint>) => void): string {
  const place = new CheckpointPlace(dataFolder)
  const checkpoint = openCheckpoint(place.settle())
  body(place, checkpoint)
  checkpoint.close()
  return checkpoint.file
}

describe('the folder of the checkpoint database (R10)', () => {
  it('is the data folder until another one is chosen', () => {
    expect(run((place) => expect(place.folder).toBeNull())).toBe(join(dataFolder, 'checkpoint.sqlite'))
  })

  it('changes at the next start, and what is recorded comes along', () => {
    const first = run((place, checkpoint) => {
      checkpoint.settings.save({ filesAtOnce: 7 })
      place.choose(other)
      expect(place.folder).toBe(other)
    })
    expect(existsSync(first)).toBe(true)
    const second = run((_, checkpoint) => expect(checkpoint.settings.load().filesAtOnce).toBe(7))
    expect(second).toBe(join(other, 'checkpoint.sqlite'))
    expect(existsSync(first)).toBe(false)
    expect(run(() => {})).toBe(second)
  })

  it('goes back to the data folder', () => {
    run((place, checkpoint) => {
      checkpoint.settings.save({ filesAtOnce: 7 })
      place.choose(other)
    })
    run((place) => place.choose(null))
    const file = run((_, checkpoint) => expect(checkpoint.settings.load().filesAtOnce).toBe(7))
    expect(file).toBe(join(dataFolder, 'checkpoint.sqlite'))
  })

  it('counts the last of several choices in one run, from where the database really is', () => {
    run((place, checkpoint) => {
      checkpoint.settings.save({ filesAtOnce: 7 })
      place.choose(join(folder, 'never'))
      place.choose(other)
    })
    expect(run((_, checkpoint) => expect(checkpoint.settings.load().filesAtOnce).toBe(7))).toContain(other)
    expect(readdirSync(join(folder, 'never'))).toEqual([])
  })

  it('brings the log along when the program was killed after the choice', () => {
    const place = new CheckpointPlace(dataFolder)
    const checkpoint = openCheckpoint(place.settle())
    checkpoint.settings.save({ filesAtOnce: 7 })
    place.choose(other)
    // What kill -9 leaves: the settings are still in the log only.
    const killed = ['', '-wal'].map((suffix) => readFileSync(checkpoint.file + suffix))
    checkpoint.close()
    killed.forEach((bytes, index) => {
      writeFileSync(checkpoint.file + ['', '-wal'][index], bytes)
    })
    run((_, moved) => expect(moved.settings.load().filesAtOnce).toBe(7))
    expect(readdirSync(dataFolder)).toEqual(['checkpoint-place.json'])
  })

  it('goes on with a move that a crash cut between log and database', () => {
    run((place, checkpoint) => {
      checkpoint.settings.save({ filesAtOnce: 7 })
      place.choose(other)
    })
    // The log has moved, the database has not.
    writeFileSync(join(other, 'checkpoint.sqlite-wal'), '')
    run((_, checkpoint) => expect(checkpoint.settings.load().filesAtOnce).toBe(7))
  })

  it('keeps a database that the chosen folder has already, and leaves the old one where it was', () => {
    const elsewhere = openCheckpoint(other)
    elsewhere.settings.save({ filesAtOnce: 9 })
    elsewhere.close()
    const first = run((place) => place.choose(other))
    run((_, checkpoint) => expect(checkpoint.settings.load().filesAtOnce).toBe(9))
    expect(existsSync(first)).toBe(true)
  })

  it('refuses a folder that cannot be written and stays where it is (R4)', () => {
    const file = join(folder, 'a file')
    writeFileSync(file, '')
    run((place) => {
      for (const wrong of [file, join(file, 'below'), 'relative/path']) {
        expect(() => place.choose(wrong), wrong).toThrow(
          expect.objectContaining({ code: 'CheckpointNotWritable', retry: 'disk' }),
        )
      }
      expect(place.folder).toBeNull()
    })
    expect(run(() => {})).toBe(join(dataFolder, 'checkpoint.sqlite'))
  })

  it('does not begin an empty queue elsewhere when its own record is damaged', () => {
    run((place) => place.choose(other))
    for (const text of ['{', '{"folder":"relative","from":null}', '[]', '{"folder":7}']) {
      writeFileSync(join(dataFolder, 'checkpoint-place.json'), text)
      expect(() => new CheckpointPlace(dataFolder).settle(), text).toThrow(
        expect.objectContaining({ code: 'CheckpointPlaceUnreadable' }),
      )
    }
  })
})
