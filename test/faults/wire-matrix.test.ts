import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UploadStatus } from '../../shared/upload-state.ts'
import { findResends } from '../soak/ledger.ts'
import type { PassedRequest } from './passed-request.ts'
import { expectedOutcomes, type Outcome, outcomes } from './wire-outcomes.ts'
import {
  clockOffMs,
  type Played,
  play,
  type WireFault,
  type WirePhase,
  wireFaults,
  wirePhases,
} from './wire-scenario.ts'
import { UploadWorld } from './world/upload-world.ts'

let world: UploadWorld
beforeEach(async () => {
  world = await UploadWorld.open()
})
afterEach(() => world.close())

/** Where the upload first settles. */
const firstEnd: Partial<Record<Outcome, UploadStatus>> = {
  stops: 'failed',
  'stops cleaning': 'failed',
  differs: 'failed',
}

/** Why the row says it is tried again. */
const retryCodes: Partial<Record<WireFault, string>> = {
  reset: 'ConnectionReset',
  'half-answer': 'ConnectionReset',
  'lost-answer': 'ConnectionReset',
  'black-hole': 'Stalled',
  'http-500': 'InternalError',
  'http-502': 'BadGateway',
  'http-503': 'ServiceUnavailable',
  'flip-bit': 'InvalidDigest',
}

interface Case extends Played {
  fault: WireFault
  phase: WirePhase
}

const since = ({ faultyFrom }: Case): PassedRequest[] => world.proxy.requests.slice(faultyFrom)
const historyKinds = ({ file }: Case) => world.history(file).map(({ kind }) => kind)
const ids = ({ file }: Case) => ({ kind: 'ids' as const, ids: [file.id] })

