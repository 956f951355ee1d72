import type Database from 'better-sqlite3'
import type { IntakeStore } from '../engine/ports/intake-store.ts'
import type { UploadStore } from '../engine/ports/upload-store.ts'
import { BatchTable } from './batch-table.ts'
import { BulkMoves } from './bulk-moves.ts'
import { asCheckpointError, isDamage } from './checkpoint-error.ts'
import { checkpointFileIn, prepareFile, setAside } from './checkpoint-file.ts'
import { claim, connect, isForeign } from './connection.ts'
import { CredentialTable } from './credential-table.ts'
import { hasDamageMark, removeDamageMark } from './damage-mark.ts'
import { CheckpointDatabase } from './database.ts'
import { DestinationTable } from './destination-table.ts'
import { EventTable } from './event-table.ts'
import { FinishedJournal } from './finished-journal.ts'
import { isSound } from './health-check.ts'
import { HistoryCleaner } from './history-cleaner.ts'
import { SqliteIntakeStore } from './intake-store.ts'
import { LogKeeper } from './log-keeper.ts'
import { LongCommands } from './long-commands.ts'
import { LongMoves } from './long-moves.ts'
import { losesRecords } from './lost-records.ts'
import { migrate, migrations, type Upgrade, userVersion } from './migrations/migrations.ts'
import { PartTable } from './part-table.ts'
import { ProgramSecretTable } from './program-secret-table.ts'
import { QueueCounter } from './queue-counter.ts'
import { QueueOrder } from './queue-order.ts'
import { QueueReader } from './queue-reader.ts'
import { keepSmallThingsInMemory } from './scratch.ts'
import { SearchIndex } from './search-index.ts'
import { Session } from './session.ts'
import { SettingTable } from './setting-table.ts'
import { SqliteUploadStore } from './upload-store.ts'
import { UploadTable } from './upload-table.ts'
import { WaitingDropTable } from './waiting-drop-table.ts'

/** Something that happened while opening and that people must be told: the sentence `notices.<kind>`. */
export interface CheckpointNotice {
  kind: 'checkpointDamaged' | 'checkpointNewer' | 'recordsLost' | 'settingReset'
  level: 'warning'
  params: Record<string, string>
}

export interface OpenCheckpointOptions {
  /** Unix milliseconds; tests hand in their own. */
  now?: () => number
  /** How long to wait for another process that has the database open. */
  busyTimeoutMs?: number
  /** Hears of each step by which a database of an earlier version is brought to this one, at its beginning and at its end. */
  onUpgrade?: (upgrade: Upgrade) => void
}

export interface OpenCheckpoint {
  /** Absolute path, or `:memory:`. */
  file: string
  notices: CheckpointNotice[]
  uploads: UploadStore
  intake: IntakeStore
  queue: QueueReader
  order: QueueOrder
  history: HistoryCleaner
  destinations: DestinationTable
  credentials: CredentialTable
  programSecrets: ProgramSecretTable
  settings: SettingTable
  drops: WaitingDropTable
  /** Folds the log into the file and releases the lock. May be called twice. */
  close(): void
}

/** Kept in memory and gone with the process (R11): what `--no-resume` uses. */
export const inMemory = ':memory:'

/**
 * Opens, or makes, the checkpoint database (R10: a folder, a file, or `:memory:`) and proves that it can be written
 * before anything starts (R4). A file that is not a sound database or is of a newer version is renamed, and `notices`
 * says so.
 *
 * Throws `UploadError`: `CheckpointInUse` while another process has it, `CheckpointDiskFull` and
 * `CheckpointNotWritable` (class `disk`) where it cannot be written.
 */
export function openCheckpoint(place: string, options: OpenCheckpointOptions = {}): OpenCheckpoint {
  const now = options.now ?? Date.now
  const file = place === inMemory ? inMemory : checkpointFileIn(place)
  try {
    const { sqlite, notices } = openOrReplace(file, options, now)
    return assemble(sqlite, file, now, notices)
  } catch (thrown) {
    throw asCheckpointError(thrown, file)
  }
}

function openOrReplace(file: string, options: OpenCheckpointOptions, now: () => number) {
  const lostRecords = file !== inMemory && losesRecords(file)
  const first = hasDamageMark(file) ? 'damaged' : tryOpen(file, options, now())
  if (typeof first !== 'string') return { sqlite: first, notices: lostRecords ? [recordsLost(file)] : [] }
  const notice: CheckpointNotice = {
    kind: first === 'newer' ? 'checkpointNewer' : 'checkpointDamaged',
    level: 'warning',
    params: { file: setAside(file, first, now()) },
  }
  removeDamageMark(file)
  const second = tryOpen(file, options, now())
  if (typeof second === 'string') throw new Error(`A fresh checkpoint at ${file} is ${second}`)
  return { sqlite: second, notices: [notice] }
}

