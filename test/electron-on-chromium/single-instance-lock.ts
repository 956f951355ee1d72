import { randomUUID } from 'node:crypto'
import {
  type FSWatcher,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

interface Start {
  argv: string[]
  cwd: string
  data: unknown
}

/**
 * One program per user-data folder. All of it is synchronous, because a second start ends right after it asked: its
 * arguments are left as a file for the first one, which watches the folder.
 */
export class InstanceLock {
  readonly #lockFile: string
  readonly #inbox: string
  #watcher: FSWatcher | null = null

  /** Null when another living process holds the folder; `start` is handed to it. */
  static claim(userData: string, start: Start): InstanceLock | null {
    const inbox = join(userData, 'second-starts')
    const lockFile = join(userData, 'instance.lock')
    mkdirSync(inbox, { recursive: true })
    if (takeOver(lockFile)) {
      for (const left of readdirSync(inbox)) rmSync(join(inbox, left), { force: true })
      return new InstanceLock(lockFile, inbox)
    }
    const message = join(inbox, randomUUID())
    writeFileSync(`${message}.part`, JSON.stringify(start))
    renameSync(`${message}.part`, `${message}.json`)
    return null
  }

  private constructor(lockFile: string, inbox: string) {
    this.#lockFile = lockFile
    this.#inbox = inbox
  }

  onSecondStart(listener: (start: Start) => void): void {
    const read = () => {
      for (const name of readdirSync(this.#inbox).filter((entry) => entry.endsWith('.json'))) {
        const file = join(this.#inbox, name)
        const start: Start = JSON.parse(readFileSync(file, 'utf8'))
        rmSync(file)
        listener(start)
      }
    }
    this.#watcher = watch(this.#inbox, read)
    this.#watcher.unref()
    read()
  }

  release(): void {
    this.#watcher?.close()
    rmSync(this.#lockFile, { force: true })
  }
}

/** True when the lock file now names this process. */
function takeOver(lockFile: string): boolean {
  const own = `${lockFile}.${process.pid}`
  writeFileSync(own, JSON.stringify({ pid: process.pid, startedAt: startTimeOf(process.pid) }))
  try {
    for (;;) {
      try {
        // A link fails when the name is taken, so two starts at the same time cannot both win.
        linkSync(own, lockFile)
        return true
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      if (isHeld(lockFile)) return false
      rmSync(lockFile, { force: true })
    }
  } finally {
    unlinkSync(own)
  }
}

function isHeld(lockFile: string): boolean {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(lockFile, 'utf8'))
    process.kill(pid, 0)
    return startTimeOf(pid) === startedAt
  } catch {
    return false
  }
}

/** Tells a process from a later one with the same number, where the system offers it (Linux); empty elsewhere. */
function startTimeOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name, in brackets, may hold spaces; the start time is the 20th field after it.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
