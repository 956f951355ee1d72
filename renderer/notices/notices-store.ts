import { Toast } from '@base-ui/react/toast'
import { create } from 'zustand'
import type { Events } from '../../shared/ipc.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import { sentenceFor } from '../language/open-keys.ts'
import { say } from '../language/text.ts'

type Notice = Events['notice']

/** Warnings and errors stay as a line above the list until they are dismissed; one line per kind, however often it comes. */
export const useBannerStore = create<{ banners: readonly Notice[] }>(() => ({ banners: [] }))

export interface ToastData {
  /** Adds a button that copies the details. */
  error?: UploadErrorData
  /** Adds a button; the message goes when it is pressed. */
  action?: { label: string; run: () => void }
}

/** Short messages that go by themselves. */
export const toasts = Toast.createToastManager<ToastData>()

/** The sentence of a notice; its bare kind and values where nobody has written one, so that nothing is silent. */
export function noticeText(notice: Notice): string {
  const text = sentenceFor('app', `notices.${notice.kind}`, notice.params)
  if (text !== null) return text
  const values = Object.entries(notice.params).map(([name, value]) => `${name}: ${value}`)
  return say('notices.unknown', { kind: notice.kind, values: values.join(', ') })
}

export function showNotice(notice: Notice): void {
  if (notice.level === 'info') {
    toasts.add({ title: noticeText(notice) })
    return
  }
  useBannerStore.setState(({ banners }) => ({
    banners: [...banners.filter(({ kind }) => kind !== notice.kind), notice],
  }))
}

export function dismissBanner(kind: string): void {
  useBannerStore.setState(({ banners }) => ({ banners: banners.filter((banner) => banner.kind !== kind) }))
}
