import type { Dispatcher } from 'undici'
import { UploadError } from '../../shared/upload-error.ts'
import { parseEndpoint, regionOfEndpoint } from './addressing.ts'
import type { CredentialProvider } from './credentials.ts'
import { createOssStore, type OssStore } from './oss-store.ts'

export interface UnknownPlace {
  endpoint: string
  bucket: string
  isCustomDomain: boolean
}

/**
 * The region of a bucket whose endpoint does not name it (accelerate endpoints, custom domains, addresses). OSS is asked
 * with a V1 signature, which carries no region; a refusal that names the right endpoint tells as much as an answer.
 * Throws `RegionUnknown` (class `fatal`) where OSS does not tell, and whatever keeps OSS from being reached.
 */
export async function discoverRegion(
  place: UnknownPlace,
  credentials: CredentialProvider,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<string> {
  const store = createOssStore({ ...place, region: '', signatureVersion: 'v1', credentials, dispatcher })
  try {
    return await askRegion(store, place.bucket, signal)
  } finally {
    await store.close()
  }
}

/** The same over a client that signs with V1, which stays the caller's to close. */
export async function askRegion(
  store: Pick<OssStore, 'getBucketInfo'>,
  bucket: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { region } = await store.getBucketInfo(signal)
    if (region !== '') return region
    throw regionUnknown(bucket, 'GetBucketInfo')
  } catch (error) {
    if (!(error instanceof UploadError) || error.retry !== 'fatal' || error.code === 'NoSuchBucket')
      throw error
    const { Region = '', Endpoint = '' } = error.data.params ?? {}
    const named =
      Region !== '' ? String(Region) : Endpoint !== '' && regionOfEndpoint(parseEndpoint(String(Endpoint)))
    if (named) return named
    throw error.data.fromServer ? regionUnknown(bucket, error.code) : error
  }
}

function regionUnknown(bucket: string, reason: string): UploadError {
  return new UploadError({
    code: 'RegionUnknown',
    retry: 'fatal',
    message: `OSS does not say in which region ${bucket} is (${reason}). Give the region, e.g. cn-hangzhou.`,
    fromServer: false,
    params: { bucket, reason },
  })
}
