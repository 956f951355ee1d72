import { describe, expect, it } from 'vitest'
import { partRange, partSize, planParts, settingsForRate } from '../../electron/engine/part-plan.ts'
import { limits } from '../../shared/part-plan.ts'
import { UploadError } from '../../shared/upload-error.ts'

const KiB = 1024
const MiB = 1024 * KiB
const settings = { partSizeBytes: 8 * MiB, multipartThresholdBytes: 10 * MiB }
/** Java, Go, C: parts whatever the size. */
const always = { partSizeBytes: 100 * KiB, multipartThresholdBytes: 0 }

function refusal(make: () => unknown): UploadError {
  try {
    make()
  } catch (error) {
    if (error instanceof UploadError) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('planParts', () => {
  it('sends an empty file in one request, whatever the threshold (R12)', () => {
    expect(planParts(0, always)).toEqual({ mode: 'put', sizeBytes: 0, partSizeBytes: 0, partCount: 1 })
  })

  it('sends files below the threshold in one request and those at it in parts (R12)', () => {
    expect(planParts(10 * MiB - 1, settings).mode).toBe('put')
    expect(planParts(10 * MiB, settings)).toEqual({
      mode: 'multipart',
      sizeBytes: 10 * MiB,
      partSizeBytes: 8 * MiB,
      partCount: 2,
    })
  })

  it.each([
    ['exactly one part', 100 * KiB, 1, 100 * KiB],
    ['one part and one byte', 100 * KiB + 1, 2, 1],
    ['a whole number of parts', 500 * KiB, 5, 100 * KiB],
    ['one byte less than a whole number', 500 * KiB - 1, 5, 100 * KiB - 1],
  ])('cuts %s', (_name, sizeBytes, partCount, lastSize) => {
    const plan = planParts(sizeBytes, always)
    expect(plan.partCount).toBe(partCount)
    expect(partSize(plan, partCount)).toBe(lastSize)
  })

  it('never sends more than 5 GB in one request (R1)', () => {
    const threshold = { partSizeBytes: 8 * MiB, multipartThresholdBytes: Number.MAX_SAFE_INTEGER }
    expect(planParts(limits.maxPutSizeBytes, threshold).mode).toBe('put')
    expect(planParts(limits.maxPutSizeBytes + 1, threshold).mode).toBe('multipart')
  })

  it('raises the part size so that 10,000 parts suffice, in steps of 4 KiB (R8)', () => {
    const justFits = planParts(10_000 * 100 * KiB, always)
    expect(justFits).toMatchObject({ partSizeBytes: 100 * KiB, partCount: 10_000 })
    const oneMore = planParts(10_000 * 100 * KiB + 1, always)
    expect(oneMore.partSizeBytes).toBe(104 * KiB)
    expect(oneMore.partCount).toBeLessThanOrEqual(10_000)
  })

  it('takes the largest object OSS knows, and refuses one byte more with the limit (R8)', () => {
    const plan = planParts(limits.maxObjectSizeBytes, settings)
    expect(plan).toMatchObject({ partSizeBytes: limits.maxPartSizeBytes, partCount: 10_000 })
    const error = refusal(() => planParts(limits.maxObjectSizeBytes + 1, settings))
    expect(error.data).toMatchObject({ code: 'FileTooLarge', retry: 'fatal' })
    expect(error.message).toContain('48.8 TB')
  })

  it.each([99 * KiB, 6 * 1024 * MiB, 100.5 * KiB + 0.5, Number.NaN])(
    'refuses a part size of %d bytes with the range in the message (R7)',
    (partSizeBytes) => {
      const error = refusal(() => planParts(1, { ...settings, partSizeBytes }))
      expect(error.code).toBe('PartSizeOutOfRange')
      expect(error.message).toMatch(/102400.*100 KB.*5368709120.*5 GB/)
    },
  )

  it('keeps within every limit and tiles the file, whatever size and settings (R1, R7, R8)', () => {
    let seed = 7
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed / 2_147_483_648
    }
    for (let round = 0; round < 400; round += 1) {
      const sizeBytes = Math.floor(2 ** (random() * 45))
      const partSizeBytes = 100 * KiB + Math.floor(random() ** 4 * 64 * MiB)
      const plan = planParts(sizeBytes, { partSizeBytes, multipartThresholdBytes: 0 })
      const about = `size ${sizeBytes}, part size ${partSizeBytes}`
      expect(plan.partCount, about).toBeLessThanOrEqual(limits.maxPartCount)
      expect(plan.partSizeBytes, about).toBeGreaterThanOrEqual(limits.minPartSizeBytes)
      let end = 0
      for (let number = 1; number <= plan.partCount; number += 1) {
        const range = partRange(plan, number)
        const isWhole = range.endOffset - range.startOffset === plan.partSizeBytes
        const isRight =
          range.startOffset === end && range.endOffset > end && (isWhole || number === plan.partCount)
        if (!isRight) throw new Error(`${about}: part ${number} is ${JSON.stringify(range)}`)
        end = range.endOffset
      }
      expect(end, about).toBe(sizeBytes)
    }
  })
})

it('refuses part numbers outside the plan', () => {
  const plan = planParts(250 * KiB, always)
  expect(() => partRange(plan, 0)).toThrow('part 0 is not one of the 3 parts')
  expect(() => partRange(plan, 4)).toThrow(RangeError)
})

describe('settingsForRate', () => {
  it('changes nothing while the rate is unknown or high', () => {
    expect(settingsForRate(settings, null)).toEqual(settings)
    expect(settingsForRate(settings, 10 * MiB)).toEqual(settings)
  })

  it('lowers part size and threshold on a slow line until a request takes minutes', () => {
    expect(settingsForRate(settings, 8 * KiB)).toEqual({
      partSizeBytes: 2400 * KiB,
      multipartThresholdBytes: 2400 * KiB,
    })
  })

  it('never goes below what OSS takes', () => {
    expect(settingsForRate(settings, 1).partSizeBytes).toBe(limits.minPartSizeBytes)
  })
})
