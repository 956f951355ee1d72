import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathCandidates } from './key-path.ts'

/** Left for the folder the person chose; Linux allows 4,096 bytes for a whole path, macOS 1,024. */
const maxPathBytes = process.platform === 'linux' ? 3800 : 900

/**
 * The files of one bucket, inside one folder and nowhere else: links are never followed, and a file that is not ours is
 * never replaced. All calls are synchronous, so that a change of a file and of the index is one step for every request.
 */
export class ObjectFiles {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  /** A free path for a new key, with its folders made. */
  claim(key: string): string {
    mkdirSync(this.#root, { recursive: true })
    for (const path of pathCandidates(key, maxPathBytes - Buffer.byteLength(this.#root))) {
      if (this.#isFree(path)) return path
    }
    throw new Error('No file name is free for this key.')
  }

  /** Moves a finished file to its place in one step; an object that is there is replaced. */
  place(from: string, path: string): void {
    if (!this.#makeFolders(path))
      throw new Error(`A file or link stands where a folder of '${path}' belongs.`)
    renameSync(from, this.#inside(path))
  }

  /** Size in bytes, or `undefined` when it is not (or no longer) a plain file of ours. */
  sizeBytes(path: string): number | undefined {
    if (!this.#hasPlainFolders(path)) return undefined
    const stats = lstatSync(this.#inside(path), { throwIfNoEntry: false })
    return stats?.isFile() === true ? stats.size : undefined
  }

  /** Opens for reading; the caller closes. `undefined` when there is no plain file of that size. */
  open(path: string, sizeBytes: number): number | undefined {
    if (this.sizeBytes(path) !== sizeBytes) return undefined
    const descriptor = openSync(this.#inside(path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    if (fstatSync(descriptor).size === sizeBytes) return descriptor
    closeSync(descriptor)
    return undefined
  }

  /** Removes the file and the folders it leaves empty. */
  remove(path: string): void {
    if (this.sizeBytes(path) === undefined) return
    unlinkSync(this.#inside(path))
    const names = path.split('/')
    while (names.pop() !== undefined && names.length > 0) {
      try {
        rmdirSync(this.#inside(names.join('/')))
      } catch {
        return
      }
    }
  }

  #isFree(path: string): boolean {
    try {
      if (!this.#makeFolders(path)) return false
      return lstatSync(this.#inside(path), { throwIfNoEntry: false }) === undefined
    } catch (error) {
      // Names this file system refuses; the next candidate is plainer or shorter.
      if (hasCode(error, 'ENAMETOOLONG', 'EILSEQ', 'EINVAL')) return false
      throw error
    }
  }

  /** False when something that is not a folder is in the way. */
  #makeFolders(path: string): boolean {
    for (const folder of foldersOf(path)) {
      const absolute = this.#inside(folder)
      const stats = lstatSync(absolute, { throwIfNoEntry: false })
      if (stats === undefined) mkdirSync(absolute)
      else if (!stats.isDirectory()) return false
    }
    return true
  }

  #hasPlainFolders(path: string): boolean {
    return foldersOf(path).every((folder) => {
      return lstatSync(this.#inside(folder), { throwIfNoEntry: false })?.isDirectory() === true
    })
  }

  #inside(path: string): string {
    if (!isInside(path)) throw new Error(`'${path}' is not a path inside the bucket's folder.`)
    return join(this.#root, path)
  }
}

/** Paths come back from a file on disk: one that leads out of the folder is never used. */
export function isInside(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\\0]/.test(name))
}

function foldersOf(path: string): string[] {
  const names = path.split('/')
  return names.slice(1).map((_name, index) => names.slice(0, index + 1).join('/'))
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
