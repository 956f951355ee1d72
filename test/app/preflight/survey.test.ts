import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mostKeys, Survey, type SurveyInput } from '../../../electron/app/preflight/survey.ts'
import type { LocalFiles, WalkedEntry } from '../../../electron/engine/ports/local-files.ts'
import { localFiles } from '../../../electron/files/local-files.ts'
import { preflightListLimit } from '../../../shared/preflight.ts'
import { temporaryFolder } from '../../files/temporary-folder.ts'

const MiB = 1024 * 1024
const settings = { partSizeBytes: 8 * MiB, multipartThresholdBytes: 10 * MiB }
const noSignal = new AbortController().signal

function survey(input: Partial<SurveyInput> & Pick<SurveyInput, 'paths'>): Survey {
  return new Survey({ prefix: '', followLinks: false, normalizeNames: false, settings, ...input })
}

/** A folder `/big` of so many files in folders of a hundred, as a walk tells it. */
function walkOf(count: number, onEntry: (index: number) => void = () => {}): Pick<LocalFiles, 'walk'> {
  return {
    async *walk(): AsyncGenerator<WalkedEntry[]> {
      for (let index = 0; index < count; index += 1) {
        onEntry(index)
        const name = `big/${Math.floor(index / 100)}/${index}.bin`
        yield [{ kind: 'file', path: `/${name}`, name, sizeBytes: 10 }]
      }
    },
  }
}

describe('the look at what was dropped', () => {
  it('counts files, folders and bytes and tells the final keys (R23)', async () => {
    const folder = temporaryFolder()
    for (const name of ['shoot/a.bin', 'shoot/x/b.bin', 'shoot/x/y/c.bin', 'shoot/z/d.bin']) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      writeFileSync(join(folder, name), '12345')
    }
    const look = survey({ paths: [join(folder, 'shoot')], prefix: 'raw/' })
    await look.run(localFiles, noSignal)
    expect(look.facts).toMatchObject({ files: 4, folders: 4, bytes: 20 })
    expect(look.facts.keys.map(({ objectKey }) => objectKey).sort()).toEqual([
      'raw/shoot/a.bin',
      'raw/shoot/x/b.bin',
      'raw/shoot/x/y/c.bin',
      'raw/shoot/z/d.bin',
    ])
    expect(look.facts.renamed.total).toBe(0)
  })

  it('lists links and what cannot be read, and follows links where that is wanted', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'shoot/real'), { recursive: true })
    writeFileSync(join(folder, 'shoot/real/a.bin'), 'x')
    symlinkSync(join(folder, 'shoot/real'), join(folder, 'shoot/link'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'shoot/dangling'))
    const left = survey({ paths: [join(folder, 'shoot')] })
    await left.run(localFiles, noSignal)
    expect(left.facts).toMatchObject({ files: 1, leftOut: { total: 2, links: 2 } })

    const followed = survey({ paths: [join(folder, 'shoot')], followLinks: true })
    await followed.run(localFiles, noSignal)
    expect(followed.facts).toMatchObject({ files: 2, leftOut: { total: 1, links: 0 } })
    expect(followed.facts.leftOut.entries[0]?.error.code).toBe('DanglingLink')
  })

  it('tells which names change: two folders of one name, and letters that are put together', async () => {
    const folder = temporaryFolder()
    for (const place of ['one', 'two']) {
      mkdirSync(join(folder, place, 'photos'), { recursive: true })
      writeFileSync(join(folder, place, 'photos', 'a.bin'), 'x')
    }
    const paths = [join(folder, 'one/photos'), join(folder, 'two/photos')]
    const twice = survey({ paths })
    await twice.run(localFiles, noSignal)
    expect(twice.hasRenamedRoot).toBe(true)
    expect(twice.facts.renamed.entries.map(({ objectKey }) => objectKey)).toEqual(['photos (2)/a.bin'])

    writeFileSync(join(folder, 'one/photos', 'cafe\u0301.bin'), 'x')
    const composed = survey({ paths: paths.slice(0, 1), normalizeNames: true })
    await composed.run(localFiles, noSignal)
    expect(composed.hasRenamedRoot).toBe(false)
    expect(composed.facts.renamed.entries.map(({ objectKey }) => objectKey)).toEqual(['photos/caf\u00e9.bin'])
  })

  it('plans the parts, and says when 10,000 of them would not do (R8, R12)', async () => {
    const sizes = [MiB, 20 * MiB, 100_000 * MiB]
    const look = survey({ paths: ['/x'] })
    const walk = {
      async *walk(): AsyncGenerator<WalkedEntry[]> {
        for (const [index, sizeBytes] of sizes.entries())
          yield [{ kind: 'file', path: `/${index}`, name: `${index}.bin`, sizeBytes }]
      },
    }
    await look.run(walk, noSignal)
    expect(look.facts.plan).toMatchObject({
      single: 1,
      multipart: 2,
      largest: { name: '2.bin', isRaised: true },
    })
    expect(look.facts.plan.largest?.partCount).toBeLessThanOrEqual(10_000)
    const asSet = survey({ paths: ['/x'] })
    sizes.pop()
    await asSet.run(walk, noSignal)
    expect(asSet.facts.plan).toEqual({
      single: 1,
      multipart: 1,
      parts: 3,
      largest: { name: '1.bin', sizeBytes: 20 * MiB, partSizeBytes: 8 * MiB, partCount: 3, isRaised: false },
    })
  })

  it('lets other work of the process run while 100,000 files are counted, and holds a bounded number of them', async () => {
    let turns = 0
    let isOver = false
    const turn = () => {
      turns += 1
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    const look = survey({ paths: ['/big'] })
    await look.run(walkOf(100_000), noSignal)
    isOver = true
    expect(turns).toBeGreaterThanOrEqual(190)
    expect(look.facts).toMatchObject({ files: 100_000, folders: 1001, bytes: 1_000_000 })
    expect(look.facts.keys).toHaveLength(preflightListLimit)
    expect(look.targets).toBe(null)
  })

  it('holds the keys up to the limit, so that the bucket can be asked about them', async () => {
    const look = survey({ paths: ['/big'] })
    await look.run(walkOf(mostKeys), noSignal)
    expect(look.targets?.size).toBe(mostKeys)
  })

  it('ends when it is cancelled', async () => {
    const abort = new AbortController()
    let walked = 0
    const files = walkOf(1_000_000, (index) => {
      walked = index
      if (index === 3000) abort.abort()
    })
    await expect(survey({ paths: ['/big'] }).run(files, abort.signal)).rejects.toThrow(/abort/i)
    expect(walked).toBeLessThan(4000)
  })
})
