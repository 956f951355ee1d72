import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Bodies on their way in. Nothing here is an object or a part; what a crash leaves is removed at the next start. */
export class TemporaryFiles {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  newName(): string {
    return randomBytes(12).toString('hex')
  }

  pathOf(name: string): string {
    if (!/^[0-9a-f]{24}$/.test(name)) throw new Error(`'${name}' is not the name of a temporary file.`)
    return join(this.#folder, name)
  }

  async discard(name: string): Promise<void> {
    await rm(this.pathOf(name), { recursive: true, force: true })
  }

  removeAll(): void {
    for (const name of readdirSync(this.#folder))
      rmSync(join(this.#folder, name), { recursive: true, force: true })
  }
}
