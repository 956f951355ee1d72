import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, CDPSession } from 'playwright-core'

/** Longer ones are felt: a frame that comes late, a key that hangs. */
const longMs = 50

/**
 * What the page's main thread did while something was done. Wall time counts what other programs took of the processor
 * meanwhile, the thread's own processor time does not.
 */
export interface MainThread {
  tasks: number
  over50MsWall: number
  over50MsProcessor: number
  longestWallMs: number
  longestProcessorMs: number
}

/** Times in microseconds; the ones that begin with `t` are of the thread's processor time. */
export interface TraceEvent {
  name: string
  pid: number
  tid: number
  ts: number
  tts?: number
  dur?: number
  tdur?: number
  args?: { name?: string; elementCount?: number; data?: { message?: string } }
}

const categories = ['toplevel', 'devtools.timeline', '__metadata']

/** Traces Chromium while `act` runs. The trace goes to `folder` as `NAME.json`, which chrome://tracing and Perfetto read. */
export async function traceOf(
  browser: Browser,
  name: string,
  folder: string | null,
  act: () => Promise<void>,
): Promise<TraceEvent[]> {
  const session = await browser.newBrowserCDPSession()
  await session.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { includedCategories: categories, traceBufferSizeInKb: 400 * 1024 },
  })
  await act()
  const trace = await endOf(session)
  await session.detach()
  if (folder !== null) await writeFile(join(folder, `${name}.json`), trace)
  return (JSON.parse(trace) as { traceEvents: TraceEvent[] }).traceEvents
}

async function endOf(session: CDPSession): Promise<string> {
  const completed = new Promise<{ stream?: string; dataLossOccurred: boolean }>((resolve) => {
    session.once('Tracing.tracingComplete', resolve)
  })
  await session.send('Tracing.end')
  const { stream, dataLossOccurred } = await completed
  if (stream === undefined || dataLossOccurred) throw new Error('The trace is not whole')
  const pieces: string[] = []
  for (;;) {
    const { data, eof } = await session.send('IO.read', { handle: stream })
    pieces.push(data)
    if (eof) break
  }
  await session.send('IO.close', { handle: stream })
  return pieces.join('')
}

/** The thread of the page that had most to do; other pages of the browser stand still. */
export function mainThreadOf(events: readonly TraceEvent[]): MainThread {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  )
  const byThread = Map.groupBy(
    events.filter((event) => event.name === 'ThreadControllerImpl::RunTask' && mains.has(threadOf(event))),
    threadOf,
  )
  const [tasks] = [...byThread.values()].sort((a, b) => b.length - a.length)
  if (tasks === undefined) throw new Error('The trace holds no tasks')
  const wall = tasks.map(({ dur = 0 }) => dur / 1000)
  const processor = tasks.map(({ tdur = 0 }) => tdur / 1000)
  return {
    tasks: tasks.length,
    over50MsWall: wall.filter((ms) => ms > longMs).length,
    over50MsProcessor: processor.filter((ms) => ms > longMs).length,
    longestWallMs: Math.round(wall.reduce((most, ms) => Math.max(most, ms), 0)),
    longestProcessorMs: Math.round(processor.reduce((most, ms) => Math.max(most, ms), 0)),
  }
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid}:${tid}`
}