/** What is left is sound, only older: uploads go on from it, and what the server has beyond it is found by asking. */
function recordsLost(file: string): CheckpointNotice {
  return { kind: 'recordsLost', level: 'warning', params: { file } }
}

/** The migrated and writable database, or why the file must be put aside. */
function tryOpen(
  file: string,
  { busyTimeoutMs = 1000, onUpgrade }: OpenCheckpointOptions,
  now: number,
): Database.Database | 'damaged' | 'newer' {
  if (file !== inMemory) prepareFile(file)
  let sqlite: Database.Database | null = null
  try {
    sqlite = connect(file, busyTimeoutMs)
    const fault = findFault(sqlite)
    if (fault) {
      sqlite.close()
      return fault
    }
    claim(sqlite)
    migrate(sqlite, migrations.length, onUpgrade)
    keepSmallThingsInMemory(sqlite)
    proveWritable(sqlite, now)
    return sqlite
  } catch (thrown) {
    sqlite?.close()
    if (isDamage(thrown)) return 'damaged'
    throw thrown
  }
}

function findFault(sqlite: Database.Database): 'damaged' | 'newer' | null {
  if (isForeign(sqlite)) return 'damaged'
  const version = userVersion(sqlite)
  if (version > migrations.length) return 'newer'
  if (version > 0 && !isSound(sqlite)) return 'damaged'
  return null
}

/**
 * R4: takes and gives back as much room as the next minutes of records need, so that a full disk shows now. In several
 * transactions, as one would be cut short in memory; a start that was killed between them leaves the table behind.
 */
function proveWritable(sqlite: Database.Database, now: number): void {
  sqlite.exec(`
    DROP TABLE IF EXISTS room;
    CREATE TABLE room (bytes BLOB) STRICT;
    INSERT INTO room VALUES (zeroblob(262144));
    DROP TABLE room`)
  sqlite.prepare('UPDATE session SET is_open = 1, changed_at = ?').run(now)
}

function assemble(
  sqlite: Database.Database,
  file: string,
  now: () => number,
  notices: CheckpointNotice[],
): OpenCheckpoint {
  const database = new CheckpointDatabase(sqlite, file)
  const batches = new BatchTable(database)
  const rows = new UploadTable(database)
  const parts = new PartTable(database)
  const events = new EventTable(database)
  const settings = new SettingTable(database)
  const session = new Session(database, now)
  for (const key of settings.unreadable()) {
    notices.push({ kind: 'settingReset', level: 'warning', params: { setting: key } })
  }
  const log = new LogKeeper(database)
  if (file !== inMemory) log.watch()
  const search = new SearchIndex(database)
  database.write(() => search.prepare())
  const history = new HistoryCleaner({ database, batches, uploads: rows, log, search })
  const moves = new BulkMoves(database, now)
  const order = new QueueOrder(database)
  const longMoves = new LongMoves(database, order)
  const counter = new QueueCounter(database)
  const commands = new LongCommands({
    database,
    uploads: rows,
    counter,
    moves,
    longMoves,
    history,
    log,
    search,
  })
  const journal = new FinishedJournal(database)
  journal.recover()
  return {
    file,
    notices,
    uploads: new SqliteUploadStore({
      database,
      uploads: rows,
      parts,
      events,
      moves,
      counter,
      commands,
      journal,
      now,
    }),
    intake: new SqliteIntakeStore({ database, batches, uploads: rows, events, now }),
    queue: new QueueReader({ database, batches, uploads: rows, parts, events, search }),
    order,
    history,
    destinations: new DestinationTable(database, now),
    credentials: new CredentialTable(database, now),
    programSecrets: new ProgramSecretTable(database, now),
    settings,
    drops: new WaitingDropTable(database, now),
    close() {
      log.stop()
      if (sqlite.open) writeWhatWaits(journal, history)
      session.close()
    },
  }
}

function writeWhatWaits(journal: FinishedJournal, history: HistoryCleaner): void {
  try {
    journal.fold()
    history.finishRestoring()
  } catch {
    // A disk that is full or gone must not keep the program from quitting.
  }
}
