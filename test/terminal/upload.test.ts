import { randomBytes } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileSha256, keysIn, objectSha256, openBucket } from './bucket-contents.ts'
import { KiB, testBucket } from './terminal.ts'

describe('npm run upload', () => {
  it('uploads 0 bytes, 1 byte, exactly one part and one part plus a byte, each identical (R1, R12)', async () => {
    const bucket = await testBucket()
    const sizes = { empty: 0, one: 1, part: 100 * KiB, more: 100 * KiB + 1, many: 1234 * KiB }
    const files = Object.entries(sizes).map(([name, size]) => {
      const path = join(bucket.folder, name)
      writeFileSync(path, randomBytes(size))
      return path
    })
    const { code, outcome } = await bucket.run(files)
    expect(code).toBe(0)
    expect(outcome.files).toMatchObject({ total: 5, uploaded: 5, failed: 0, leftOut: 0 })
    expect(outcome.uploadedBytes).toBe(Object.values(sizes).reduce((sum, size) => sum + size))
    const store = openBucket(bucket)
    expect(await keysIn(store)).toEqual(Object.keys(sizes).sort())
    for (const [index, name] of Object.keys(sizes).entries())
      expect(await objectSha256(store, name), name).toBe(fileSha256(files[index] ?? ''))
    const parts = Object.fromEntries(outcome.uploads.map(({ name, partCount }) => [name, partCount]))
    expect(parts).toMatchObject({ more: 2, many: 13 })
    expect(await store.listMultipartUploads({ prefix: '', signal: new AbortController().signal })).toEqual([])
  })

  it('keeps every name as it is: spaces, + % & # ?, Chinese, emoji, and a prefix (R23)', async () => {
    const bucket = await testBucket()
    const names = [
      'a b  c.txt',
      '1+1=2 100% & #1?.txt',
      '照片 二〇二七.jpg',
      '🚢 stevedore 👩‍👩‍👧.bin',
      "it's [ok] (1).txt",
    ]
    const files = names.map((name) => {
      const path = join(bucket.folder, name)
      writeFileSync(path, name)
      return path
    })
    const prefix = '前缀 +%/2027'
    const { code } = await bucket.run([...files, '--to', `oss://terminal/${prefix}`])
    expect(code).toBe(0)
    const store = openBucket(bucket)
    const expected = names.map(
      (name) => `${prefix}/${name.normalize(process.platform === 'darwin' ? 'NFC' : undefined)}`,
    )
    expect(await keysIn(store)).toEqual(expected.sort())
    for (const [index, name] of names.entries())
      expect(await objectSha256(store, `${prefix}/${name}`)).toBe(fileSha256(files[index] ?? ''))
  })

  it('uploads a folder of 1,000 files three levels deep, keys exact', async () => {
    const bucket = await testBucket()
    const tree = join(bucket.folder, 'tree')
    const expected = new Map<string, string>()
    for (let index = 0; index < 1000; index += 1) {
      const folder = join(`level ${index % 4}`, `层 ${index % 5}`)
      mkdirSync(join(tree, folder), { recursive: true })
      const path = join(tree, folder, `${index}.txt`)
      writeFileSync(path, `file ${index}\n`.repeat(index % 7))
      expected.set(['tree', `level ${index % 4}`, `层 ${index % 5}`, `${index}.txt`].join('/'), path)
    }
    const { code, outcome } = await bucket.run([tree, '--files', '16'])
    expect(code).toBe(0)
    expect(outcome.files).toMatchObject({ total: 1000, uploaded: 1000 })
    const store = openBucket(bucket)
    expect(await keysIn(store)).toEqual([...expected.keys()].sort())
    for (const [key, path] of expected) expect(await objectSha256(store, key), key).toBe(fileSha256(path))
  })

  it('sets content type, ACL, storage class, metadata and tags (R18)', async () => {
    const bucket = await testBucket()
    const file = join(bucket.folder, 'page.html')
    writeFileSync(file, '<p>')
    const { code } = await bucket.run([
      file,
      ...['--content-type', 'text/x-test', '--meta', 'author=me', '--storage-class', 'IA'],
      ...['--acl', 'public-read', '--cache-control', 'no-cache'],
    ])
    expect(code).toBe(0)
    const { headers } = await openBucket(bucket).getObject({
      key: 'page.html',
      signal: new AbortController().signal,
    })
    expect(headers).toMatchObject({
      'content-type': 'text/x-test',
      'x-oss-meta-author': 'me',
      'x-oss-storage-class': 'IA',
      'cache-control': 'no-cache',
    })
  })

  it('follows the conflict policy: skip, rename, overwrite', async () => {
    const bucket = await testBucket()
    const file = join(bucket.folder, 'note.txt')
    writeFileSync(file, 'first')
    await bucket.run([file])
    writeFileSync(file, 'second')
    const skipped = await bucket.run([file, '--conflict', 'skip'])
    expect([skipped.code, skipped.outcome.files.skipped]).toEqual([0, 1])
    const renamed = await bucket.run([file, '--conflict', 'rename'])
    const [upload] = renamed.outcome.uploads
    expect(upload?.objectKey).not.toBe('note.txt')
    expect(await keysIn(openBucket(bucket))).toEqual([upload?.objectKey, 'note.txt'].sort())
    expect((await bucket.run([file, '--conflict', 'overwrite'])).outcome.files.uploaded).toBe(1)
    expect(await objectSha256(openBucket(bucket), 'note.txt')).toBe(fileSha256(file))
  })

  it('leaves links out unless asked, which is no failure', async () => {
    const bucket = await testBucket()
    const folder = join(bucket.folder, 'linked')
    mkdirSync(folder)
    writeFileSync(join(bucket.folder, 'real.txt'), 'real')
    symlinkSync(join(bucket.folder, 'real.txt'), join(folder, 'link.txt'))
    writeFileSync(join(folder, 'own.txt'), 'own')
    const plain = await bucket.run([folder])
    expect([plain.code, plain.outcome.files.skippedLinks]).toEqual([0, 1])
    expect(await keysIn(openBucket(bucket))).toEqual(['linked/own.txt'])
    expect((await bucket.run([folder, '--follow-links'])).code).toBe(0)
    expect(await keysIn(openBucket(bucket))).toEqual(['linked/link.txt', 'linked/own.txt'])
  })
})
