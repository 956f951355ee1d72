import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import '../support/bridge-global.ts'
import { dropFiles } from '../support/drop.ts'
import { makeDataFolder, Program } from '../support/program.ts'

const main = join(import.meta.dirname, 'tiny-main.ts')
const shared = makeDataFolder()
const preload = join(shared.path, 'preload/preload.cjs')
const env = { TINY_PRELOAD: preload }

beforeAll(() =>
  build({
    configFile: 'vite.preload.config.ts',
    logLevel: 'silent',
    build: { outDir: join(shared.path, 'preload'), emptyOutDir: true },
  }),
)
afterAll(() => shared.remove())

/** What the tiny program has seen so far. */
async function seen(page: Page): Promise<string[]> {
  const answer = await page.evaluate(() => globalThis.stevedore.invoke('app.info', undefined))
  return (answer as unknown as { log: string[] }).log
}

let folder: ReturnType<typeof makeDataFolder>
let program: Program
let page: Page

async function start(): Promise<void> {
  folder = makeDataFolder()
  program = new Program(folder.path, { main, env })
  page = await program.page()
  // The page is there a moment before the program is told and shows its window.
  await program.untilState((state) => state.windows[0]?.isVisible === true, 'the window to appear')
}

async function end(): Promise<void> {
  await program.dispose()
  folder.remove()
}

describe('a window on the stand-in', () => {
  beforeAll(start)
  afterAll(end)

  it('serves its page through protocol.handle under the policy of the answer', async () => {
    expect(await page.title()).toBe('tiny')
    expect(
      await page.evaluate(() => [(globalThis as never as { ran: boolean }).ran, 'inline' in globalThis]),
    ).toEqual([true, false])
  })

  it('runs the preload apart from the page, which sees the frozen bridge and nothing else', async () => {
    const found = await page.evaluate(() => ({
      bridge: Object.keys(globalThis.stevedore).sort(),
      frozen: Object.isFrozen(globalThis.stevedore),
      leaked: ['require', 'module', 'standInUp', 'standInDown', 'ipcRenderer'].filter(
        (name) => name in globalThis,
      ),
    }))
    expect(found).toEqual({ bridge: ['invoke', 'pathForFile', 'subscribe'], frozen: true, leaked: [] })
  })

  it('carries a request, its undefined included, and the answer', async () => {
    const request = {
      paths: ['/a', '文'],
      destinationId: 'x',
      conflictPolicy: undefined,
      nested: [{ n: 1.5 }, null],
    }
    const answer = await page.evaluate((r) => globalThis.stevedore.invoke('queue.add', r as never), request)
    expect(answer).toEqual(request)
    expect((await seen(page)).filter((line) => line.startsWith('queue.add'))).toEqual([
      'queue.add from app://ui/index.html top true',
    ])
  })

  it('brings back a failure of the handler, and one of a channel that nobody opened', async () => {
    const failed = await page.evaluate(() => globalThis.stevedore.invoke('queue.page', undefined as never))
    expect(failed).toMatchObject({ ok: false, error: { message: expect.stringContaining('no page') } })
    const unopened = await page.evaluate(() => globalThis.stevedore.invoke('queue.counts', undefined))
    expect(unopened).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('No handler registered') },
    })
  })

  it('delivers events in order, until exactly that subscription ends', async () => {
    const got = await page.evaluate(async () => {
      const heard: string[] = []
      const end = globalThis.stevedore.subscribe('notice', (notice) => heard.push(`a ${notice.kind}`))
      globalThis.stevedore.subscribe('notice', (notice) => heard.push(`b ${notice.kind}`))
      await globalThis.stevedore.invoke('queue.watch', { id: null })
      end()
      await globalThis.stevedore.invoke('queue.watch', { id: null })
      return heard
    })
    expect(got).toEqual(['a one', 'b one', 'a two', 'b two', 'b one', 'b two'])
  })

  it('gives the paths of dropped files and folders at once, and none for a file made by script', async () => {
    const file = join(folder.path, '文 件 + & #.bin')
    const directory = join(folder.path, 'a folder')
    writeFileSync(file, Buffer.alloc(5000))
    mkdirSync(directory)
    await page.evaluate(() => {
      globalThis.got = []
      addEventListener('dragover', (event) => event.preventDefault())
      addEventListener('drop', (event) => {
        event.preventDefault()
        const files = [...(event.dataTransfer?.files ?? []), new File(['x'], 'made.txt')]
        globalThis.got.push(...files.map((entry) => globalThis.stevedore.pathForFile(entry)))
      })
    })
    await dropFiles(page, [file, directory])
    await page.waitForFunction(() => globalThis.got.length > 0)
    expect(await page.evaluate(() => globalThis.got)).toEqual([file, directory, ''])
  })

  it('throws for the path of what is no file', async () => {
    await expect(page.evaluate(() => globalThis.stevedore.pathForFile('a.txt'))).rejects.toThrow(
      'expected a File',
    )
  })

  it('asks before the page leaves, and keeps it where it is', async () => {
    await page.evaluate(() => location.assign('https://example.com/away'))
    await vi.waitFor(async () => expect(await seen(page)).toContain('navigate https://example.com/away'))
    expect(await page.title()).toBe('tiny')
  })

  it('hands a window that the page opens to the handler instead', async () => {
    await page.evaluate(() => void open('https://example.com/new'))
    const { openedOutside } = await program.untilState((state) => state.openedOutside.length > 0, 'the link')
    expect(openedOutside).toEqual(['https://example.com/new'])
    expect(
      page
        .context()
        .pages()
        .filter((other) => other.url().includes('example.com')),
    ).toEqual([])
  })

  it('gives frames inside the page no bridge', async () => {
    const found = await page.evaluate(async () => {
      const frame = document.createElement('iframe')
      frame.src = '/index.html'
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
      document.body.append(frame)
      await loaded
      return 'stevedore' in (frame.contentWindow as object)
    })
    expect(found).toBe(false)
  })

  it('lets a person answer a dialog', async () => {
    const picked = page.evaluate(() => globalThis.stevedore.invoke('queue.pick', { kind: 'files' }))
    const { dialogs } = await program.untilState((state) => state.dialogs.length > 0, 'a dialog')
    expect(dialogs).toMatchObject([{ kind: 'open', options: { properties: ['openFile'] } }])
    await program.act({ do: 'answer-dialog', answer: { canceled: false, filePaths: ['/a'] } })
    expect(await picked).toEqual(['/a'])
  })

  it('clicks only tray items that are there and not grey, also in submenus', async () => {
    expect((await program.state()).tray).toMatchObject({ tooltip: 'tiny' })
    await expect(program.act({ do: 'click-tray', path: ['Grey'] })).rejects.toThrow('greyed out')
    await expect(program.act({ do: 'click-tray', path: ['Absent'] })).rejects.toThrow('No menu item "Absent"')
    await program.act({ do: 'click-tray', path: ['More', 'Tell'] })
    expect((await program.state()).notifications).toMatchObject([{ title: 'T', body: 'B' }])
  })
})

