import { create } from 'zustand'
import type { UploadRow } from '../../shared/queue.ts'
import { say } from '../language/text.ts'
import { throttled } from '../store/throttled.ts'

/** What a screen reader hears: short, polite, at most every few seconds, only about changes that matter. */
export const useAnnouncement = create<{ text: string }>(() => ({ text: '' }))

const news: { done: string[]; failed: string[] } = { done: [], failed: [] }

const speak = throttled(() => {
  const sentences = (['done', 'failed'] as const)
    .filter((kind) => news[kind].length > 0)
    .map((kind) => say(`announce.${kind}`, { count: news[kind].length, name: news[kind][0] ?? '' }))
  news.done = []
  news.failed = []
  if (sentences.length > 0) useAnnouncement.setState({ text: sentences.join(' ') })
}, 3000)

export function announce(text: string): void {
  useAnnouncement.setState({ text })
}

/** Tells of uploads that have just ended. */
export function announceChanges(rows: readonly UploadRow[], before: ReadonlyMap<number, UploadRow>): void {
  for (const row of rows) {
    if (row.status !== 'done' && row.status !== 'failed') continue
    if (before.get(row.id)?.status !== row.status) news[row.status].push(row.name)
  }
  if (news.done.length + news.failed.length > 0) speak()
}
