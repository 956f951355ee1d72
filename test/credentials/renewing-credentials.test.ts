import { describe, expect, it } from 'vitest'
import { RenewingCredentials } from '../../electron/credentials/renewing-credentials.ts'
import type { Credentials } from '../../electron/oss/credentials.ts'

const minute = 60_000
const life = 60 * minute

/** A source in the hands of the test: each fetch waits until it is answered. */
function handFed() {
  const waiting: PromiseWithResolvers<Credentials>[] = []
  const time = { now: 1_000_000 }
  const renewed: string[] = []
  let fetches = 0
  const credentials = new RenewingCredentials({
    source: 'the test',
    now: () => time.now,
    onRenewed: ({ accessKeyId }) => renewed.push(accessKeyId),
    fetch: (signal) => {
      fetches += 1
      const answer = Promise.withResolvers<Credentials>()
      signal.addEventListener('abort', () => answer.reject(signal.reason))
      waiting.push(answer)
      return answer.promise
    },
  })
  const named = (name: string, lifeMs: number | null = life): Credentials => ({
    accessKeyId: name,
    accessKeySecret: 'secret',
    securityToken: `token of ${name}`,
    ...(lifeMs !== null && { expiresAt: time.now + lifeMs }),
  })
  const answer = (found: Credentials | Error) => {
    const next = waiting.shift()
    if (next === undefined) throw new Error('nothing was asked for')
    if (found instanceof Error) next.reject(found)
    else next.resolve(found)
  }
  const first = async (name = 'first', lifeMs: number | null = life) => {
    const got = credentials.get()
    answer(named(name, lifeMs))
    return await got
  }
  return { credentials, time, renewed, fetches: () => fetches, named, answer, first }
}

describe('credentials that renew themselves', () => {
  it('are asked for once, however many requests want them at the same time', async () => {
    const { credentials, fetches, named, answer } = handFed()
    const all = Promise.all(Array.from({ length: 20 }, () => credentials.get()))
    answer(named('first'))
    expect(new Set((await all).map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['first']))
    await credentials.get()
    expect(fetches()).toBe(1)
  })

  it('are renewed in good time before they end, while requests go on with the old ones', async () => {
    const { credentials, time, fetches, named, answer, first, renewed } = handFed()
    await first()
    time.now += life - 6 * minute
    await credentials.get()
    expect(fetches()).toBe(1)
    time.now += 2 * minute
    expect((await credentials.get()).accessKeyId).toBe('first')
    expect((await credentials.get()).accessKeyId).toBe('first')
    expect(fetches()).toBe(2)
    answer(named('second'))
    await Promise.resolve()
    await expect.poll(() => credentials.get().then(({ accessKeyId }) => accessKeyId)).toBe('second')
    expect(renewed).toEqual(['first', 'second'])
  })

  it('that fail to renew in good time are still good until they end', async () => {
    const { credentials, time, fetches, named, answer, first } = handFed()
    await first()
    time.now += life - 2 * minute
    await credentials.get()
    answer(new Error('not now'))
    expect((await credentials.get()).accessKeyId).toBe('first')
    // Not asked again at every request, but soon.
    await new Promise((resolve) => setImmediate(resolve))
    expect((await credentials.get()).accessKeyId).toBe('first')
    expect(fetches()).toBe(2)
    time.now += 2_000
    await credentials.get()
    expect(fetches()).toBe(3)
    answer(named('second'))
  })

  it('that have ended are not used: requests wait for others', async () => {
    const { credentials, time, named, answer, first } = handFed()
    await first()
    time.now += life
    const waiting = credentials.get()
    answer(named('second'))
    expect((await waiting).accessKeyId).toBe('second')
  })

  it('whose end is not known are used until OSS refuses them', async () => {
    const { credentials, time, fetches, named, answer, first } = handFed()
    const old = await first('first', null)
    time.now += 1_000 * life
    await credentials.get()
    expect(fetches()).toBe(1)
    expect(credentials.invalidate(old)).toBe(true)
    const waiting = credentials.get()
    answer(named('second'))
    expect((await waiting).accessKeyId).toBe('second')
  })

  it('are renewed once when many requests are refused one after the other', async () => {
    const { credentials, fetches, named, answer, first } = handFed()
    const old = await first()
    credentials.invalidate(old)
    const waiting = credentials.get()
    credentials.invalidate(old)
    answer(named('second'))
    await waiting
    // A straggler that was signed with the old ones.
    expect(credentials.invalidate(old)).toBe(true)
    expect((await credentials.get()).accessKeyId).toBe('second')
    expect(fetches()).toBe(2)
  })

  it('say so when the source still gives the refused ones, and try them again later', async () => {
    const { credentials, time, fetches, answer, first } = handFed()
    const old = await first()
    credentials.invalidate(old)
    const waiting = credentials.get()
    answer(old)
    await expect(waiting).rejects.toMatchObject({
      data: { code: 'CredentialsNotRenewed', retry: 'auth', params: { source: 'the test' } },
    })
    // Other parts that are refused in the same moment do not ask the source again.
    credentials.invalidate(old)
    await expect(credentials.get()).rejects.toMatchObject({ data: { code: 'CredentialsNotRenewed' } })
    expect(fetches()).toBe(2)
    time.now += 5_000
    const later = credentials.get()
    answer(old)
    await expect(later).rejects.toMatchObject({ data: { code: 'CredentialsNotRenewed' } })
    // What was disabled may have been enabled: the next request puts it to OSS.
    expect(await credentials.get()).toEqual(old)
  })

  it('that look ended as soon as they come (a wrong clock) are used, and not fetched for every request', async () => {
    const { credentials, time, fetches, answer, named, first } = handFed()
    await first('first', -3 * life)
    expect((await credentials.get()).accessKeyId).toBe('first')
    expect(fetches()).toBe(1)
    time.now += 2_000
    const waiting = credentials.get()
    answer(named('second', -3 * life))
    expect((await waiting).accessKeyId).toBe('second')
  })

  it('end a fetch that is under way when they are closed', async () => {
    const { credentials } = handFed()
    const waiting = credentials.get()
    credentials.close()
    await expect(waiting).rejects.toMatchObject({ data: { code: 'DestinationClosed' } })
    await expect(credentials.get()).rejects.toMatchObject({ data: { code: 'DestinationClosed' } })
  })
})
