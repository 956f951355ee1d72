import { openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'

/** A process of its own: opens the checkpoint named on the command line, says so, and holds it until it is killed. */
try {
  openCheckpoint(process.argv[2] ?? '', { busyTimeoutMs: 0 })
  process.stdout.write('open\n')
  setInterval(() => {}, 60_000)
} catch (thrown) {
  process.stdout.write(`${(thrown as { code?: string }).code}\n`)
}
