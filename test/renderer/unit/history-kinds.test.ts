import { describe, expect, it } from 'vitest'
import type { HistoryKind, HistoryKinds } from '../../../electron/engine/history-kinds.ts'
import { historyText } from '../../../renderer/details/history-text.ts'
import { i18n, startI18n } from '../../../renderer/language/i18n.ts'
import { formatsFor } from '../../../renderer/language/use-format.ts'

/** One entry of every kind; a kind that the engine gains does not compile until it is here. */
const entries: HistoryKinds = {
  started: { parts: 12, partSizeBytes: 8_388_608, sizeBytes: 100_000_000 },
  resumed: { keptParts: 5, keptBytes: 41_943_040, partsToSend: 7 },
  'checkpoint-adopted': {},
  'parts-forgotten': { parts: 2, reason: 'missing' },
  'parts-proved': { parts: 1, bytes: 8_388_608 },
  'parts-unverified': { parts: 3, action: 'oss:ListParts' },
  'unverified-wrong': { confirmedBytes: 1024 },
  'existence-unknown': { action: 'oss:GetObject' },
  'checkpoint-damaged': { parts: 3 },
  'file-changed': { confirmedBytes: 1024 },
  'upload-id-gone': { multipartUploadId: 'ID', confirmedBytes: 1024 },
  'foreign-parts': { multipartUploadId: 'ID' },
  'renamed-in-drop': { from: 'a.txt', to: 'a (2).txt' },
  'start-over-asked': { confirmedBytes: 1024 },
  'orphan-adopted': { multipartUploadId: 'ID', parts: 3, bytes: 3072 },
  'object-differs': { local: '1', remote: '2' },
  'resume-off': {},
  'multipart-adopted': { multipartUploadId: 'ID' },
  'part-retry': { partNumber: 12, attempt: 2, code: 'ConnectionReset', delayMs: 4000, requestId: '' },
  retry: {
    operation: 'CompleteMultipartUpload',
    attempt: 2,
    code: 'InternalError',
    delayMs: 900,
    requestId: 'R',
  },
  waiting: { cause: 'network', code: 'Offline' },
  paused: { confirmedBytes: 1024 },
  'completion-unclear': { code: 'ConnectionReset' },
  'found-complete': {},
  renamed: { from: 'a.txt', to: 'a (1).txt' },
  skipped: { reason: 'exists' },
  'callback-failed': { code: 'CallbackFailed' },
  done: { sizeBytes: 100_000_000, resentBytes: 0 },
  failed: { code: 'AccessDenied' },
  cancelled: { mode: 'keep' },
  cleaned: { multipartUploadId: 'ID' },
  'cleaned-after-complete': { objectKey: 'a.txt' },
  'abort-failed': { multipartUploadId: 'ID', code: 'AccessDenied' },
}

describe.each(['en', 'zh-CN'] as const)('history in %s', (language) => {
  it.each(Object.keys(entries) as HistoryKind[])('says %s in a sentence', async (kind) => {
    startI18n(language)
    await i18n.changeLanguage(language)
    const text = historyText({ at: 0, kind, data: { ...entries[kind] } }, formatsFor(language))
    expect(text).not.toMatch(/\{\{|\}\}|^events\./)
    expect(text.startsWith(kind)).toBe(false)
    expect(text.length).toBeGreaterThan(3)
  })

  it('shows a kind nobody has written about with its values', async () => {
    startI18n(language)
    await i18n.changeLanguage(language)
    expect(historyText({ at: 0, kind: 'newKind', data: { parts: 3 } }, formatsFor(language))).toBe(
      'newKind parts: 3',
    )
  })
})
