import { createInterface } from 'node:readline'
import { type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

/** A process of its own: opens each checkpoint that is named on its input, and closes the one before. Says how it went. */
let held: OpenCheckpoint | null = null
for await (const file of createInterface({ input: process.stdin })) {
  held?.close()
  held = null
  try {
    held = openCheckpoint(file, { busyTimeoutMs: 500 })
    process.stdout.write(`${held.notices.map(({ kind }) => kind).join(' ') || 'open'}\n`)
  } catch (thrown) {
    process.stdout.write(`${(thrown as { code?: string }).code}\n`)
  }
}
held?.close()
