import type { UploadStatus } from '../../shared/upload-state.ts'
import { accessDenied, clockOff, expiredToken, serverTrouble } from './canned-answer.ts'
import type { Fault, FaultRule, ScriptedFault } from './fault.ts'
import { partSizeBytes, type QueuedFile, type UploadWorld } from './world/upload-world.ts'

/** The requests of an upload's life, in the order in which a person would tell them. */
export const wirePhases = ['initiate', 'part', 'list', 'complete', 'put', 'head', 'abort'] as const
export type WirePhase = (typeof wirePhases)[number]

export const wireFaults = [
  'refuse',
  'reset',
  'black-hole',
  'slow',
  'half-answer',
  'lost-answer',
  'http-500',
  'http-502',
  'http-503',
  'forbidden',
  'wrong-crc',
  'flip-bit',
  'clock-off',
  'expired-token',
] as const
export type WireFault = (typeof wireFaults)[number]

/** How far the server's clock is from ours in `clock-off`; less than the 15 minutes that OSS lets pass. */
export const clockOffMs = 10 * 60_000
/** How long nothing is accepted in `refuse`. */
export const refusedForMs = 40_000
/** How often in a row a server error comes. */
const burst = 3

const withBody: readonly WirePhase[] = ['part', 'put']

/** The rule that brings `fault` upon the first request of `phase`; of parts, upon part 2. */
export function ruleFor(fault: WireFault, phase: WirePhase, now: () => number): FaultRule {
  const times = fault.startsWith('http-') ? burst : 1
  const rule = { phase, times, fault: faultFor(fault, withBody.includes(phase), now) }
  return phase === 'part' ? { ...rule, partNumber: 2 } : rule
}

function faultFor(fault: WireFault, hasBody: boolean, now: () => number): Fault {
  const half = hasBody ? partSizeBytes / 2 : 0
  switch (fault) {
    case 'refuse':
      return { kind: 'refuse', forMs: refusedForMs }
    case 'reset':
      return { kind: 'reset', afterBodyBytes: half }
    case 'black-hole':
      return { kind: 'black-hole', readsBodyBytes: half }
    case 'slow':
      return { kind: 'slow', bytesPerSecond: hasBody ? 20_000 : 100 }
    case 'half-answer':
    case 'lost-answer':
    case 'wrong-crc':
      return { kind: fault }
    case 'flip-bit':
      return { kind: 'flip-bit', atBodyByte: half }
    case 'http-500':
      return { kind: 'answer', answer: serverTrouble(500) }
    case 'http-502':
      return { kind: 'answer', answer: serverTrouble(502) }
    case 'http-503':
      return { kind: 'answer', answer: serverTrouble(503) }
    case 'forbidden':
      return { kind: 'answer', answer: accessDenied }
    case 'expired-token':
      return { kind: 'answer', answer: expiredToken }
    case 'clock-off':
      return { kind: 'answer', answer: clockOff(new Date(now() + clockOffMs)) }
  }
}

export interface Played {
  file: QueuedFile
  rule: ScriptedFault
  /** Requests before this index belong to the preparation. */
  faultyFrom: number
}

/** Leads an upload to `phase`, lets the fault happen there, and answers when the upload has settled in one of `ends`. */
export async function play(
  world: UploadWorld,
  fault: WireFault,
  phase: WirePhase,
  ends: readonly UploadStatus[],
): Promise<Played> {
  const arm = () => world.proxy.inject(ruleFor(fault, phase, () => world.clock.now()))
  const fiveParts = 4.5 * partSizeBytes
  if (phase === 'list' || phase === 'abort') {
    const file = await interruptedUpload(world, fiveParts)
    const faultyFrom = world.proxy.requests.length
    const rule = arm()
    if (phase === 'list') world.start()
    else {
      world.start()
      world.uploader.engine.cancel({ kind: 'ids', ids: [file.id] }, 'clean')
    }
    await world.reaches(file, ...ends)
    return { file, rule, faultyFrom }
  }
  const rule = arm()
  const size = phase === 'put' ? partSizeBytes - 1_000 : fiveParts
  const file = world.add('a.bin', size, phase === 'head' ? 'skip' : 'overwrite')
  await world.reaches(file, ...ends)
  return { file, rule, faultyFrom: 0 }
}

/** Parts 1 and 3 are up and recorded, part 2 hangs; then the program quits. */
async function interruptedUpload(world: UploadWorld, sizeBytes: number): Promise<QueuedFile> {
  const { proxy } = world
  const hang = { kind: 'black-hole', readsBodyBytes: 1 } as const
  proxy.inject({ phase: 'part', partNumber: 2, fault: hang })
  proxy.inject({ phase: 'part', partNumber: 4, fault: hang })
  const file = world.add('a.bin', sizeBytes)
  await proxy.until(() => proxy.held.length === 2)
  await world.stop()
  proxy.heal()
  return file
}
