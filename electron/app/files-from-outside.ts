import type { App } from 'electron'
import type { Start } from './start-arguments.ts'
import { filesAmong } from './start-arguments.ts'

/** Explorer starts one process per selected file; what arrives within this time is one batch. */
const gatherMs = 300

/**
 * Gathers files that reach the program from outside its window: arguments of this and of later starts, "Open with",
 * drops on the Dock. Until `deliverTo` is called they wait.
 */
export class FilesFromOutside {
  #paths: string[] = []
  #deliver: ((paths: string[]) => void) | null = null
  #timer: NodeJS.Timeout | null = null

  /** macOS sends its files before `ready`, so this must run at once. */
  listenTo(app: Pick<App, 'on'>): void {
    app.on('open-file', (event, path) => {
      event.preventDefault()
      this.add([path])
    })
  }

  addFrom(start: Start): void {
    this.add(filesAmong(start))
  }

  add(paths: readonly string[]): void {
    this.#paths.push(...paths)
    if (this.#deliver === null || this.#paths.length === 0) return
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs)
  }

  /** From now on `deliver` gets every batch, beginning with what has gathered. */
  deliverTo(deliver: (paths: string[]) => void): void {
    this.#deliver = deliver
    if (this.#paths.length > 0) this.#flush()
  }

  #flush(): void {
    this.#timer = null
    const paths = [...new Set(this.#paths)]
    this.#paths = []
    this.#deliver?.(paths)
  }
}
