import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'

/** Memory of the page's process, Chromium's own part of it included. */
export interface WindowMemory {
  /** All pages in memory, also those of the program file, which every process of the browser shares. */
  residentMiB: number
  /** Shared pages counted by the share of each process that uses them. */
  proportionalMiB: number
  /** What would be free if the window were closed. */
  privateMiB: number
  /** The most there was of what is no part of a file, while something was done. */
  ownPeakMiB: number
}

/** Process id of the renderer that has worked most: other pages of the browser are empty. */
export async function rendererProcess(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const [busiest] = processInfo
    .filter(({ type }) => type === 'renderer')
    .sort((a, b) => b.cpuTime - a.cpuTime)
  if (busiest === undefined) throw new Error('There is no renderer process')
  return busiest.id
}

/** Does `act`, and tells the memory after it and its peak meanwhile, read four times a second. Null where it cannot be read. */
export async function memoryAfter(processId: number, act: () => Promise<void>): Promise<WindowMemory | null> {
  let ownPeak = 0
  const look = async () => {
    const read = figuresOf(await readFile(`/proc/${processId}/status`, 'utf8'))
    ownPeak = Math.max(ownPeak, read('RssAnon') + read('RssShmem'))
  }
  if (process.platform !== 'linux') {
    await act()
    return null
  }
  const timer = setInterval(() => void look(), 250)
  await act().finally(() => clearInterval(timer))
  await look()
  const read = figuresOf(await readFile(`/proc/${processId}/smaps_rollup`, 'utf8'))
  return {
    residentMiB: Math.round(read('Rss')),
    proportionalMiB: Math.round(read('Pss')),
    privateMiB: Math.round(read('Private_Clean') + read('Private_Dirty')),
    ownPeakMiB: Math.round(ownPeak),
  }
}

/** MiB by name, from lines like `Rss:   1024 kB`. */
function figuresOf(text: string): (name: string) => number {
  return (name) => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)
    if (!found) throw new Error(`The system does not tell ${name}`)
    return Number(found[1]) / 1024
  }
}
