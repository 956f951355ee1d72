/**
 * The official JavaScript library as a process: the name of a file with its
 * job (`PeerJob`), one JSON line (`Measurement`). It computes no CRC-64.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import OSS from 'ali-oss'
import type { PeerJob } from './peer.ts'
import { startWatch } from './stop-watch.ts'

const job: PeerJob = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const { endpoint, region, bucket, accessKeyId, accessKeySecret } = job.sink
const client = new OSS({
  accessKeyId,
  accessKeySecret,
  bucket,
  region: `oss-${region}`,
  endpoint,
  secure: false,
  authorizationV4: true,
} as OSS.Options)

const checkpointFile = join(job.folder, 'checkpoint.json')
/** A kill must not meet half of it. */
const keep = (checkpoint: unknown) => {
  writeFileSync(`${checkpointFile}.new`, JSON.stringify(checkpoint))
  renameSync(`${checkpointFile}.new`, checkpointFile)
}

const stop = startWatch()
const [first, ...others] = job.files
if (first === undefined) throw new Error('no files')
if (others.length === 0) {
  await client.multipartUpload(basename(first), first, {
    partSize: job.partSizeBytes,
    parallel: job.partsAtOnce,
    // The library hands out an object after every part; keeping it is left to its user.
    ...(job.keepsCheckpoint && { progress: (_share: number, checkpoint: unknown) => keep(checkpoint) }),
    ...(job.continues && { checkpoint: JSON.parse(readFileSync(checkpointFile, 'utf8')) }),
  })
} else {
  const queue = [...job.files]
  const lane = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      await client.put(basename(file), file)
    }
  }
  await Promise.all(Array.from({ length: job.filesAtOnce }, lane))
}
console.log(JSON.stringify(stop()))
process.exit(0)
