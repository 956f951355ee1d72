import { findResends } from '../soak/ledger.ts'
import { SeededRandom } from '../soak/seeded-random.ts'
import { clockOff, expiredToken, serverTrouble } from './canned-answer.ts'
import type { Fault } from './fault.ts'
import type { RequestInfo } from './request-phase.ts'
import { partSizeBytes, type QueuedFile, UploadWorld } from './world/upload-world.ts'

/** How often a request meets a fault, until the line has been bad for long enough. */
const faultChance = 0.35
const badRequests = 60

export interface Mishaps {
  violations: string[]
  /** Everything that happened, for people. */
  story: string
}

/**
 * Some uploads over a line on which every third request meets a fault, several in a row where chance wants it, with
 * restarts of the program in between. Time is patient, so the longest waits take no time.
 */
export async function playMishaps(seed: number): Promise<Mishaps> {
  const random = new SeededRandom(seed)
  const world = await UploadWorld.open({
    settings: { filesAtOnce: random.between(1, 3), partsAtOnce: random.between(1, 4) },
    decide: (request) =>
      world.proxy.requests.length < badRequests ? mishap(random, request, () => world.clock.now()) : null,
  })
  try {
    const files = Array.from({ length: random.between(1, 3) }, (_, i) => {
      const sizeBytes = random.pick([
        0,
        1,
        50_000,
        partSizeBytes,
        3 * partSizeBytes,
        Math.round(5.5 * partSizeBytes),
      ])
      return world.add(
        `${i}.bin`,
        sizeBytes,
        random.pick(['overwrite', 'overwrite', 'skip', 'rename', 'different']),
      )
    })
    const violations = await untilDone(world, files, random)
    violations.push(...(await judge(world, files)))
    return { violations, story: story(world, files) }
  } finally {
    await world.close()
  }
}

function mishap(random: SeededRandom, request: RequestInfo, now: () => number): Fault | null {
  if (!random.chance(faultChance)) return null
  const somewhere = random.between(0, Math.max(0, request.bodyBytes - 1))
  const hasBody = request.phase === 'part' || request.phase === 'put'
  return random.pick<Fault>([
    { kind: 'refuse', forMs: random.spread(10, 100_000) },
    { kind: 'reset', afterBodyBytes: somewhere },
    { kind: 'black-hole', readsBodyBytes: somewhere },
    { kind: 'slow', bytesPerSecond: hasBody ? 30_000 : 200 },
    { kind: 'half-answer' },
    { kind: 'lost-answer' },
    { kind: 'lost-answer' },
    { kind: 'answer', answer: serverTrouble(random.pick([500, 502, 503])) },
    { kind: 'answer', answer: clockOff(new Date(now() + random.between(-13, 13) * 60_000)) },
    { kind: 'answer', answer: expiredToken },
    hasBody ? { kind: 'flip-bit', atBodyByte: somewhere } : { kind: 'lost-answer' },
    hasBody ? { kind: 'wrong-crc' } : { kind: 'half-answer' },
  ])
}

/** Plays the person: gives credentials when they are asked for, presses Resume where it stopped, restarts now and then. */
async function untilDone(
  world: UploadWorld,
  files: readonly QueuedFile[],
  random: SeededRandom,
): Promise<string[]> {
  const deadline = performance.now() + 15_000
  let restarts = random.between(0, 3)
  let restartAt = random.between(1, 20)
  for (;;) {
    const rows = files.map((file) => world.row(file))
    if (rows.every(({ status }) => status === 'done' || status === 'skipped')) return []
    if (performance.now() > deadline) {
      return rows.map(
        ({ name, status, waitingFor, reason }) => `${name} stuck: ${status} ${waitingFor} ${reason?.code}`,
      )
    }
    if (rows.some(({ waitingFor }) => waitingFor === 'credentials'))
      world.uploader.engine.destinationChanged('practice')
    const failed = rows.filter(({ status }) => status === 'failed')
    if (failed.length > 0) world.uploader.engine.resume({ kind: 'ids', ids: failed.map(({ id }) => id) })
    if (restarts > 0 && world.proxy.requests.length >= restartAt) {
      restarts -= 1
      restartAt = world.proxy.requests.length + random.between(1, 20)
      await world.stop()
      world.start()
    }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

async function judge(world: UploadWorld, files: readonly QueuedFile[]): Promise<string[]> {
  const violations: string[] = []
  for (const file of files) {
    const { status, objectKey } = world.row(file)
    const object = await world.bucket.object(objectKey)
    if (object === null) violations.push(`${objectKey} ${status}, but not in the bucket`)
    else if (!object.equals(file.bytes)) violations.push(`${objectKey} ${status}, but wrong in the bucket`)
    const { uploads } = world.uploader.checkpoint
    if (status === 'done' && uploads.get(file.id)?.checkpoint !== null)
      violations.push(`${objectKey} left a checkpoint`)
  }
  for (const { body, because } of findResends(world.proxy.of('part'), [])) {
    if (because === null) violations.push(`${body} was sent again without need`)
  }
  const open = await world.bucket.openUploads()
  if (open.length > 0) violations.push(`${open.length} open multipart uploads`)
  return violations
}

function story(world: UploadWorld, files: readonly QueuedFile[]): string {
  const requests = world.proxy.requests.map(
    ({ phase, partNumber, objectKey, fault, clientStatus }) =>
      `${phase}${partNumber ?? ''} ${objectKey} ${fault ?? ''} ${clientStatus ?? '-'}`,
  )
  const histories = files.map((file) =>
    world.history(file).map(({ kind, data }) => `${file.objectKey} ${kind} ${JSON.stringify(data)}`),
  )
  return [...requests, ...histories.flat()].join('\n')
}
