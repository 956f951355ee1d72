import { describe, expect, it } from 'vitest'
import { LiveParts, withLiveParts } from '../../electron/app/live-parts.ts'
import { PartJournal } from '../../electron/app/part-journal.ts'
import { ProgressMeter } from '../../electron/app/progress-meter.ts'
import type { RunningUpload } from '../../electron/engine/ports/running-upload.ts'

const MiB = 1024 * 1024

function running(change: Partial<RunningUpload> = {}): RunningUpload {
  return {
    id: 1,
    batchId: 1,
    sizeBytes: 100 * MiB,
    confirmedBytes: 0,
    inFlightBytes: 0,
    sentBytes: 0,
    parts: [],
    ...change,
  }
}

describe('speed and time left', () => {
  it('are what was sent over the last seconds', () => {
    const meter = new ProgressMeter()
    for (let second = 0; second <= 10; second += 1) {
      meter.measure(
        second * 1000,
        [running({ sentBytes: second * 2 * MiB, inFlightBytes: second * 2 * MiB })],
        0,
      )
    }
    const measured = meter.measure(
      11_000,
      [running({ sentBytes: 22 * MiB, confirmedBytes: 22 * MiB })],
      78 * MiB,
    )
    expect(measured.bytesPerSecond).toBe(2 * MiB)
    expect(measured.uploads[0]).toMatchObject({ bytesPerSecond: 2 * MiB, secondsLeft: 39 })
    expect(measured.secondsLeft).toBe(39)
  })

  it('do not count parts that were kept from an earlier run as speed', () => {
    const meter = new ProgressMeter()
    meter.measure(0, [running()], 0)
    const measured = meter.measure(1000, [running({ confirmedBytes: 90 * MiB })], 10 * MiB)
    expect(measured.bytesPerSecond).toBe(0)
  })

  it('are unknown at the start and while nothing moves', () => {
    const meter = new ProgressMeter()
    expect(meter.measure(0, [running()], MiB).secondsLeft).toBeNull()
    expect(meter.measure(1000, [running({ sentBytes: MiB })], MiB).secondsLeft).toBeNull()
    for (let second = 2; second < 20; second += 1)
      meter.measure(second * 1000, [running({ sentBytes: MiB })], MiB)
    expect(meter.measure(20_000, [running({ sentBytes: MiB })], MiB)).toMatchObject({
      bytesPerSecond: 0,
      secondsLeft: null,
    })
  })

  it('never fall below zero in total when an upload ends or begins again from zero', () => {
    const meter = new ProgressMeter()
    meter.measure(0, [running({ sentBytes: 0 }), running({ id: 2 })], 0)
    meter.measure(1000, [running({ sentBytes: 5 * MiB }), running({ id: 2, sentBytes: MiB })], 0)
    expect(meter.measure(2000, [running({ id: 2, sentBytes: 2 * MiB })], 0).bytesPerSecond).toBe(3.5 * MiB)
    const again = meter.measure(
      3000,
      [running({ sentBytes: MiB }), running({ id: 2, sentBytes: 3 * MiB })],
      0,
    )
    expect(again.bytesPerSecond).toBe(Math.round((9 * MiB - 0) / 3))
  })
})

describe('parts of the watched upload', () => {
  const part = {
    partNumber: 2,
    sizeBytes: MiB,
    sentBytes: 10,
    tries: 1,
    isRetrying: false,
    startedAt: 0,
  }
  const tried = { partNumber: 2, sizeBytes: MiB, tries: 1, durationMs: 2000, code: null, requestId: 'A1' }
  const unknown = { bytesPerSecond: null, code: null, requestId: null }

  it('are told when they change, and only then', () => {
    const journal = new PartJournal()
    const live = new LiveParts(journal)
    live.watch(1)
    expect(live.changes([running({ parts: [part] })], 100)).toEqual({
      uploadId: 1,
      changes: [{ partNumber: 2, state: 'sending', sentBytes: 10, tries: 1, ...unknown }],
    })
    expect(live.changes([running({ parts: [part] })], 200)).toBeNull()
    journal.add(1, tried)
    live.confirm(1, 2)
    expect(live.changes([running()], 300)?.changes).toEqual([
      {
        partNumber: 2,
        state: 'done',
        sentBytes: 0,
        tries: 1,
        bytesPerSecond: MiB / 2,
        code: null,
        requestId: 'A1',
      },
    ])
    expect(live.changes([running()], 400)).toBeNull()
  })

  it('carry the speed of the try that runs once it can be measured, and code and request of the last failure', () => {
    const journal = new PartJournal()
    const live = new LiveParts(journal)
    live.watch(1)
    journal.add(1, { ...tried, code: 'Stalled', requestId: 'B2' })
    const again = { ...part, tries: 2, sentBytes: 3000, startedAt: 1000 }
    expect(live.changes([running({ parts: [again] })], 2000)?.changes).toEqual([
      {
        partNumber: 2,
        state: 'sending',
        sentBytes: 3000,
        tries: 2,
        bytesPerSecond: 3000,
        code: 'Stalled',
        requestId: 'B2',
      },
    ])
  })

  it('go back to waiting when they were cut', () => {
    const live = new LiveParts(new PartJournal())
    live.watch(1)
    live.changes([running({ parts: [{ ...part, isRetrying: true, startedAt: null, tries: 3 }] })], 0)
    expect(live.changes([], 1)?.changes).toEqual([
      { partNumber: 2, state: 'waiting', sentBytes: 0, tries: 3, ...unknown },
    ])
  })

  it('of other uploads are nobody’s business', () => {
    const live = new LiveParts(new PartJournal())
    live.watch(7)
    live.confirm(1, 2)
    expect(live.changes([running({ parts: [part] })], 0)).toBeNull()
  })

  it('are drawn over the recorded map, with what is remembered of them', () => {
    const recorded = { partNumber: 3, tries: 4, ...unknown, code: 'ConnectionReset' }
    const map = {
      uploadId: 1,
      sizeBytes: 3,
      partSizeBytes: 1,
      partCount: 3,
      states: 'k..',
      facts: [recorded],
    }
    const journal = new PartJournal()
    expect(withLiveParts(map, running({ parts: [part] }), journal).states).toBe('ks.')
    expect(withLiveParts(map, undefined, journal)).toEqual(map)
    journal.add(1, { ...tried, partNumber: 3 })
    expect(withLiveParts(map, undefined, journal).facts).toEqual([
      {
        partNumber: 3,
        tries: 4,
        bytesPerSecond: MiB / 2,
        code: 'ConnectionReset',
        requestId: 'A1',
      },
    ])
  })

  it('are remembered for the uploads sent last, not for all that ever were', () => {
    const journal = new PartJournal()
    for (let id = 1; id <= 40; id += 1) journal.add(id, tried)
    expect(journal.factsOf(1)).toEqual([])
    expect(journal.factsOf(40)).toHaveLength(1)
  })
})
