import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrations, type Upgrade } from '../../electron/checkpoint/migrations/migrations.ts'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { filterStatuses, queueFilters } from '../../shared/queue.ts'
import { uploadStatuses } from '../../shared/upload-state.ts'
import {
  addUpload,
  first,
  idsOf,
  multipart,
  open,
  part,
  query,
  tamper,
  temporaryFolder,
} from './checkpoint-fixture.ts'

const november = Date.UTC(2026, 10, 21, 10, 20, 30)

describe('where the checkpoint is kept (R10)', () => {
  it('makes a folder that is missing and puts the database in it', () => {
    const folder = path.join(temporaryFolder(), 'deep', 'er')
    expect(open(folder).file).toBe(path.join(folder, 'checkpoint.sqlite'))
  })

  it('takes a path that ends in .sqlite as the database itself', () => {
    const file = path.join(temporaryFolder(), 'mine.sqlite')
    expect(open(file).file).toBe(file)
    expect(existsSync(file)).toBe(true)
  })

  it('keeps nothing on disk for :memory: (R11)', () => {
    const checkpoint = open(':memory:')
    const id = addUpload(checkpoint)
    expect(idsOf(checkpoint)).toEqual([id])
    expect(existsSync(':memory:')).toBe(false)
  })

  it.skipIf(process.platform === 'win32')('lets only its owner read it', () => {
    const folder = path.join(temporaryFolder(), 'data')
    const checkpoint = open(folder)
    addUpload(checkpoint)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder)) {
      expect(statSync(path.join(folder, name)).mode & 0o777, name).toBe(0o600)
    }
    expect(readdirSync(folder)).toContain('checkpoint.sqlite-wal')
  })
})

it('starts after a start that was killed while it tried whether the disk has room', () => {
  const checkpoint = open(temporaryFolder())
  const id = addUpload(checkpoint)
  checkpoint.close()
  tamper(checkpoint.file, (sqlite) => sqlite.exec('CREATE TABLE room (bytes BLOB) STRICT'))
  expect(idsOf(open(checkpoint.file))).toEqual([id])
})

describe('a database that cannot be used is put aside and a fresh one starts', () => {
  function reopen(file: string) {
    const checkpoint = open(file, { now: () => november })
    expect(idsOf(checkpoint)).toEqual([])
    addUpload(checkpoint)
    return checkpoint
  }

  it('when it is not a database', () => {
    const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
    writeFileSync(file, 'this was a checkpoint once, before the disk broke '.repeat(300))
    const aside = file.replace('.sqlite', '-damaged-2026-11-21T10-20-30.sqlite')
    expect(reopen(file).notices).toEqual([
      { kind: 'checkpointDamaged', level: 'warning', params: { file: aside } },
    ])
    expect(readFileSync(aside, 'utf8')).toContain('before the disk broke')
  })

  it('under a name of its own, when one of the same second is there already', () => {
    const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
    const names = [1, 2].map(() => {
      writeFileSync(file, 'x'.repeat(5000))
      const checkpoint = reopen(file)
      checkpoint.close()
      return first(checkpoint.notices).params.file
    })
    expect(new Set(names).size).toBe(2)
  })

  it('when a page in the middle is overwritten', () => {
    const checkpoint = open()
    addUpload(checkpoint)
    checkpoint.close()
    overwritePage(checkpoint.file, 'uploads_status')
    expect(first(reopen(checkpoint.file).notices).kind).toBe('checkpointDamaged')
  })

  it('at the next start, when the damage shows only while working', () => {
    const { checkpoint, id } = largeCheckpoint()
    checkpoint.close()
    overwritePage(checkpoint.file, 'events')
    const damaged = open(checkpoint.file)
    expect(damaged.notices, 'a large file that was closed is not read through').toEqual([])
    expect(() => damaged.queue.details(id)).toThrow(
      expect.objectContaining({ code: 'CheckpointDamaged', retry: 'disk' }),
    )
    damaged.close()
    expect(first(reopen(checkpoint.file).notices).kind).toBe('checkpointDamaged')
    expect(open(temporaryFolder()).notices).toEqual([])
  })

  it('when a newer version wrote it', () => {
    const checkpoint = open()
    checkpoint.close()
    tamper(checkpoint.file, (sqlite) => sqlite.pragma(`user_version = ${migrations.length + 1}`))
    const notice = first(reopen(checkpoint.file).notices)
    expect(notice.kind).toBe('checkpointNewer')
    expect(notice.params.file).toMatch(/checkpoint-newer-2026-11-21T10-20-30\.sqlite$/)
  })

  it('when another program made it', () => {
    const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
    tamper(file, (sqlite) => sqlite.exec('CREATE TABLE bookmarks (url TEXT)'))
    expect(first(reopen(file).notices).kind).toBe('checkpointDamaged')
  })
})

