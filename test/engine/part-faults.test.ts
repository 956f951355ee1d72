import { describe, expect, it } from 'vitest'
import { UploadError } from '../../shared/upload-error.ts'
import { networkError, serverError } from './support/bucket-model.ts'
import { partSizeBytes, scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

const reset = () => networkError('ConnectionReset', 'transient')

describe('a part that fails', () => {
  it('goes up again after a wait while the others go on, and its bytes count as sent twice', async () => {
    const { engine, store, uploads, clock, queueFile, reached, historyOf } = scriptedRig()
    const { id, bytes } = queueFile({ parts: 4 }, { name: 'a' })
    store.when('uploadPart', async (request) => {
      await request.receive()
      request.fail(reset())
    })
    store.flow()
    engine.start()
    await until(() => uploads.row(id).parts.size === 3)
    expect(uploads.row(id).status).toBe('retrying')
    await clock.advance(500)
    await reached(id, 'done')
    expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
    expect(store.of('uploadPart').length).toBe(5)
    expect(uploads.row(id).resentBytes).toBe(partSizeBytes)
    expect(historyOf(id)).toEqual(['started', 'part-retry', 'done'])
  })

  it('shows reason, attempt and time of the next try on the row when nothing else is on its way', async () => {
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 2 })
    const failure = serverError('InternalError', 500, 'transient')
    store.when('uploadPart', (request) => request.fail(failure), { times: 4 })
    store.flow()
    engine.start()
    await reached(id, 'retrying')
    expect(uploads.row(id)).toMatchObject({
      attempt: 2,
      nextTryAt: clock.now() + 250,
      reason: { code: 'InternalError', requestId: 'REQ-InternalError' },
    })
    await clock.advance(250)
    expect(uploads.row(id)).toMatchObject({ status: 'retrying', attempt: 3, nextTryAt: clock.now() + 500 })
    await clock.advance(500)
    await reached(id, 'done')
    expect(uploads.row(id)).toMatchObject({ reason: null, nextTryAt: null })
  })

  it('gets its attempts back when anything was confirmed since it failed last', async () => {
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig({
      settings: { partsAtOnce: 2 },
    })
    const { id } = queueFile({ parts: 12 })
    store.when('uploadPart', (request) => request.fail(reset()), { times: 11, partNumber: 1 })
    store.when('completeMultipartUpload', (request) => request.proceed())
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    for (let partNumber = 2; partNumber <= 12; partNumber += 1) {
      await (await store.next('uploadPart', partNumber)).proceed()
      await until(() => uploads.row(id).parts.size === partNumber - 1)
      // Eleven failures, more than a run bears in a row, but each with progress in between.
      await clock.advance(250)
    }
    await until(() => store.of('uploadPart').filter(({ partNumber }) => partNumber === 1).length === 12)
    store.flow()
    await reached(id, 'done')
    expect(uploads.row(id).statuses).not.toContain('waiting')
  })

  it('makes room for the next file when its attempts are used up, and goes on later with all its parts', async () => {
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig({
      settings: { filesAtOnce: 1 },
    })
    const { id: sick } = queueFile({ parts: 3 })
    const { id: sound } = queueFile({ parts: 3 })
    store.when('uploadPart', (request) => request.fail(serverError('InternalError', 500, 'transient')), {
      times: 9,
      partNumber: 2,
    })
    store.flow()
    engine.start()
    await until(() => uploads.row(sick).parts.size === 2)
    while (uploads.row(sick).status !== 'waiting') await clock.advance(1_000)
    expect(uploads.row(sick)).toMatchObject({
      waitingFor: 'network',
      reason: { code: 'InternalError' },
    })
    await reached(sound, 'done')
    await clock.advance(30_000)
    await reached(sick, 'done')
    expect(store.of('initiateMultipartUpload').length).toBe(2)
    const kept = store
      .of('uploadPart')
      .filter((request) => request.key === 'file-1.bin' && request.partNumber !== 2)
    expect(kept.length).toBe(2)
  })

  it('is cut and sent over a new connection when no byte moves for half a minute', async () => {
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 2 })
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    const stuck = await store.next('uploadPart', 1)
    await (await store.next('uploadPart', 2)).proceed()
    await clock.advance(20_000)
    await stuck.receive(1)
    await clock.advance(29_000)
    expect(stuck.state).toBe('held')
    await clock.advance(1_500)
    expect(stuck.state).toBe('cut')
    await clock.advance(500)
    await (await store.next('uploadPart', 1)).proceed()
    store.flow()
    await reached(id, 'done')
    expect(uploads.row(id).history.find(({ kind }) => kind === 'part-retry')?.data.code).toBe('Stalled')
  })

  it('that arrives with other bytes is sent again', async () => {
    const { engine, store, clock, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 2 })
    store.when('uploadPart', async (request) => {
      await request.receive()
      request.answer({ etag: 'ETAG', crc64: '123', requestId: 'REQ' })
    })
    store.flow()
    engine.start()
    await reached(id, 'retrying')
    await clock.advance(500)
    await reached(id, 'done')
  })

  it('that arrives with other bytes three times fails the upload and says so; nothing on the server is deleted', async () => {
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 3 })
    const wrong = async (request: { receive(): Promise<void>; answer(value: unknown): void }) => {
      await request.receive()
      request.answer({ etag: 'ETAG', crc64: '123', requestId: 'REQ' })
    }
    store.when('uploadPart', wrong, { times: 3, partNumber: 2 })
    store.flow()
    engine.start()
    await until(() => uploads.row(id).parts.size === 2)
    await clock.advance(10_000)
    await reached(id, 'failed')
    expect(uploads.row(id).reason).toMatchObject({ code: 'ChecksumMismatch', partNumber: 2 })
    expect(store.of('abortMultipartUpload')).toEqual([])
    expect(uploads.row(id).parts.size).toBe(2)
  })

  it('with a permanent cause fails the upload at once, cuts the rest, and the queue goes on; a retry keeps its parts', async () => {
    const { engine, store, uploads, queueFile, reached } = scriptedRig({ settings: { filesAtOnce: 1 } })
    const { id } = queueFile({ parts: 4 })
    const { id: next } = queueFile({ parts: 2 })
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    await (await store.next('uploadPart', 1)).proceed()
    const second = await store.next('uploadPart', 2)
    ;(await store.next('uploadPart', 3)).fail(serverError('AccessDenied', 403, 'fatal'))
    await reached(id, 'failed')
    expect(second.state).toBe('cut')
    expect(uploads.row(id).reason).toMatchObject({ code: 'AccessDenied', fromServer: true, partNumber: 3 })
    store.flow()
    await reached(next, 'done')
    const before = store.requests.length
    engine.resume({ kind: 'ids', ids: [id] })
    await reached(id, 'done')
    const sent = store.requests.slice(before).filter(({ operation }) => operation === 'uploadPart')
    expect(sent.map(({ partNumber }) => partNumber).sort()).toEqual([2, 3, 4])
  })

  it('with fewer requests at once when the server asked for less, and more again as parts get through', async () => {
    const { engine, store, uploads, clock, queueFile } = scriptedRig({ settings: { partsAtOnce: 8 } })
    const { id } = queueFile({ parts: 30 })
    store.when(
      'uploadPart',
      (request) => request.fail(serverError('TotalQpsLimitExceeded', 503, 'throttled')),
      {
        times: 8,
      },
    )
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    await until(() => uploads.row(id).status === 'retrying')
    await clock.advance(2_000)
    await until(() => store.held.length === 8)
    for (const request of store.held) await request.proceed()
    await until(() => uploads.row(id).parts.size === 8 && store.held.length > 0)
    const atOnce = store.held.length
    expect(atOnce).toBeLessThan(8)
    store.flow()
    await until(() => uploads.row(id).status === 'done')
  })
})

