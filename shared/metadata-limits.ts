/** What OSS takes at most of what can be set on an object. Ranges are inclusive. */
export const metadataLimits = {
  /** Names (without `x-oss-meta-`) and values together. */
  userMetadataBytes: 8 * 1024,
  tags: 10,
  tagKeyBytes: 128,
  tagValueBytes: 256,
  /** Bits per second of one connection: 100 KB/s to 100 MB/s. */
  trafficLimitBitsPerSecond: [819_200, 838_860_800],
  callbackUrls: 5,
  /** Base64 text of each of the two headers of a callback. */
  callbackHeaderBytes: 5 * 1024,
} as const
