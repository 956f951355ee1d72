import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { QueueQuery } from '../../../shared/queue.ts'

interface Asked {
  query: QueueQuery
  answer(lines?: number): void
  /** To a search that finds at least so many rows. */
  answerAtLeast(total: number): void
  fail(): void
}

const lineCount = 100_000

/** The list's pages in a window of their own, whose main process answers when the test says so. */
async function openPages() {
  const asked: Asked[] = []
  const invoke = (name: string, query: QueueQuery) => {
    if (name !== 'queue.page') return Promise.resolve({ ok: true, value: null })
    return new Promise((resolve) => {
      asked.push({
        query,
        answer: (total = lineCount) => {
          const lines = Array.from({ length: Math.min(query.limit, total) }, (_, at) => query.offset + at + 1)
          resolve({ ok: true, value: { rows: [], total, groups: { lines, lineCount: total, batches: [] } } })
        },
        answerAtLeast: (total) => resolve({ ok: true, value: { rows: [], total, isMore: true } }),
        fail: () =>
          resolve({ ok: false, error: { code: 'Unknown', retry: 'fatal', message: '', fromServer: false } }),
      })
    })
  }
  vi.resetModules()
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {}, removeItem: () => {} })
  vi.stubGlobal('window', { stevedore: { invoke, subscribe: () => () => {} } })
  const { showRows, changeView } = await import('../../../renderer/store/queue-pages.ts')
  const { useQueueStore } = await import('../../../renderer/store/queue-store.ts')
  const offsets = () => asked.map(({ query }) => query.offset)
  const last = () => asked.at(-1)
  return { showRows, changeView, state: useQueueStore.getState, asked, offsets, last }
}

describe('the pages of the list', () => {
  beforeEach(() => vi.unstubAllGlobals())

  it('are asked for where the list is, not where it was while a page was on its way', async () => {
    const { showRows, offsets, last } = await openPages()
    showRows(0, 0)
    last()?.answer()
    await vi.waitFor(() => {
      showRows(5010, 5040)
      expect(offsets()).toEqual([0, 5000])
    })
    showRows(20_010, 20_040)
    showRows(70_010, 70_040)
    showRows(90_045, 90_055)
    expect(offsets()).toEqual([0, 5000])
    last()?.answer()
    await vi.waitFor(() => expect(offsets()).toEqual([0, 5000, 90_000]))
  })

  it('are read ahead beside the screen once it is filled, but never beyond the end of the list', async () => {
    const { showRows, offsets, last } = await openPages()
    showRows(0, 0)
    last()?.answer(180)
    await vi.waitFor(() => {
      showRows(50, 80)
      expect(offsets()).toEqual([0, 100])
    })
    last()?.answer(180)
    await vi.waitFor(() => {
      showRows(150, 179)
      expect(offsets()).toEqual([0, 100])
    })
  })

  it('stay on screen under a new filter until its first page is here', async () => {
    const { showRows, changeView, state, last } = await openPages()
    showRows(0, 0)
    last()?.answer()
    await vi.waitFor(() => expect(state().pages.get(0)?.[0]).toBe(1))
    changeView({ filter: 'done' })
    expect(state()).toMatchObject({ total: null, lineCount })
    expect(state().pages.size).toBe(1)
    last()?.answer(0)
    await vi.waitFor(() => expect(state()).toMatchObject({ total: 0, lineCount: 0 }))
  })

  it('go with the old filter when the new one cannot be read, and are not asked for again at once', async () => {
    const { showRows, changeView, state, offsets, last } = await openPages()
    showRows(0, 0)
    last()?.answer()
    await vi.waitFor(() => expect(state().lineCount).toBe(lineCount))
    changeView({ filter: 'done' })
    last()?.fail()
    await vi.waitFor(() => expect(state()).toMatchObject({ lineCount: 0 }))
    expect(state().pages.size).toBe(0)
    expect(offsets()).toEqual([0, 0])
    showRows(0, 0)
    expect(offsets()).toEqual([0, 0, 0])
  })

  it('stay as many as have been counted where a page knows of fewer, until one knows the end', async () => {
    const { showRows, changeView, state, last, offsets } = await openPages()
    changeView({ search: 'file' })
    last()?.answerAtLeast(10_100)
    await vi.waitFor(() => expect(state()).toMatchObject({ total: 10_100, isMore: true, lineCount: 10_100 }))
    showRows(9945, 9950)
    await vi.waitFor(() => expect(offsets().at(-1)).toBe(9900))
    last()?.answerAtLeast(20_000)
    await vi.waitFor(() => expect(state()).toMatchObject({ total: 20_000, isMore: true }))
    showRows(545, 550)
    await vi.waitFor(() => expect(offsets().at(-1)).toBe(500))
    last()?.answerAtLeast(10_600)
    await vi.waitFor(() => expect(state().pages.has(5)).toBe(true))
    expect(state()).toMatchObject({ total: 20_000, isMore: true, lineCount: 20_000 })
    showRows(745, 750)
    await vi.waitFor(() => expect(offsets().at(-1)).toBe(700))
    last()?.answer(15_000)
    await vi.waitFor(() => expect(state()).toMatchObject({ total: 15_000, isMore: false, lineCount: 15_000 }))
    changeView({ search: 'other' })
    last()?.answerAtLeast(400)
    await vi.waitFor(() => expect(state()).toMatchObject({ total: 400, isMore: true, lineCount: 400 }))
  })
})
