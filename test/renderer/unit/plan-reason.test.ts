import { expect, it } from 'vitest'
import { planReason } from '../../../renderer/details/plan-reason.ts'

const MiB = 1024 * 1024
const settings = { partSizeBytes: 8 * MiB, multipartThresholdBytes: 10 * MiB }
const plan = (sizeBytes: number, partSizeBytes: number | null, partCount: number | null) => ({
  sizeBytes,
  partSizeBytes,
  partCount,
  status: 'uploading' as const,
})

it('says why a file is cut as it is', () => {
  expect(planReason(plan(MiB, MiB, 1), settings)).toBe('below-threshold')
  expect(planReason({ ...plan(MiB, null, null), status: 'done' }, settings)).toBe('below-threshold')
  expect(planReason(plan(800 * MiB, 8 * MiB, 100), settings)).toBe('setting')
  expect(planReason(plan(200_000 * MiB, 20 * MiB, 10_000), settings)).toBe('most-parts')
  expect(planReason(plan(800 * MiB, MiB, 800), settings)).toBe('slow-line')
  expect(planReason(plan(800 * MiB, 16 * MiB, 50), settings)).toBe('other-setting')
})

it('says nothing that the settings of today cannot have led to', () => {
  expect(planReason(plan(20 * MiB, 20 * MiB, 1), settings)).toBeNull()
  expect(planReason({ ...plan(MiB, null, null), status: 'queued' }, settings)).toBeNull()
})
