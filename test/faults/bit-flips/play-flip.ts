import { join } from 'node:path'
import type { UploadRow } from '../../../shared/queue.ts'
import { endedStatuses, type UploadStatus } from '../../../shared/upload-state.ts'
import { SeededRandom } from '../../soak/seeded-random.ts'
import { UploadWorld } from '../world/upload-world.ts'
import type { CrashedProgram } from './crashed-program.ts'
import { flipInFile, flipInRow } from './flip.ts'

export interface FlipReport {
  /** Which bit. */
  where: string
  /** What must never be: an object with other bytes, a file that is silently not uploaded, a program that does not start. */
  violations: string[]
  /** How it came out, for the statistics. */
  kind: 'all right' | 'reason shown' | 'set aside and told'
}

/** How long a run may take before it counts as stuck. */
const patienceMs = 10_000

/** Starts the program over a checkpoint with one flipped bit, lets it run until nothing moves any more, and looks. */
export async function playFlip(
  crashed: CrashedProgram,
  target: 'file' | 'row',
  seed: number,
): Promise<FlipReport> {
  const random = new SeededRandom(seed)
  let where = ''
  const world = await UploadWorld.open({
    settings: { filesAtOnce: 2 },
    prepare: (folder) => {
      crashed.copyInto(folder)
      where = (target === 'file' ? flipInFile : flipInRow)(join(folder, 'checkpoint'), random)
    },
  }).catch((error: unknown) => error)
  if (!(world instanceof UploadWorld)) {
    return { where, kind: 'reason shown', violations: [`does not start: ${String(world)}`] }
  }
  try {
    const stuck = await settle(world)
    return { where, ...(await judge(world, crashed, stuck)) }
  } catch (error) {
    return { where, kind: 'reason shown', violations: [`threw ${String(error)}`] }
  } finally {
    await world.close()
  }
}

const atRest: readonly UploadStatus[] = [...endedStatuses, 'paused']

function rows(world: UploadWorld): UploadRow[] {
  const query = {
    filter: 'all',
    search: '',
    sort: 'added',
    descending: false,
    offset: 0,
    limit: 500,
  } as const
  return world.uploader.checkpoint.queue.page(query).rows
}

/** Rows that are still on their way when patience ends. A row that waits says why, and that is an answer. */
async function settle(world: UploadWorld): Promise<UploadRow[]> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const moving = rows(world).filter(
      ({ status, reason }) => !atRest.includes(status) && !(status === 'waiting' && reason),
    )
    if (moving.length === 0 || performance.now() > deadline) return moving
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

async function judge(
  world: UploadWorld,
  { files }: CrashedProgram,
  stuck: readonly UploadRow[],
): Promise<Pick<FlipReport, 'kind' | 'violations'>> {
  const { queue, notices } = world.uploader.checkpoint
  const violations = stuck.map(({ name, status }) => `${name} is stuck in ${status}`)
  const all = rows(world)
  // What the window reads must not fail either.
  queue.counts()
  queue.batches()
  for (const { id } of all) queue.details(id)

  let missing = 0
  for (const { objectKey, bytes } of files) {
    const object = await world.bucket.object(objectKey)
    if (object === null) missing += 1
    else if (!object.equals(bytes)) violations.push(`${objectKey} is wrong in the bucket`)
  }
  const explained = all.filter(({ status, reason }) => status === 'paused' || reason !== null).length
  const isTold = notices.length > 0
  if (missing > explained && !isTold)
    violations.push(`${missing} files are not up, but only ${explained} rows say why`)
  for (const { name, status, objectKey } of all) {
    if (status !== 'done' || files.every((file) => file.objectKey !== objectKey)) continue
    if ((await world.bucket.object(objectKey)) === null)
      violations.push(`${name} is called done without an object`)
  }
  const kind = isTold
    ? 'set aside and told'
    : all.some(({ reason }) => reason !== null)
      ? 'reason shown'
      : 'all right'
  return { kind, violations }
}