describe('credentials that are refused', () => {
  it('let what is on its way arrive, wait without using up attempts, and go on under the same upload id (complaint 18)', async () => {
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 4 })
    engine.start()
    await (await store.next('initiateMultipartUpload')).proceed()
    const first = await store.next('uploadPart', 1)
    ;(await store.next('uploadPart', 2)).fail(serverError('SecurityTokenExpired', 403, 'auth'))
    await clock.advance(1_000)
    expect(store.held).toEqual([first])
    await first.proceed()
    await reached(id, 'waiting')
    expect(uploads.row(id)).toMatchObject({
      waitingFor: 'credentials',
      reason: { code: 'SecurityTokenExpired' },
    })
    const { id: queued } = queueFile({ parts: 2 })
    await clock.advance(3_600_000)
    expect(uploads.row(queued).status).toBe('queued')
    store.flow()
    engine.destinationChanged('dock')
    await reached(id, 'done')
    await reached(queued, 'done')
    expect(store.of('initiateMultipartUpload').length).toBe(2)
    expect(
      store.of('uploadPart').filter(({ key, partNumber }) => key === 'file-1.bin' && partNumber === 1).length,
    ).toBe(1)
  })

  it('are asked for again by themselves, with waits that grow to five minutes, and shown with the time of the next try', async () => {
    const { engine, store, uploads, clock, queueFile, reached } = scriptedRig({ random: () => 1 })
    const { id } = queueFile({ parts: 2 })
    const refusal = serverError('InvalidAccessKeyId', 403, 'auth')
    store.when('initiateMultipartUpload', (request) => request.fail(refusal))
    store.when('probe', (request) => request.fail(refusal), { times: 1_000 })
    engine.start()
    await reached(id, 'waiting')
    expect(uploads.row(id)).toMatchObject({ attempt: 1, nextTryAt: clock.now() + 5_000 })
    await clock.advance(5_000)
    expect(uploads.row(id)).toMatchObject({ attempt: 2, nextTryAt: clock.now() + 10_000 })
    await clock.advance(86_400_000)
    expect(uploads.row(id).status).toBe('waiting')
    expect((uploads.row(id).nextTryAt ?? 0) - clock.now()).toBeLessThanOrEqual(300_000)

    store.rules.length = 0
    store.flow()
    // "Retry now" of the person, or the network that is back.
    engine.retryNow()
    await reached(id, 'done')
    expect(uploads.row(id).statuses).not.toContain('failed')
  })

  it('and that only a person can give are not asked for again and again', async () => {
    let isGiven = false
    const needed: unknown[] = []
    const missing = new UploadError({
      code: 'SecretMissing',
      retry: 'auth',
      message: 'missing',
      fromServer: false,
    })
    const rig = scriptedRig({
      open: async () => {
        if (isGiven) return rig.store
        throw missing
      },
      onCredentialsNeeded: (destinationId, error) => needed.push([destinationId, error?.code ?? null]),
    })
    const { id } = rig.queueFile({ parts: 2 })
    rig.engine.start()
    await rig.reached(id, 'waiting')
    await rig.clock.advance(3_600_000)
    expect(rig.uploads.row(id)).toMatchObject({ waitingFor: 'credentials', nextTryAt: null })
    expect(needed).toEqual([['dock', 'SecretMissing']])
    isGiven = true
    rig.store.flow()
    rig.engine.destinationChanged('dock')
    await rig.reached(id, 'done')
    expect(needed).toEqual([
      ['dock', 'SecretMissing'],
      ['dock', null],
    ])
  })

  it('again and again, although renewed each time, end in waiting and not in a loop', async () => {
    const { engine, store, uploads, queueFile, reached } = scriptedRig()
    const { id } = queueFile({ parts: 1, sizeBytes: partSizeBytes })
    const refused = new UploadError({
      ...serverError('SecurityTokenExpired', 403, 'transient').data,
      canRenew: true,
    })
    store.when('putObject', (request) => request.fail(refused), { times: 1_000 })
    engine.start()
    await reached(id, 'waiting')
    expect(uploads.row(id)).toMatchObject({
      waitingFor: 'credentials',
      reason: { code: 'SecurityTokenExpired' },
    })
    expect(store.of('putObject').length).toBe(4)
  })
})
