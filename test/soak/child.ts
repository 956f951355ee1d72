import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of the soak: started with one JSON argument, ended with SIGKILL, and gone with its parent. */
export class Child {
  readonly #process: ChildProcess
  readonly #exited: Promise<number | null>
  #output = ''

  constructor(script: 'uploader-process.ts' | 'bucket-process.ts', job: object) {
    const path = fileURLToPath(new URL(script, import.meta.url))
    this.#process = spawn(process.execPath, [path, JSON.stringify(job)], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process.stdout?.on('data', (chunk) => this.#keep(chunk))
    this.#process.stderr?.on('data', (chunk) => this.#keep(chunk))
    this.#exited = new Promise((resolve) => this.#process.once('close', (code) => resolve(code)))
  }

  /** The last of what it printed. */
  get output(): string {
    return this.#output
  }

  /** The exit code; null after a kill. */
  get exited(): Promise<number | null> {
    return this.#exited
  }

  /** Resolves once it has printed `text`; rejects when it ends before. */
  async says(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      const moved = new Promise<'moved'>((resolve) =>
        this.#process.stdout?.once('data', () => resolve('moved')),
      )
      const next = await Promise.race([moved, this.#exited])
      if (next !== 'moved' && !this.#output.includes(text)) throw new Error(`It ended early: ${this.#output}`)
    }
  }

  /** SIGKILL; resolves when the system has taken everything back. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exited
  }

  #keep(chunk: Buffer): void {
    this.#output = (this.#output + chunk).slice(-20_000)
  }
}
