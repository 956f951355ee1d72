import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { UploadError } from '../../shared/upload-error.ts'
import { checkpointFileIn } from '../checkpoint/checkpoint-file.ts'

/** `folder` null means the program's own data folder; `from` is set while the database still has to move out of it. */
interface Place {
  folder: string | null
  from: string | null
}

/**
 * R10: in which folder the checkpoint database is. That cannot be told by the database itself, so it is written into a
 * small file in the data folder. A change holds from the next start, which takes the database along: while the program
 * runs, the database is open.
 */
export class CheckpointPlace {
  readonly #dataFolder: string
  readonly #file: string

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder
    this.#file = join(dataFolder, 'checkpoint-place.json')
  }

  /** The setting: null for the data folder. */
  get folder(): string | null {
    return this.#read().folder
  }

  /** Moves the database when another folder was chosen during the last run; answers the folder to open. */
  settle(): string {
    const { folder, from } = this.#read()
    const target = folder ?? this.#dataFolder
    if (from !== null && resolve(from) !== resolve(target)) {
      this.#translate(target, () => moveDatabase(checkpointFileIn(from), checkpointFileIn(target)))
    }
    if (from !== null) this.#write({ folder, from: null })
    return target
  }

  /** Takes another folder (null: the data folder) from the next start on. Throws `CheckpointNotWritable` (R4). */
  choose(folder: string | null): void {
    const present = this.#read()
    const target = folder ?? this.#dataFolder
    if (!isAbsolute(target)) throw notWritable(target)
    this.#translate(target, () => {
      mkdirSync(target, { recursive: true, mode: 0o700 })
      accessSync(target, constants.W_OK)
      const probe = join(target, `.stevedore-${process.pid}`)
      writeFileSync(probe, '', { flag: 'wx', mode: 0o600 })
      rmSync(probe)
    })
    // Chosen twice in one run: the database is still where it was at the start.
    this.#write({ folder, from: present.from ?? present.folder ?? this.#dataFolder })
  }

  #read(): Place {
    if (!existsSync(this.#file)) return { folder: null, from: null }
    const text = readFileSync(this.#file, 'utf8')
    try {
      const { folder, from } = JSON.parse(text) as Partial<Record<keyof Place, unknown>>
      return { folder: folderOf(folder), from: folderOf(from) }
    } catch (cause) {
      // Opening an empty database elsewhere would look as if all uploads were lost.
      throw new UploadError(
        {
          code: 'CheckpointPlaceUnreadable',
          retry: 'fatal',
          message: `${this.#file} should name the checkpoint folder and cannot be read.`,
          fromServer: false,
          params: { file: this.#file },
        },
        { cause },
      )
    }
  }

  #write(place: Place): void {
    const draft = `${this.#file}.new`
    writeFileSync(draft, JSON.stringify(place), { mode: 0o600 })
    renameSync(draft, this.#file)
  }

  #translate(target: string, body: () => void): void {
    try {
      body()
    } catch (cause) {
      throw notWritable(target, cause)
    }
  }
}

/** A path or null; anything else is a damaged file. */
function folderOf(value: unknown): string | null {
  if (value === null || (typeof value === 'string' && isAbsolute(value))) return value
  throw new Error('Not an absolute path')
}

/**
 * A database that is at the target already stays: it may hold uploads. The log moves first: it is found again beside
 * the database wherever a crash leaves the two, as this is repeated at the next start.
 */
function moveDatabase(source: string, target: string): void {
  if (!existsSync(source) || existsSync(target)) return
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  if (existsSync(`${source}-wal`)) moveFile(`${source}-wal`, `${target}-wal`)
  moveFile(source, target)
}

function moveFile(source: string, target: string): void {
  try {
    renameSync(source, target)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EXDEV') throw thrown
    const draft = `${target}.moving`
    copyFileSync(source, draft)
    renameSync(draft, target)
    rmSync(source)
  }
}

function notWritable(folder: string, cause?: unknown): UploadError {
  return new UploadError(
    {
      code: 'CheckpointNotWritable',
      retry: 'disk',
      message: `Cannot write to ${folder}.`,
      fromServer: false,
      params: { file: folder },
    },
    { cause },
  )
}
