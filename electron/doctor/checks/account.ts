import { type Check, pass, skipped } from '../check.ts'

/** Refusals that OSS makes after it has accepted the signature. */
const afterSignature = new Set(['AccessDenied', 'NoSuchBucket', 'WrongEndpoint'])

export const credentialsAccepted: Check = {
  name: 'credentials',
  needs: ['service'],
  run: async ({ bucketInfo }, signal) => {
    const answer = await bucketInfo(signal)
    if ('info' in answer || answer.error.code === 'AccessDenied') return pass('credentialsAccepted')
    const { fromServer, retry, code } = answer.error
    // What was looked at first, the bucket or the key, only a success or a missing permission tells.
    if (afterSignature.has(code) || (fromServer && retry === 'fatal')) return skipped('credentialsNotReached')
    return { status: 'fail', error: answer.error }
  },
}

/** Endpoint and region belong to the bucket. Asking needs oss:GetBucketInfo, which uploading does not. */
export const bucketMatches: Check = {
  name: 'bucket',
  needs: ['credentials'],
  run: async ({ bucketInfo, place }, signal) => {
    const answer = await bucketInfo(signal)
    const { bucket } = place
    if ('error' in answer) {
      if (answer.error.code === 'AccessDenied') return skipped('bucketMayNotAsk')
      return { status: 'fail', error: answer.error }
    }
    const { region, publicEndpoint, versioning } = answer.info
    if (region === '' || place.region === '' || region === place.region) {
      return pass(versioning === 'Enabled' ? 'bucketVersioned' : 'bucketSeen', { bucket, region })
    }
    return {
      status: 'fail',
      seen: { key: 'bucketSeen', values: { bucket, region } },
      error: {
        code: 'WrongRegion',
        retry: 'fatal',
        message: `The bucket ${bucket} is in ${region}, not in ${place.region}.`,
        fromServer: false,
        params: { bucket, Region: region, ...(publicEndpoint !== '' && { Endpoint: publicEndpoint }) },
      },
    }
  },
}