describe('a program on the stand-in', () => {
  beforeEach(start)
  afterEach(end)

  it('asks before it closes, hides, and comes back from the tray with its page as it was', async () => {
    await page.evaluate(() => {
      globalThis.got = ['kept']
    })
    await program.act({ do: 'close-window' })
    await program.untilState((state) => state.windows[0]?.isVisible === false, 'the window to hide')
    await program.act({ do: 'click-tray', path: ['Show'] })
    await program.untilState((state) => state.windows[0]?.isVisible === true, 'the window to show')
    expect(await page.evaluate(() => globalThis.got)).toEqual(['kept'])
  })

  it('forwards a second start and ends it', async () => {
    const second = new Program(folder.path, { main, args: ['b.mov'], cwd: folder.path, env })
    expect(await second.exited()).toBe(7)
    await vi.waitFor(async () =>
      expect(await seen(page)).toContain(`second ${JSON.stringify({ argv: ['b.mov'], cwd: folder.path })}`),
    )
  })

  it('keeps running when a window refuses to close, and quits in order when it agrees', async () => {
    await program.act({ do: 'quit' })
    await vi.waitFor(async () => expect(await seen(page)).toContain('close'))
    await page.evaluate(() => globalThis.stevedore.invoke('settings.set', {}))
    expect(await program.quit()).toBe(0)
    expect(program.output.trim().split('\n').at(-1)).toMatch(/before-quit close will-quit quit$/)
  })

  it('quits in order on SIGTERM', async () => {
    await page.evaluate(() => globalThis.stevedore.invoke('settings.set', {}))
    program.child.kill('SIGTERM')
    expect(await program.exited()).toBe(0)
  })

  it('takes its Chromium along when it is killed, and starts again on the same folder', async () => {
    await program.kill()
    program = new Program(folder.path, { main, env })
    expect(await (await program.page()).title()).toBe('tiny')
  })

  it('lets its window be closed by the browser itself', async () => {
    await page.evaluate(() => globalThis.stevedore.invoke('settings.set', {}))
    await page.close()
    await program.untilState((state) => state.windows.length === 0, 'the window to go')
  })
})
