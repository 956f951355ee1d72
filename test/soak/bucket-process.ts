import { startPracticeBucket } from '../../electron/practice-bucket/practice-bucket.ts'
import type { BucketJob } from './job.ts'

/** The practice bucket as a process of its own, so that the soak can kill it. Says `ready` on standard output. */
const job: BucketJob = JSON.parse(process.argv[2] ?? '')
process.stdin.on('end', () => process.exit(1)).resume()

const { folder, port, bucket, region, accessKeyId, accessKeySecret } = job
await startPracticeBucket({ dir: folder, port, region, buckets: [bucket], accessKeyId, accessKeySecret })
console.log('ready')
