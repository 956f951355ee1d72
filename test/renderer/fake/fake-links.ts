import type { Destination } from '../../../shared/destination.ts'
import type { CopiedLink, LinkChoices, LinkRequest } from '../../../shared/object-link.ts'
import type { UploadRow } from '../../../shared/queue.ts'
import type { FakeQueue } from './fake-queue.ts'

function find(queue: FakeQueue, destinations: readonly Destination[], id: number) {
  const row = queue.uploads.get(id)?.row
  const destination = destinations.find((candidate) => candidate.id === row?.destinationId)
  if (!row || !destination) throw new Error(`No upload ${id}`)
  return { row, destination }
}

const isTemporary = (row: UploadRow) => row.objectKey.endsWith('.CR3')
const isPublic = (row: UploadRow) => row.objectKey.endsWith('.wav')

function choices(queue: FakeQueue, destinations: readonly Destination[], id: number): LinkChoices {
  const { row, destination } = find(queue, destinations, id)
  return {
    isPublic: isPublic(row),
    isTemporary: isTemporary(row),
    credentialsEndAt: isTemporary(row) ? Date.now() + 1800_000 : null,
    isThisComputer: destination.kind === 'practice',
  }
}

/** Objects that end in `.wav` are public, credentials for those in `.CR3` end in half an hour. */
export const fakeLinks = {
  choices,
  copied(
    queue: FakeQueue,
    destinations: readonly Destination[],
    request: LinkRequest,
  ): { text: string; copied: CopiedLink } {
    const { row } = find(queue, destinations, request.id)
    const address = `https://${row.bucket}.oss-cn-hangzhou.aliyuncs.com/${encodeURI(row.objectKey)}`
    if (request.kind === 'public') return { text: address, copied: { endsAt: null, isCutShort: false } }
    const { credentialsEndAt } = choices(queue, destinations, request.id)
    const asked = Date.now() + request.expiresSeconds * 1000
    const endsAt = Math.min(asked, credentialsEndAt ?? asked)
    return {
      text: `${address}?x-oss-expires=${(endsAt - Date.now()) / 1000}`,
      copied: { endsAt, isCutShort: endsAt < asked },
    }
  },
}
