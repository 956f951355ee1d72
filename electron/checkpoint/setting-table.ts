import { inspect } from 'node:util'
import type { Statement } from 'better-sqlite3'
import * as v from 'valibot'
import { defaultSettings, type Settings, settingRanges, settingsSchema } from '../../shared/settings.ts'
import { UploadError } from '../../shared/upload-error.ts'
import type { CheckpointDatabase } from './database.ts'

/** Characters of a refused value that a message repeats. */
const longestShown = 100

interface Row {
  key: string
  value: string
}

/** Table `settings`: one row per key that differs from, or once differed from, its default. */
export class SettingTable {
  readonly #database: CheckpointDatabase
  readonly #all: Statement<[], Row>
  readonly #save: Statement<[string, string]>

  constructor(database: CheckpointDatabase) {
    this.#database = database
    this.#all = database.sqlite.prepare('SELECT key, value FROM settings')
    this.#save = database.sqlite.prepare(
      'INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    )
  }

  /** All settings; a value that cannot be read is its default. */
  load(): Settings {
    return this.#database.read(() => {
      const stored = this.#all.all().flatMap((row) => {
        const parsed = parseSetting(row)
        return parsed === null || !parsed.success ? [] : [[row.key, parsed.output]]
      })
      return { ...defaultSettings, ...Object.fromEntries(stored) }
    })
  }

  /** Keys whose stored value cannot be used. Keys of other versions are none of our business. */
  unreadable(): string[] {
    return this.#database.read(() =>
      this.#all
        .all()
        .filter((row) => parseSetting(row)?.success === false)
        .map((row) => row.key),
    )
  }

  /** Saves what is given, all or nothing. Throws `SettingOutOfRange` with the range (R7), or `SettingInvalid`. */
  save(change: Partial<Settings>): Settings {
    for (const [key, value] of Object.entries(change)) refuseInvalid(key, value)
    this.#database.write(() => {
      for (const [key, value] of Object.entries(change)) {
        if (value !== undefined) this.#save.run(key, JSON.stringify(value))
      }
    })
    return this.load()
  }
}

function isSetting(key: string): key is keyof Settings {
  return Object.hasOwn(settingsSchema.entries, key)
}

/** Null for a key that is not a setting of this version. */
function parseSetting(row: Row) {
  if (!isSetting(row.key)) return null
  let value: unknown
  try {
    value = JSON.parse(row.value)
  } catch {
    // `undefined` is no valid value of any setting.
  }
  return v.safeParse(settingsSchema.entries[row.key], value)
}

function refuseInvalid(key: string, value: unknown): void {
  if (value === undefined) return
  if (isSetting(key) && v.is(settingsSchema.entries[key], value)) return
  const range = Object.entries(settingRanges).find(([name]) => name === key)?.[1]
  // What is no proxy address may hold the password of one.
  const shown = key === 'proxyAddress' ? '…' : shortly(value)
  throw new UploadError(
    range
      ? {
          code: 'SettingOutOfRange',
          retry: 'fatal',
          message: `${key} must be a whole number from ${range[0]} to ${range[1]}; got ${shown}.`,
          fromServer: false,
          params: { setting: key, min: range[0], max: range[1], value: shown },
        }
      : {
          code: 'SettingInvalid',
          retry: 'fatal',
          message: `${key} cannot be ${shown}.`,
          fromServer: false,
          params: { setting: key, value: shown },
        },
  )
}

/** A refused value as a person may read it, whatever was sent and however long it is. */
function shortly(value: unknown): string {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  const text = isPlain
    ? JSON.stringify(value)
    : inspect(value, { depth: 1, maxArrayLength: 5, breakLength: Infinity })
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
