import type { UploadRow } from '../../shared/queue.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import type { WaitingCause } from '../../shared/upload-state.ts'
import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'
import type { Engine } from '../engine/ports/engine.ts'
import type { Notice } from './report/reporter.ts'
import type { Words } from './words.ts'

/** A file that somebody else has locked may hold up the end of a run this long, once nothing else is left. */
const fileGraceMs = 60_000
const sayAgainAfterMs = 60_000

/** Why a run ended although uploads are left. */
export type Halt = { kind: 'credentials' | 'unreachable'; error: UploadErrorData } | { kind: 'files' }

export interface Patience {
  /** False ends a run that cannot go on now, instead of waiting. */
  waits: boolean
  /** The program can fetch other credentials by itself; those of the environment stay what they are. */
  renewsCredentials: boolean
}

/** Knows what a run waits for, says so, and decides when waiting makes no sense in a terminal. */
export class RunWaits {
  readonly #queue: OpenCheckpoint['queue']
  readonly #commandId: string
  readonly #words: Words
  readonly #notify: (notice: Notice) => void
  readonly #patience: Patience
  #onChange = () => {}
  #said: { code: string; at: number } | null = null

  constructor(
    queue: OpenCheckpoint['queue'],
    commandId: string,
    words: Words,
    notify: (notice: Notice) => void,
    patience: Patience,
  ) {
    this.#patience = patience
    this.#queue = queue
    this.#commandId = commandId
    this.#words = words
    this.#notify = notify
  }

  /** Rows of the run have changed. */
  changed(rows: readonly UploadRow[]): void {
    for (const row of rows) {
      if (row.status === 'waiting' && row.reason !== null) this.#sayWaiting(row, row.reason)
      if (row.confirmedBytes > 0 && row.status === 'uploading') this.#sayBack()
    }
    this.#onChange()
  }

  /** Resolves when nothing is left (null), or when what is left cannot go on without a person. */
  async untilSettled(engine: Engine): Promise<Halt | null> {
    const { waits, renewsCredentials } = this.#patience
    let fileWaitSince: number | null = null
    for (;;) {
      await engine.idle()
      const { rows, total } = this.#left()
      if (total === 0) return null
      const of = (cause: WaitingCause) => rows.find((row) => row.waitingFor === cause)?.reason ?? null
      const refused = of('credentials')
      if (refused !== null && !(waits && renewsCredentials)) return { kind: 'credentials', error: refused }
      const offline = of('network')
      // What is trusted was given with the command: another answer needs another command.
      const isUntrusted = offline?.code.startsWith('Certificate') === true
      if (offline !== null && (isUntrusted || !waits)) return { kind: 'unreachable', error: offline }

      const isOnlyFiles = rows.every((row) => row.waitingFor === 'file')
      if (!isOnlyFiles) fileWaitSince = null
      else fileWaitSince ??= Date.now()
      const restMs = fileWaitSince === null ? sayAgainAfterMs : fileWaitSince + fileGraceMs - Date.now()
      if (restMs <= 0) return { kind: 'files' }
      await this.#change(restMs)
    }
  }

  #left() {
    return this.#queue.page({
      filter: 'waiting',
      destinationId: this.#commandId,
      search: '',
      sort: 'status',
      descending: false,
      offset: 0,
      limit: 500,
    })
  }

  #change(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, atMostMs)
      this.#onChange = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #sayWaiting(row: UploadRow, error: UploadErrorData): void {
    // A thousand files wait for the same network: it is said once, and again after a while.
    const isNews = this.#said?.code !== error.code || Date.now() - this.#said.at > sayAgainAfterMs
    const isForCredentials = row.waitingFor === 'credentials'
    if (!isNews || (isForCredentials && !(this.#patience.waits && this.#patience.renewsCredentials))) return
    this.#said = { code: error.code, at: Date.now() }
    const { sentence, nextStep } = this.#words.explain(error)
    // Here the person can do something about it meanwhile.
    const reason = isForCredentials && nextStep !== null ? `${sentence} ${nextStep}` : sentence
    if (row.nextTryAt === null) {
      this.#notify({ key: 'noteWaitingSoon', values: { reason }, isDetail: false })
    } else {
      const time = new Date(row.nextTryAt).toLocaleTimeString(this.#words.language)
      this.#notify({ key: 'noteWaiting', values: { reason, time }, isDetail: false })
    }
  }

  #sayBack(): void {
    if (this.#said === null) return
    this.#said = null
    this.#notify({ key: 'noteBack', values: {}, isDetail: false })
  }
}
