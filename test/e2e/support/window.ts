import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { vi } from 'vitest'
import type { CommandName, Request, Response } from '../../../shared/ipc.ts'
import { messages } from '../../../shared/locales/messages.ts'
import type { UploadRow } from '../../../shared/queue.ts'
import type { UploadStatus } from '../../../shared/upload-state.ts'
import './bridge-global.ts'
import { dropFiles } from './drop.ts'

const screenshots = join(import.meta.dirname, '../../../screenshots/e2e')
const words = messages.en.window
type RowAction = keyof typeof words.action

/** The program's window as a person uses it, and the bridge behind it for what a test only wants to know. */
export class Window {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Through the window's own bridge; throws what the program refuses. */
  async call<K extends CommandName>(name: K, request: Request<K>): Promise<Response<K>> {
    const answer = await this.page.evaluate(
      ([command, input]) => globalThis.stevedore.invoke(command, input as never),
      [name, request] as const,
    )
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
    return answer.value as Response<K>
  }

  /** Drops files and folders on the list. */
  drop(paths: readonly string[]): Promise<void> {
    return dropFiles(this.page, paths)
  }

  /** The row of an upload; the heading of its batch may say the same name. */
  row(name: string): Locator {
    const heading = this.page.locator('[aria-expanded]')
    return this.page.getByRole('row').filter({ hasText: name }).filter({ hasNot: heading })
  }

  /** Clicks one of the actions that a row shows under the pointer. */
  async act(name: string, action: RowAction): Promise<void> {
    const row = this.row(name)
    await row.hover()
    const label = words.action.of.replace('{{action}}', words.action[action]).replace('{{name}}', name)
    await row.getByRole('button', { name: label, exact: true }).click()
  }

  /** Waits until the list itself says so, then answers the row behind it. */
  async untilShown(name: string, status: keyof typeof words.status): Promise<UploadRow> {
    await this.row(name).getByText(words.status[status]).first().waitFor({ timeout: 60_000 })
    return this.upload(name)
  }

  async upload(name: string): Promise<UploadRow> {
    const found = (await this.uploads()).find((row) => row.name === name)
    if (found === undefined) throw new Error(`There is no row "${name}"`)
    return found
  }

  async uploads(): Promise<UploadRow[]> {
    const { rows } = await this.call('queue.page', {
      filter: 'all',
      search: '',
      sort: 'added',
      descending: false,
      offset: 0,
      limit: 500,
    })
    return rows
  }

  async until(name: string, isReached: (row: UploadRow) => boolean, what: string): Promise<UploadRow> {
    return vi.waitFor(
      async () => {
        const row = await this.upload(name)
        if (!isReached(row)) throw new Error(`Still waiting for ${what}: ${JSON.stringify(row)}`)
        return row
      },
      { timeout: 60_000, interval: 50 },
    )
  }

  untilStatus(name: string, status: UploadStatus): Promise<UploadRow> {
    return this.until(name, (row) => row.status === status, `"${status}"`)
  }

  /** For people to look at; never compared. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true })
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) })
  }
}
