import { practice } from '../../shared/locales/en/practice.ts'

/** Why a practice bucket cannot start; each is a sentence in the `practice` namespace of the messages. */
export type PracticeBucketErrorCode =
  | 'BadBucketName'
  | 'BadDirectory'
  | 'BadRegion'
  | 'DirectoryInUse'
  | 'KeysUnreadable'
  | 'NotThisComputer'
  | 'PortInUse'
  | 'PortRefused'

/**
 * Something the person who starts the server can put right. `subject` is the directory, port, name … it is about; the
 * message is the English sentence, for logs and for whoever has no other words.
 */
export class PracticeBucketError extends Error {
  override readonly name = 'PracticeBucketError'
  readonly code: PracticeBucketErrorCode
  readonly subject: string

  constructor(code: PracticeBucketErrorCode, subject: string, options?: ErrorOptions) {
    const reason = options?.cause instanceof Error ? options.cause.message : ''
    super(practice[code].replace('{{subject}}', subject).replace('{{reason}}', reason), options)
    this.code = code
    this.subject = subject
  }
}
