import { beforeAll, describe, expect, it } from 'vitest'
import { i18n, startI18n } from '../../../renderer/language/i18n.ts'
import { say } from '../../../renderer/language/text.ts'
import { formatsFor } from '../../../renderer/language/use-format.ts'
import { describeState } from '../../../renderer/queue/describe-state.ts'
import { actionsFor, keptBytes } from '../../../renderer/queue/row-state.ts'
import { type UploadStatus, uploadStatuses, waitingCauses } from '../../../shared/upload-state.ts'
import { connectionReset, MiB, makeUpload } from '../fake/fake-rows.ts'

const rowWith = (patch: Parameters<typeof makeUpload>[1]) => makeUpload(1, patch).row

describe('actionsFor', () => {
  const expected: Record<UploadStatus, string[]> = {
    queued: ['pause', 'cancel'],
    uploading: ['pause', 'cancel'],
    pausing: ['resume', 'cancel'],
    paused: ['resume', 'cancel'],
    waiting: ['pause', 'retry', 'cancel'],
    retrying: ['pause', 'cancel'],
    completing: ['pause', 'cancel'],
    verifying: ['pause', 'cancel'],
    done: ['remove'],
    skipped: ['again', 'remove'],
    failed: ['retry', 'cleanUp', 'remove'],
    cleaning: [],
    'cancelled-kept': ['continue', 'cleanUp', 'remove'],
    'cancelled-clean': ['again', 'remove'],
  }

  it.each(uploadStatuses)('offers what the state table allows for %s', (status) => {
    expect(actionsFor(rowWith({ status, confirmedBytes: MiB }))).toEqual(expected[status])
  })

  it('does not offer to clean up what left nothing behind', () => {
    expect(actionsFor(rowWith({ status: 'failed' }))).toEqual(['retry', 'remove'])
  })

  it('counts bytes of unfinished objects only', () => {
    expect(
      keptBytes([
        rowWith({ status: 'done', confirmedBytes: 5 }),
        rowWith({ status: 'paused', confirmedBytes: 3 }),
        rowWith({ status: 'failed', confirmedBytes: 4 }),
      ]),
    ).toBe(7)
  })
})

describe.each(['en', 'zh-CN'] as const)('describeState in %s', (language) => {
  const now = 1_000_000
  const describeRow = (patch: Parameters<typeof makeUpload>[1]) =>
    describeState(rowWith(patch), say, formatsFor(language), now)

  beforeAll(async () => {
    startI18n(language)
    await i18n.changeLanguage(language)
  })

  it('has words for every status and every cause of waiting', () => {
    const words = [
      ...uploadStatuses.map((status) => describeRow({ status })),
      ...waitingCauses.map((waitingFor) => describeRow({ status: 'waiting', waitingFor })),
    ].flatMap(({ word, details }) => [word, ...details])
    for (const text of words) expect(text).not.toMatch(/^\w+\.\w+|\{\{/)
  })

  it('tells a proxy that wants a password from a key that is wrong', () => {
    const waiting = (code: string) =>
      describeRow({
        status: 'waiting',
        waitingFor: 'credentials',
        reason: {
          code,
          retry: 'auth',
          message: '',
          fromServer: false,
          params: { proxy: 'proxy.example:3128', schemes: 'Basic' },
        },
      })
    const { word, details } = waiting('ProxyAuthenticationRequired')
    expect(word).toBe(language === 'en' ? 'Proxy wants a password' : '代理要求输入密码')
    expect(waiting('ProxyPasswordLocked').word).toBe(word)
    expect(waiting('InvalidAccessKeyId').word).not.toBe(word)
    // Where to enter it.
    expect(details.join(' ')).toContain(language === 'en' ? 'Network' : '网络')
  })

  it('says the attempt and when it comes, before the reason', () => {
    const { details } = describeRow({
      status: 'retrying',
      reason: connectionReset,
      attempt: 3,
      nextTryAt: now + 3600,
    })
    expect(details[0]).toBe(language === 'en' ? 'try 3 in 4s' : '4秒后第 3 次尝试')
    expect(details).toHaveLength(2)
  })

  it('says that it tries now when the time has come', () => {
    const { details } = describeRow({ status: 'waiting', waitingFor: 'network', nextTryAt: now - 1 })
    expect(details).toEqual([language === 'en' ? 'trying now' : '正在重试'])
  })
})
