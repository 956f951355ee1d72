import type { BigIntStats } from 'node:fs'
import { lstat, opendir, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { UploadError } from '../../shared/upload-error.ts'
import type { WalkedEntry } from '../engine/ports/local-files.ts'
import { fileError } from './file-errors.ts'
import { looked } from './file-worker.ts'
import { runFileTask } from './file-workers.ts'

interface WalkOptions {
  followLinks: boolean
  signal: AbortSignal
}

/** Entries in portions: one by one, each would pass through a generator for every folder it is inside of. */
type Portions = AsyncGenerator<readonly WalkedEntry[]>

/**
 * Files below `roots`, one after the other, depth first, without holding a folder in memory. What cannot be uploaded comes
 * as `left-out` with its reason, and the walk goes on. Names of entries use `/` on every system.
 */
export async function* walk(roots: readonly string[], options: WalkOptions): Portions {
  for (const root of roots) {
    options.signal.throwIfAborted()
    // What a person dropped is meant, also when it is a link.
    const portions = visit(root, basename(root) || root, { ...options, followLinks: true }, options, [])
    for await (const entries of portions) {
      yield entries
      options.signal.throwIfAborted()
    }
  }
}

/** `open` are the real paths of the folders we are inside of: meeting one again is a loop. */
async function* visit(
  path: string,
  name: string,
  here: WalkOptions,
  below: WalkOptions,
  open: readonly string[],
): Portions {
  here.signal.throwIfAborted()
  let stats: BigIntStats
  try {
    stats = await lstat(path, { bigint: true })
    if (stats.isSymbolicLink()) {
      if (!here.followLinks) {
        yield [leftOut(path, 'LinkSkipped', `A symbolic link, and links are not followed: ${path}`)]
        return
      }
      stats = await followed(path)
    }
  } catch (error) {
    yield [{ kind: 'left-out', path, error: entryError(error, path, name).data }]
    return
  }

  if (stats.isDirectory()) yield* visitFolder(path, name, below, open)
  else if (stats.isFile()) yield [{ kind: 'file', path, name, sizeBytes: Number(stats.size) }]
  else yield [leftOut(path, 'NotAFile', `Not a regular file: ${path}`)]
}

async function* visitFolder(
  path: string,
  name: string,
  options: WalkOptions,
  open: readonly string[],
): Portions {
  try {
    const real = await realpath(path)
    if (open.includes(real)) {
      yield [leftOut(path, 'LinkLoop', `This folder leads back to one it is inside of: ${path}`)]
      return
    }
    const inside = [...open, real]
    // In its usual form and with a separator at its end, so that names only have to be put behind it.
    const folder = join(path, sep)
    for await (const names of portionsOf(path)) {
      const sizes = await runFileTask({ kind: 'look', folder, names })
      let files: WalkedEntry[] = []
      for (const [index, entryName] of names.entries()) {
        options.signal.throwIfAborted()
        const sizeBytes = sizes[index] ?? looked.notPlain
        const entryPath = folder + entryName
        const below = `${name}/${entryName}`
        if (sizeBytes >= 0) {
          files.push({ kind: 'file', path: entryPath, name: below, sizeBytes })
          continue
        }
        if (files.length > 0) yield files
        files = []
        if (sizeBytes === looked.folder) yield* visitFolder(entryPath, below, options, inside)
        else yield* visit(entryPath, below, options, options, inside)
      }
      if (files.length > 0) yield files
    }
  } catch (error) {
    options.signal.throwIfAborted()
    yield [{ kind: 'left-out', path, error: folderError(error, path).data }]
  }
}

/** Names are looked at so many at once: few enough that files which are being read do not wait long for it. */
const namesAtOnce = 64

async function* portionsOf(path: string): AsyncGenerator<string[]> {
  // Larger portions than the default of 32 save trips to the thread pool.
  const folder = await opendir(path, { bufferSize: 512 })
  let names: string[] = []
  // Iterating closes it, also when the walk stops half-way.
  for await (const { name } of folder) {
    names.push(name)
    if (names.length < namesAtOnce) continue
    yield names
    names = []
  }
  if (names.length > 0) yield names
}

async function followed(path: string): Promise<BigIntStats> {
  try {
    return await stat(path, { bigint: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UploadError({
        code: 'DanglingLink',
        retry: 'fatal',
        message: `A symbolic link to something that is not there: ${path}`,
        fromServer: false,
        params: { path },
      })
    }
    throw error
  }
}

/** A name that is not UTF-8 reaches us with U+FFFD in place of its bytes, and then leads to nothing. */
function entryError(error: unknown, path: string, name: string): UploadError {
  const found = fileError(error, path)
  if (found.code !== 'FileNotFound' || !name.includes('\uFFFD')) return found
  return new UploadError({
    code: 'NameNotUnicode',
    retry: 'fatal',
    message: `The file name is not valid Unicode: ${path}`,
    fromServer: false,
    params: { key: name, path },
  })
}

function folderError(error: unknown, path: string): UploadError {
  const found = fileError(error, path)
  if (found.code !== 'FileNotReadable') return found
  return new UploadError({
    ...found.data,
    code: 'FolderNotReadable',
    message: `No permission to read the folder ${path}`,
  })
}

function leftOut(path: string, code: string, message: string): WalkedEntry {
  return {
    kind: 'left-out',
    path,
    error: { code, retry: 'fatal', message, fromServer: false, params: { path } },
  }
}
