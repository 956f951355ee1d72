import { writeSync } from 'node:fs'
import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { multipart, part } from './checkpoint-records.ts'

/** A process of its own: confirms parts one after the other and writes each number only after it is recorded. */
const checkpoint = openCheckpoint(process.argv[2] ?? '')
const [upload] = checkpoint.uploads.nextQueued(1, [], [])
if (!upload) throw new Error('Nothing is queued')
checkpoint.uploads.apply(upload.id, 'start')
checkpoint.uploads.saveCheckpoint(upload.id, {
  ...multipart,
  plan: { mode: 'multipart', sizeBytes: 1_000_000, partSizeBytes: 100, partCount: 10_000 },
})
for (let partNumber = 1; partNumber <= 10_000; partNumber++) {
  checkpoint.uploads.confirmParts(upload.id, [part(partNumber)])
  writeSync(1, `${partNumber}\n`)
}
