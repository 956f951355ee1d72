/** What a bar shows of one upload: the most it has shown since the upload last started over. */
export interface ShownBytes {
  confirmedBytes: number
  shownBytes: number
}

/**
 * The bar never runs backwards: a part that is sent again, or a pause that drops the bytes in flight, leaves it where
 * it was. Only an upload that starts over (its confirmed bytes fall) begins again.
 */
export function nextShownBytes(
  previous: ShownBytes | undefined,
  now: { confirmedBytes: number; inFlightBytes: number; sizeBytes: number },
): ShownBytes {
  const reached = Math.min(now.sizeBytes, now.confirmedBytes + now.inFlightBytes)
  const hasStartedOver = previous !== undefined && now.confirmedBytes < previous.confirmedBytes
  return {
    confirmedBytes: now.confirmedBytes,
    shownBytes: previous === undefined || hasStartedOver ? reached : Math.max(previous.shownBytes, reached),
  }
}
