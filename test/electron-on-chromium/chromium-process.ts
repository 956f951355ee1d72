import { mkdirSync, readlinkSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { type BrowserContext, chromium } from 'playwright-core'

export interface ChromiumOptions {
  executable: string
  /** Chromium's own files; kept from start to start, as Electron's session data is. */
  profile: string
  headed: boolean
  /** Opens a debugging port on this computer for tests. */
  withDebugPort: boolean
  size: { width: number; height: number }
}

const profileWaitMs = 10_000

/** One Chromium with one window, without tabs or address bar where it is shown. Ends with this process. */
export async function launchChromium(options: ChromiumOptions): Promise<BrowserContext> {
  mkdirSync(options.profile, { recursive: true })
  rmSync(join(options.profile, 'DevToolsActivePort'), { force: true })
  await profileIsFree(options.profile)
  return chromium
    .launchPersistentContext(options.profile, {
      executablePath: options.executable,
      headless: !options.headed,
      viewport: null,
      colorScheme: null,
      reducedMotion: null,
      forcedColors: null,
      contrast: null,
      acceptDownloads: false,
      // Signals belong to the program: it decides what a SIGTERM means.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        // One window without tabs and address bar.
        '--app=data:text/html,<title>Stevedore</title>',
        '--hide-crash-restore-bubble',
        `--window-size=${options.size.width},${options.size.height}`,
        // Chromium refuses its sandbox to root, and would say so in a bar across the window.
        ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
        ...(options.withDebugPort ? ['--remote-debugging-port=0'] : []),
        '--disable-gpu',
        '--no-first-run',
        '--no-default-browser-check',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
      ],
      // A start page of its own would open as a second window, with tabs, beside the one without.
      ignoreDefaultArgs: ['--enable-automation', 'about:blank'],
    })
    .catch((error: Error) => {
      throw new ChromiumFailure(options.executable, stripVTControlCharacters(error.message))
    })
}

/** The browser could not be started at all; says so in what it wrote itself, not in a page of options. */
export class ChromiumFailure extends Error {
  constructor(executable: string, report: string) {
    const said = [...report.matchAll(/\[err\] (?:\[[^\]]*\] ?)?(.+)/g)].map((match) => match[1] ?? '')
    const reason =
      said.find((line) => /missing|failed|cannot|error|sandbox/i.test(line)) ?? report.split('\n')[0]
    super(`${executable} could not be started: ${reason}`)
  }
}

/** `http://127.0.0.1:PORT` of a Chromium launched with a debugging port. */
export async function debugAddress(profile: string): Promise<string> {
  const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8')
  return `http://127.0.0.1:${text.split('\n')[0]}`
}

/**
 * After the main process was killed, its Chromium needs a moment to notice and go. A new one on the same profile would
 * hand its window over to the dying one.
 */
async function profileIsFree(profile: string): Promise<void> {
  const deadline = Date.now() + profileWaitMs
  for (let owner = ownerOf(profile); owner !== null && isAlive(owner); owner = ownerOf(profile)) {
    if (Date.now() > deadline) {
      throw new Error(`Another Chromium (process ${owner}) is using ${profile}. End it, then start again.`)
    }
    await wait(50)
  }
}

/** Chromium marks a profile in use by a link `SingletonLock` → `host-pid` (not on Windows). */
function ownerOf(profile: string): number | null {
  try {
    const pid = Number(readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1))
    return Number.isInteger(pid) ? pid : null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
