import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FaultProxy } from '../faults/fault-proxy.ts'
import { writeSeeded } from '../faults/file-faults.ts'
import { readCheckpoint } from './checkpoint-reader.ts'
import { Child } from './child.ts'
import type { BucketJob, UploaderJob } from './job.ts'
import { type KillPlan, momentOf, planKill } from './kill-plan.ts'
import { bytesBeyondInFlight, type CheckpointSnapshot, type Disruption, findResends } from './ledger.ts'
import { checkObjects, sha256 } from './objects.ts'
import { randomFaults } from './random-faults.ts'
import type { SeededRandom } from './seeded-random.ts'

const place = {
  bucket: 'soak-bucket',
  region: 'cn-shanghai',
  accessKeyId: 'soakAccessKeyId',
  accessKeySecret: 'soakAccessKeySecret',
}

export interface RoundCounts {
  objects: number
  /** Objects whose SHA-256 is not the file's. */
  wrong: number
  /** Files without an object. */
  lost: number
  /** Multipart uploads left open in the bucket, and rows left in the checkpoint. */
  leaked: number
  /** Bytes sent twice that neither a kill nor a fault explains. */
  resentBeyondInFlight: number
  kills: number
  /** Bytes sent twice in all. */
  resent: number
  requests: number
  faults: number
}

export interface RoundReport {
  counts: RoundCounts
  /** What was wrong, for people; empty when nothing was. */
  evidence: string[]
}

/**
 * Some files, from the first start to the last byte, through up to `mostKills` kills and any number of faults.
 * Throws when the uploader ends by itself with anything but success.
 */
export async function playRound(
  folder: string,
  random: SeededRandom,
  mostKills: number,
): Promise<RoundReport> {
  const round = new Round(folder, random)
  try {
    await round.play(mostKills)
    return await round.report()
  } finally {
    await round.close()
  }
}

class Round {
  readonly #random: SeededRandom
  /** SHA-256 by object key. */
  readonly #expected = new Map<string, string>()
  readonly #uploaderJob: UploaderJob
  readonly #bucketJob: BucketJob
  readonly #proxy: FaultProxy
  readonly #snapshots: CheckpointSnapshot[] = []
  readonly #disruptions: Disruption[] = []
  #kills = 0
  #bucket: Child | null = null
  #uploader: Child | null = null

  constructor(folder: string, random: SeededRandom) {
    this.#random = random
    this.#bucketJob = { ...place, folder: join(folder, 'bucket'), port: random.between(10_000, 19_999) }
    this.#uploaderJob = {
      ...place,
      checkpointFolder: join(folder, 'checkpoint'),
      endpoint: '',
      settings: {
        filesAtOnce: random.between(1, 3),
        partsAtOnce: random.between(1, 5),
        partSizeBytes: random.spread(102_400, 500_000),
        multipartThresholdBytes: 150_000,
        bandwidthLimit: null,
      },
      paths: this.#writeFiles(join(folder, 'files')),
      clockSpeed: 10,
    }
    const decide = randomFaults(random.fork())
    this.#proxy = new FaultProxy({
      target: () => ({ host: '127.0.0.1', port: this.#bucketJob.port }),
      decide: (request) => {
        const fault = decide(request)
        const at = performance.now()
        if (fault?.kind === 'refuse')
          this.#disruptions.push({ at, until: at + fault.forMs, killsUploader: false })
        return fault
      },
    })
  }

  async play(mostKills: number): Promise<void> {
    await this.#proxy.open()
    this.#uploaderJob.endpoint = this.#proxy.endpoint
    await this.#startBucket()
    let uploader = this.#startUploader()
    while (this.#kills < mostKills) {
      const plan = planKill(this.#random)
      const moment = momentOf(plan, this.#proxy, this.#proxy.requests.length).then(() => 'kill' as const)
      if ((await Promise.race([moment, uploader.exited])) !== 'kill') break
      await this.#kill(plan)
      uploader = this.#uploader ?? uploader
    }
    const code = await uploader.exited
    if (code !== 0) throw new Error(`The uploader ended with ${code}: ${uploader.output}`)
  }

  async report(): Promise<RoundReport> {
    const { wrong, lost, open } = await checkObjects(this.#bucketJob, this.#expected)
    const { checkpointFolder, settings } = this.#uploaderJob
    const { leftovers } = readCheckpoint(checkpointFolder)
    const putAside = readdirSync(checkpointFolder).filter((name) => name.includes('damaged'))
    const { requests } = this.#proxy
    const resends = findResends(requests, this.#snapshots, this.#disruptions)
    const beyond = bytesBeyondInFlight(resends, settings.filesAtOnce * settings.partsAtOnce)
    const evidence = [
      ...wrong.map((name) => `wrong: ${name}`),
      ...lost.map((name) => `lost: ${name}`),
      ...open.map((id) => `open multipart upload: ${id}`),
      ...(leftovers > 0 ? [`rows of finished uploads left in the checkpoint: ${leftovers}`] : []),
      ...putAside.map((name) => `a kill damaged the checkpoint: ${name}`),
      ...resends
        .filter(({ because }) => because === null)
        .map(({ body }) => `sent twice without need: ${body}`),
    ]
    return {
      evidence,
      counts: {
        objects: this.#expected.size,
        wrong: wrong.length,
        lost: lost.length,
        leaked: open.length + leftovers + putAside.length,
        resentBeyondInFlight: beyond,
        kills: this.#kills,
        resent: resends.reduce((sum, { bytes }) => sum + bytes, 0),
        requests: requests.length,
        faults: requests.filter(({ fault }) => fault !== null).length,
      },
    }
  }

  async close(): Promise<void> {
    await this.#uploader?.kill()
    await this.#bucket?.kill()
    await this.#proxy.close()
  }

  #writeFiles(folder: string): string[] {
    mkdirSync(folder, { recursive: true })
    return Array.from({ length: this.#random.between(2, 6) }, (_, i) => {
      const [min, max] = this.#random.pick([
        [1, 150_000],
        [150_000, 6_000_000],
        [150_000, 6_000_000],
      ] as const)
      const sizeBytes = this.#random.chance(0.05) ? 0 : this.#random.spread(min, max)
      const path = join(folder, `${i}.bin`)
      this.#expected.set(`${i}.bin`, sha256(writeSeeded(path, sizeBytes, `${i} of ${sizeBytes}`)))
      return path
    })
  }

  async #kill({ victim, downMs }: KillPlan): Promise<void> {
    this.#kills += 1
    const killsUploader = victim !== 'bucket'
    const killsBucket = victim !== 'uploader'
    const disruption = { at: performance.now(), until: Number.POSITIVE_INFINITY, killsUploader }
    this.#disruptions.push(disruption)
    await Promise.all([killsUploader && this.#uploader?.kill(), killsBucket && this.#bucket?.kill()])
    if (killsUploader) this.#snapshots.push(readCheckpoint(this.#uploaderJob.checkpointFolder))
    if (downMs > 0) await new Promise((resolve) => setTimeout(resolve, downMs))
    if (killsUploader) this.#startUploader()
    if (killsBucket) await this.#startBucket()
    disruption.until = performance.now()
  }

  #startUploader(): Child {
    this.#uploader = new Child('uploader-process.ts', this.#uploaderJob)
    return this.#uploader
  }

  async #startBucket(): Promise<void> {
    this.#bucket = new Child('bucket-process.ts', this.#bucketJob)
    await this.#bucket.says('ready')
  }
}