describe('a sound database', () => {
  it('is not put aside for one bad value', () => {
    const checkpoint = open()
    const id = addUpload(checkpoint)
    checkpoint.close()
    tamper(checkpoint.file, (sqlite) => sqlite.exec("UPDATE uploads SET status = 'quiued'"))
    const again = open(checkpoint.file)
    expect(again.notices).toEqual([])
    expect(idsOf(again)).toEqual([id])
  })

  it('can be closed twice', () => {
    const checkpoint = open()
    checkpoint.close()
    checkpoint.close()
  })

  it('is taken as it is when it is empty, as a crash right after its making leaves it', () => {
    const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
    writeFileSync(file, '')
    expect(open(file).notices).toEqual([])
  })
})

describe('a place that cannot be written (R4)', () => {
  it('is refused at once when the folder is a file', () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'file'), '')
    expect(() => openCheckpoint(path.join(folder, 'file', 'data'))).toThrow(
      expect.objectContaining({ code: 'CheckpointNotWritable', retry: 'disk' }),
    )
  })

  it('is refused at once when the database is a folder', () => {
    const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
    mkdirSync(path.join(file, 'checkpoint.sqlite'), { recursive: true })
    expect(() => openCheckpoint(file)).toThrow(
      expect.objectContaining({ code: 'CheckpointNotWritable', retry: 'disk' }),
    )
  })
})

describe('migrations', () => {
  it('bring every earlier version, with ugly rows, to the present one', async () => {
    const { default: Database } = await import('better-sqlite3')
    const { migrate } = await import('../../electron/checkpoint/migrations/migrations.ts')
    const { claim } = await import('../../electron/checkpoint/connection.ts')
    for (let version = 1; version < migrations.length; version++) {
      const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
      const old = new Database(file)
      claim(old)
      migrate(old, version)
      seedUglyRows(old)
      old.close()
      const checkpoint = open(file)
      expect(checkpoint.notices).toEqual([])
      expect(
        checkpoint.queue.page({
          filter: 'all',
          search: '',
          sort: 'name',
          descending: false,
          offset: 0,
          limit: 9,
        }),
      ).toMatchObject({
        total: 3,
        rows: [{ name: '%_\\' }, { name: "O'Brien \uFFFD\uFFFDx" }, { name: '照片'.repeat(400) }],
      })
      expect(idsOf(checkpoint, { search: '照片照' })).toHaveLength(1)
      expect(idsOf(checkpoint, { search: "o'brien" })).toHaveLength(1)
      expect(idsOf(checkpoint, { sort: 'progress' })).toEqual([2, 3, 1])
      checkpoint.close()
    }
  })

  it('put uploads of every status where the filters of the list find them', async () => {
    const { default: Database } = await import('better-sqlite3')
    const { migrate } = await import('../../electron/checkpoint/migrations/migrations.ts')
    const { claim } = await import('../../electron/checkpoint/connection.ts')
    const file = path.join(temporaryFolder(), 'checkpoint.sqlite')
    const old = new Database(file)
    claim(old)
    migrate(old, 8)
    old.exec(`
      INSERT INTO destinations VALUES ('d', 'D', 'oss', 'e', 'r', 'b', '', 'v4', 0, '{}', '', 0, NULL, '', 0, '{}');
      INSERT INTO batches (id, destination_id, bucket, name, roots, prefix, conflict_policy, metadata, follow_links, resume,
        created_at, checksum) VALUES (1, 'd', 'b', 'n', '[]', '', 'skip', '{}', 0, 1, 0, '')`)
    const add =
      old.prepare(`INSERT INTO uploads (batch_id, destination_id, position, source_path, name, object_key,
      target_checksum, status, since, size_bytes, added_at) VALUES (1, 'd', 1, ?, ?, 'k', '', ?, 0, 1, 0)`)
    for (const status of uploadStatuses) add.run(status, status, status)
    old.close()
    const { queue } = open(file)
    for (const filter of queueFilters) {
      const { rows } = queue.page(query({ filter, sort: 'name' }))
      const wanted = filterStatuses[filter] ?? uploadStatuses
      expect(rows.map(({ name }) => name)).toEqual([...wanted].sort())
    }
  })

  it('tell what they do to a database of an earlier version, before and after each, and nothing of a new one', async () => {
    const { default: Database } = await import('better-sqlite3')
    const { migrate } = await import('../../electron/checkpoint/migrations/migrations.ts')
    const { claim } = await import('../../electron/checkpoint/connection.ts')
    const folder = temporaryFolder()
    const file = path.join(folder, 'checkpoint.sqlite')
    const old = new Database(file)
    claim(old)
    migrate(old, migrations.length - 2)
    old.close()
    const heard: (readonly [string, number, boolean])[] = []
    const onUpgrade = ({ name, version, tookMs }: Upgrade) => heard.push([name, version, tookMs !== null])
    open(folder, { onUpgrade }).close()
    const last = migrations.slice(-2).map(({ name }, at) => [name, migrations.length - 1 + at] as const)
    expect(heard).toEqual(
      last.flatMap(([name, version]) => [
        [name, version, false],
        [name, version, true],
      ]),
    )
    heard.length = 0
    open(folder, { onUpgrade })
    open(temporaryFolder(), { onUpgrade })
    expect(heard).toEqual([])
  })

  it('leave a database they have just made at the newest version, with the same tables as a migrated one', () => {
    const checkpoint = open()
    checkpoint.close()
    expect(tamper(checkpoint.file, (sqlite) => sqlite.pragma('user_version', { simple: true }))).toBe(
      migrations.length,
    )
  })
})

