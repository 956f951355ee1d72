import type { UploadErrorData } from '../../../shared/upload-error.ts'
import type { LongCommand } from './command-store.ts'
import type { PartTry } from './running-upload.ts'

export interface EngineEvents {
  /** Status, reason or place of these uploads changed; they are in the store already. Empty: many, read the page again. */
  onUploadsChanged(ids: readonly number[]): void
  /** A part was confirmed. */
  onPartConfirmed(id: number, partNumber: number): void
  /** A try of a part ended, well or not; a confirmed one is told by `onPartConfirmed` as well. */
  onPartTried?(id: number, tried: PartTry): void
  /**
   * The checkpoint cannot be written (full disk, read-only folder), so no row can say it: nothing new begins until `null`
   * tells that it can be written again.
   */
  onCheckpointBlocked?(error: UploadErrorData | null): void
  /** A command over many rows is at work: how much of it is done, 0 to 1. Null: none is. */
  onLongWork?(work: Pick<LongCommand, 'kind' | 'share'> | null): void
  /** The user resumed everything while it was held. */
  onHoldEnded?(): void
  /** The object is stored, but OSS could not call the callback (R19). */
  onCallbackFailed?(objectKey: string, error: UploadErrorData): void
  /** Uploads to this destination wait for credentials; `null` when they have another chance. */
  onCredentialsNeeded?(destinationId: string, error: UploadErrorData | null): void
}
