/** One line that is written over in a terminal; elsewhere (a log) it appears only when it says something new enough. */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream
  #last = ''

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  /** `step` groups texts: in a log only the first text of each step is printed. */
  show(text: string, step: string | number): void {
    if (this.#stream.isTTY) this.#stream.write(`\r\x1b[2K${text}`)
    else if (this.#last !== String(step)) this.#stream.write(`${text}\n`)
    this.#last = String(step)
  }

  /** Leaves nothing behind in a terminal. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[2K')
  }
}