/** What shows that the program did what the table says, beyond the object being right. */
const proofs: Record<Outcome, (played: Case) => Promise<void> | void> = {
  again(played) {
    const { phase, rule, fault } = played
    expect(since(played).filter((request) => request.phase === phase).length).toBe(1 + rule.hits)
    const retries = world.history(played.file).filter(({ kind }) => kind === 'retry')
    expect(retries.map(({ data }) => [data.operation, data.code])).toEqual(
      Array.from({ length: rule.hits }, () => [phase, retryCodes[fault]]),
    )
  },
  'part again'(played) {
    const resends = findResends(since(played), [])
    expect(resends.map(({ body }) => body.replace(/.*#/, 'part '))).toEqual(
      Array.from({ length: played.rule.hits }, () => 'part 2'),
    )
  },
  'file again'(played) {
    expect(world.proxy.of('put').length).toBe(1 + played.rule.hits)
  },
  offline(played) {
    const waits = world.history(played.file).filter(({ kind }) => kind === 'waiting')
    expect(waits.map(({ data }) => [data.cause, data.code])).toEqual([['network', 'ConnectionRefused']])
    expect(world.statuses(played.file)).toContain('waiting')
  },
  found(played) {
    expect(world.proxy.of('initiate').length).toBe(1)
    expect(historyKinds(played)).toContain('multipart-adopted')
  },
  'asks first'(played) {
    const order = since(played).flatMap(({ phase }) =>
      phase === 'complete' || phase === 'list' ? [phase] : [],
    )
    expect(order).toEqual(
      Array.from({ length: played.rule.hits }, () => ['complete', 'list'])
        .flat()
        .concat('complete'),
    )
  },
  settled(played) {
    expect(world.proxy.of('complete').length).toBe(1)
    expect(historyKinds(played)).toContain('found-complete')
    expect(world.statuses(played.file)).toContain('verifying')
  },
  slowly(played) {
    expect(historyKinds(played).filter((kind) => /retry|waiting/.test(kind))).toEqual([])
    expect(since(played).every(({ clientStatus }) => clientStatus !== null)).toBe(true)
  },
  async stops(played) {
    expect(world.row(played.file).reason).toMatchObject({ code: 'AccessDenied', fromServer: true })
    expect(world.row(played.file).reason?.requestId).not.toBe('')
    world.uploader.engine.resume(ids(played))
    await world.reaches(played.file, 'done')
    expect(world.proxy.of('initiate').filter(({ clientStatus }) => clientStatus === 200).length).toBe(
      played.phase === 'put' ? 0 : 1,
    )
  },
  'own record'(played) {
    expect(historyKinds(played)).toContain(played.phase === 'list' ? 'parts-unverified' : 'existence-unknown')
    expect(world.proxy.of('initiate').filter(({ clientStatus }) => clientStatus === 200).length).toBe(1)
  },
  async 'stops cleaning'(played) {
    expect(world.row(played.file).reason).toMatchObject({ code: 'AccessDenied' })
    expect(await world.bucket.openUploads()).toHaveLength(1)
    world.uploader.engine.cancel(ids(played), 'clean')
    await world.reaches(played.file, 'cancelled-clean')
  },
  credentials(played) {
    const waits = world.history(played.file).filter(({ kind }) => kind === 'waiting')
    expect(waits.map(({ data }) => data)).toContainEqual({
      cause: 'credentials',
      code: 'SecurityTokenExpired',
    })
    expect(new Set(world.proxy.of('part').map((request) => request.multipartUploadId)).size).toBeLessThan(2)
  },
  'cleans later'(played) {
    expect(since(played).filter(({ phase }) => phase === 'abort').length).toBe(1 + played.rule.hits)
  },
  clock(played) {
    const [refused, again] = since(played).filter(
      ({ phase, partNumber }) => phase === played.phase && (partNumber === null || partNumber === 2),
    )
    const shiftMs = (again?.signedAt ?? 0) - (refused?.signedAt ?? 0)
    expect(Math.abs(shiftMs - clockOffMs)).toBeLessThan(5_000)
  },
  distrusted(played) {
    expect(
      since(played)
        .flatMap(({ partNumber }) => partNumber ?? [])
        .sort(),
    ).toEqual([1, 2, 3, 4, 5])
    expect(historyKinds(played)).toContain('parts-forgotten')
  },
  async differs(played) {
    const before = world.proxy.requests.length
    expect(world.row(played.file).reason).toMatchObject({ code: 'ObjectChecksumMismatch' })
    expect(await world.bucket.object(played.file.objectKey)).not.toBeNull()
    world.uploader.engine.resume(ids(played))
    await world.reaches(played.file, 'done')
    const after = world.proxy.requests.slice(before).map(({ phase }) => phase)
    expect(after.filter((phase) => !['list', 'head'].includes(phase))).toEqual([])
  },
  unharmed(played) {
    expect(historyKinds(played).filter((kind) => /retry|waiting/.test(kind))).toEqual([])
  },
}

/** True of every case: the object is right or gone as asked, nothing is left over, nothing was sent without need. */
async function expectClean(played: Case): Promise<void> {
  const { file, phase, fault } = played
  const object = await world.bucket.object(file.objectKey)
  if (phase === 'abort') expect(object).toBeNull()
  else expect(object?.equals(file.bytes)).toBe(true)
  expect(await world.bucket.openUploads()).toEqual([])
  const { uploads } = world.uploader.checkpoint
  expect([uploads.get(file.id)?.checkpoint, uploads.parts(file.id).parts]).toEqual([null, []])
  const resends = findResends(since(played), [])
  expect(resends.filter(({ because }) => because === null)).toEqual([])
  // What a fault of another request cut off on the side: never more than was in flight.
  const inFlight =
    fault === 'refuse' || fault === 'forbidden' || fault === 'expired-token' ? 2 : played.rule.hits
  expect(resends.length).toBeLessThanOrEqual(inFlight)
  if (phase === 'list' && fault !== 'wrong-crc') {
    expect(
      since(played)
        .flatMap(({ partNumber }) => partNumber ?? [])
        .sort(),
    ).toEqual([2, 4, 5])
  }
}

describe.each(wirePhases)('fault at %s', (phase) => {
  const cases = wireFaults.flatMap((fault) => {
    const outcome = expectedOutcomes[fault][phase]
    return outcome === null ? [] : [{ fault, outcome, says: outcomes[outcome] }]
  })
  it.each(cases)('$fault: $says', async ({ fault, outcome }) => {
    const played = {
      ...(await play(world, fault, phase, [
        firstEnd[outcome] ?? (phase === 'abort' ? 'cancelled-clean' : 'done'),
      ])),
      fault,
      phase,
    }
    expect(played.rule.hits).toBe(fault.startsWith('http-') ? 3 : 1)
    await proofs[outcome](played)
    await expectClean(played)
  })
})