/** Overwrites the root page of a table or an index. */
function overwritePage(file: string, name: string): void {
  const page = tamper(file, (sqlite) =>
    sqlite.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name),
  )
  const bytes = readFileSync(file)
  const start = ((page ?? 1) - 1) * 4096
  writeFileSync(file, bytes.fill(0xa5, start, start + 4096))
}

/** Above the size that is read through at every start. */
function largeCheckpoint() {
  const checkpoint = open()
  const id = addUpload(checkpoint)
  const text = 'x'.repeat(1024 * 1024)
  for (let at = 0; at < 66; at++) checkpoint.uploads.note(id, { at, kind: 'k', data: { text } })
  return { checkpoint, id }
}

function seedUglyRows(sqlite: import('better-sqlite3').Database): void {
  sqlite.exec(`
    INSERT INTO destinations (id, name, kind, endpoint, region, bucket, prefix, signature_version, is_custom_domain,
      metadata, access_key_id, created_at, removed_at, checksum) VALUES ('d', '', 'oss', '', '', '', '', 'v4', 0, 'not json', '', 0, NULL, '')`)
  sqlite.exec(`INSERT INTO batches (destination_id, bucket, name, roots, prefix, conflict_policy, metadata, follow_links,
    resume, created_at, checksum) VALUES ('d', '', '', '[', '', 'skip', '', 0, 1, -5, 'x')`)
  const add =
    sqlite.prepare(`INSERT INTO uploads (batch_id, destination_id, position, source_path, name, object_key,
    target_checksum, status, reason, since, size_bytes, confirmed_bytes, added_at, plan_mode)
    VALUES (1, 'd', 7, ?, ?, ?, '', ?, ?, -1, ?, ?, 9007199254740991, ?)`)
  add.run('/a', '%_\\', 'k/%_\\', 'done', '{"code":', 5, 5, null)
  add.run('', "O'Brien \n\u0000x", '', 'failed', 'null', 0, 0, 'put')
  add.run('/c', '照片'.repeat(400), '照片'.repeat(400), 'uploading', '[]', 10, 4, 'multipart')
}

it('keeps what is recorded when it is closed in the middle of an upload (R2)', () => {
  const checkpoint = open()
  const id = addUpload(checkpoint)
  checkpoint.uploads.saveCheckpoint(id, multipart)
  checkpoint.uploads.confirmParts(id, [part(2)])
  checkpoint.close()
  expect(open(checkpoint.file).uploads.parts(id).parts).toEqual([part(2)])
})
