import { describe, expect, it } from 'vitest'
import { nextShownBytes } from '../../../renderer/store/shown-bytes.ts'

const sizeBytes = 1000

describe('nextShownBytes', () => {
  it('adds the bytes in flight to the confirmed ones (R15)', () => {
    expect(nextShownBytes(undefined, { confirmedBytes: 300, inFlightBytes: 50, sizeBytes }).shownBytes).toBe(
      350,
    )
  })

  it('stays where it was when a part is sent again or a pause drops the bytes in flight', () => {
    const before = nextShownBytes(undefined, { confirmedBytes: 300, inFlightBytes: 90, sizeBytes })
    expect(nextShownBytes(before, { confirmedBytes: 300, inFlightBytes: 0, sizeBytes }).shownBytes).toBe(390)
  })

  it('begins again when the upload starts over (R6, R14)', () => {
    const before = nextShownBytes(undefined, { confirmedBytes: 300, inFlightBytes: 90, sizeBytes })
    expect(nextShownBytes(before, { confirmedBytes: 0, inFlightBytes: 10, sizeBytes }).shownBytes).toBe(10)
  })

  it('never exceeds the size of the file', () => {
    expect(nextShownBytes(undefined, { confirmedBytes: 990, inFlightBytes: 90, sizeBytes }).shownBytes).toBe(
      1000,
    )
  })
})
