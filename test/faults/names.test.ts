import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { enqueue } from '../../electron/engine/enqueue.ts'
import type { WalkedEntry } from '../../electron/engine/ports/local-files.ts'
import { localFiles } from '../../electron/files/local-files.ts'
import type { ConflictPolicy } from '../../shared/object-metadata.ts'
import { quietLog } from '../engine/support/quiet-log.ts'
import { bucketName } from './world/bucket-side.ts'
import { UploadWorld } from './world/upload-world.ts'
import { destinationId } from './world/uploader-side.ts'

let world: UploadWorld
beforeEach(async () => {
  world = await UploadWorld.open()
})
afterEach(() => world.close())

const composed = 'caf\u00e9'
const decomposed = 'cafe\u0301'

function write(path: string, content: string): void {
  mkdirSync(dirname(join(world.folder, path)), { recursive: true })
  writeFileSync(join(world.folder, path), content)
}

interface Drop {
  conflictPolicy?: ConflictPolicy
  normalizeNames?: boolean
  walk?: typeof localFiles.walk
}

/** Drops these paths of the world's folder together and waits until all of them have ended; answers what each row says. */
async function drop(paths: string[], { conflictPolicy = 'overwrite', ...options }: Drop = {}) {
  const { checkpoint, engine } = world.uploader
  const intake = enqueue(
    {
      files: { walk: options.walk ?? localFiles.walk },
      intake: checkpoint.intake,
      clock: world.clock,
      log: quietLog,
    },
    {
      destinationId,
      bucket: bucketName,
      name: 'drop',
      roots: paths.map((path) => join(world.folder, path)),
      prefix: '',
      conflictPolicy,
      metadata: {},
      followLinks: false,
      resume: true,
    },
    {
      signal: new AbortController().signal,
      normalizeNames: options.normalizeNames ?? false,
      onAdded: () => engine.wake(),
    },
  )
  const { files } = await intake.counted
  const query = { filter: 'all', search: '', sort: 'added', descending: false, offset: 0, limit: 50 } as const
  const { rows } = checkpoint.queue.page(query)
  expect(rows).toHaveLength(files)
  for (const row of rows) await world.reaches(row, 'done')
  return rows.map((row) => ({
    key: row.objectKey,
    told: world.history(row).flatMap(({ kind, data }) => (kind === 'renamed-in-drop' ? [data] : [])),
  }))
}

const content = async (key: string) => (await world.bucket.object(key))?.toString()

describe('names that are nearly the same (R23)', () => {
  it('differ in case: two objects under their exact keys', async (context) => {
    write('trip/Photo.jpg', 'large letter')
    if (existsSync(join(world.folder, 'trip/photo.jpg')))
      return context.skip('this file system takes both for one file')
    write('trip/photo.jpg', 'small letter')
    const rows = await drop(['trip'])
    expect(rows.every(({ told }) => told.length === 0)).toBe(true)
    expect(await content('trip/Photo.jpg')).toBe('large letter')
    expect(await content('trip/photo.jpg')).toBe('small letter')
  })

  it('differ in how é is written: two objects under their exact keys', async (context) => {
    write(`trip/${composed}.txt`, 'composed')
    if (existsSync(join(world.folder, `trip/${decomposed}.txt`)))
      return context.skip('this file system takes both for one file')
    write(`trip/${decomposed}.txt`, 'decomposed')
    await drop(['trip'])
    expect(await content(`trip/${composed}.txt`)).toBe('composed')
    expect(await content(`trip/${decomposed}.txt`)).toBe('decomposed')
  })

  it('become the same where names are composed: the second gets a number and says so', async () => {
    const names = [`${composed}/1.txt`, `${composed}/2.txt`, `${decomposed}/1.txt`, `${decomposed}.txt`]
    names.push(`${composed}.txt`, `${composed} (2).txt`)
    // A file system that holds these side by side cannot be had everywhere: the walk tells of them, each has its own bytes.
    names.forEach((name, index) => {
      write(`trip${index}`, name)
    })
    const walk = async function* (): AsyncGenerator<WalkedEntry[]> {
      for (const [index, name] of names.entries()) {
        const path = join(world.folder, `trip${index}`)
        yield [{ kind: 'file', path, name: `trip/${name}`, sizeBytes: Buffer.byteLength(name) }]
      }
    }
    const rows = await drop(['trip'], { walk, normalizeNames: true })
    expect(new Set(rows.map(({ key }) => key)).size).toBe(names.length)
    expect(rows.every(({ key }) => key === key.normalize('NFC'))).toBe(true)
    expect(rows[0]).toEqual({ key: `trip/${composed}/1.txt`, told: [] })
    const numbered = { from: `trip/${composed}/1.txt`, to: `trip/${composed} (2)/1.txt` }
    expect(rows[2]).toEqual({ key: numbered.to, told: [numbered] })
    for (const [index, name] of names.entries()) expect(await content(rows[index]?.key ?? '')).toBe(name)
  })
})

describe('two things of the same name dropped together', () => {
  it.each(['overwrite', 'skip', 'rename', 'different'] as const)(
    'both arrive, whatever is done about what exists (%s), and the second says under which key',
    async (conflictPolicy) => {
      write('monday/photos/1.jpg', 'of monday')
      write('tuesday/photos/1.jpg', 'of tuesday')
      write('else/photos (2)/1.jpg', 'of another folder')
      const rows = await drop(['monday/photos', 'tuesday/photos', 'else/photos (2)'], { conflictPolicy })
      expect(rows.filter(({ told }) => told.length > 0)).toEqual([
        {
          key: 'photos (3)/1.jpg',
          told: [{ from: 'photos/1.jpg', to: 'photos (3)/1.jpg' }],
        },
      ])
      expect(await content('photos/1.jpg')).toBe('of monday')
      expect(await content('photos (2)/1.jpg')).toBe('of another folder')
      expect(await content('photos (3)/1.jpg')).toBe('of tuesday')
    },
  )
})
