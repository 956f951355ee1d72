import type { DoctorCheck, DoctorPlace, PlaceProposal } from '../../shared/doctor/doctor-report.ts'
import type { UploadErrorData } from '../../shared/upload-error.ts'
import { parseEndpoint, regionOfEndpoint } from '../oss/addressing.ts'

/** Where OSS says the bucket is, from the first error that tells; null when none does, or when it says what is set. */
export function placeProposal(place: DoctorPlace, checks: readonly DoctorCheck[]): PlaceProposal | null {
  for (const { error } of checks) {
    const proposal = error === null ? null : proposalOf(error, place)
    if (proposal !== null) return proposal
  }
  return null
}

/** Of `WrongEndpoint` and `WrongRegion`. A domain of one's own stays what it is: only the region changes. */
export function proposalOf(error: UploadErrorData, place: DoctorPlace): PlaceProposal | null {
  if (error.code !== 'WrongEndpoint' && error.code !== 'WrongRegion') return null
  const { Endpoint = '', Region = '' } = error.params ?? {}
  const named = Endpoint === '' ? null : safely(() => parseEndpoint(String(Endpoint)))
  const region = (Region !== '' ? String(Region) : named && regionOfEndpoint(named)) || place.region
  const keepsEndpoint = place.isCustomDomain || (error.code === 'WrongRegion' && !tellsRegion(place.endpoint))
  const { protocol } = parseEndpoint(place.endpoint)
  const endpoint =
    keepsEndpoint || (named === null && region === place.region)
      ? place.endpoint
      : named === null
        ? `${protocol}//oss-${region}.aliyuncs.com`
        : `${protocol}//${named.hostname}${named.port === '' ? '' : `:${named.port}`}`
  return endpoint === place.endpoint && region === place.region ? null : { endpoint, region }
}

/** An accelerated endpoint, an address and a domain of one's own are right for any region. */
function tellsRegion(endpoint: string): boolean {
  return regionOfEndpoint(parseEndpoint(endpoint)) !== null
}

function safely<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
