import type { CopiedLink, LinkChoices, LinkRequest } from '../../shared/object-link.ts'
import type { UploadDetails } from '../../shared/queue.ts'
import { UploadError } from '../../shared/upload-error.ts'
import type { OssStore } from '../oss/oss-store.ts'
import type { Destinations } from './destinations.ts'

interface Parts {
  destinations: Pick<Destinations, 'find' | 'open'>
  details: (uploadId: number) => UploadDetails | null
  /** To the clipboard; a signed link lets whoever has it read the object, so it goes nowhere else. */
  copy: (text: string) => Promise<void>
  now: () => number
}

/** Links to objects that have been uploaded. */
export class ObjectLinks {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Throws `UploadGone`, `LinkNotYet`, `DestinationGone` and `DestinationMoved`. */
  async choices(uploadId: number): Promise<LinkChoices> {
    const { isPublic, isThisComputer, store } = await this.#object(uploadId)
    const { isTemporary, expiresAt } = await store.credentialLife()
    return { isPublic, isThisComputer, isTemporary, credentialsEndAt: expiresAt }
  }

  /** Copies a link. A signed one never outlives the credentials that sign it: OSS would refuse it from then on. */
  async copy(request: LinkRequest): Promise<CopiedLink> {
    const { objectKey: key, isPublic, store } = await this.#object(request.id)
    const { copy, now } = this.#parts
    if (request.kind === 'public') {
      if (!isPublic) throw notPublic(key)
      await copy(store.publicUrl(key))
      return { endsAt: null, isCutShort: false }
    }
    const { expiresAt } = await store.credentialLife()
    const left = expiresAt === null ? Number.POSITIVE_INFINITY : Math.floor((expiresAt - now()) / 1000)
    if (left < 1) throw expired()
    const expiresSeconds = Math.min(request.expiresSeconds, left)
    await copy(await store.presignedUrl({ method: 'GET', key, expiresSeconds }))
    return { endsAt: now() + expiresSeconds * 1000, isCutShort: expiresSeconds < request.expiresSeconds }
  }

  async #object(
    uploadId: number,
  ): Promise<{ objectKey: string; isPublic: boolean; isThisComputer: boolean; store: OssStore }> {
    const { destinations, details } = this.#parts
    const found = details(uploadId)
    if (found === null) throw refused('UploadGone', 'This upload is no longer in the list.', {})
    const { destinationId, bucket, objectKey, status } = found.row
    if (status !== 'done' && status !== 'skipped') {
      throw refused('LinkNotYet', `There is no object ${objectKey} yet to link to.`, { key: objectKey })
    }
    const destination = destinations.find(destinationId)
    if (destination === null) {
      throw refused('DestinationGone', 'The destination of this upload has been removed.', {
        id: destinationId,
      })
    }
    if (destination.bucket !== bucket) {
      throw refused('DestinationMoved', `"${destination.name}" is now another bucket than ${bucket}.`, {
        name: destination.name,
        bucket,
      })
    }
    return {
      objectKey,
      // What the bucket itself allows is not known here; the object's own list counts whatever that says.
      isPublic: status === 'done' && (found.metadata.acl?.startsWith('public-read') ?? false),
      isThisComputer: destination.kind === 'practice',
      store: await destinations.open(destinationId),
    }
  }
}

function notPublic(key: string): UploadError {
  return refused('LinkNotPublic', `${key} was not uploaded as readable for everyone.`, { key })
}

function expired(): UploadError {
  return new UploadError({
    code: 'SecurityTokenExpired',
    retry: 'auth',
    message: 'The temporary credentials have ended; a link signed with them would not work.',
    fromServer: false,
  })
}

function refused(code: string, message: string, params: Record<string, string>): UploadError {
  return new UploadError({ code, retry: 'fatal', message, fromServer: false, params })
}
