import type { UploadErrorData } from '../../shared/upload-error.ts'
import { joinSentences } from './join-sentences.ts'
import { sentenceFor } from './open-keys.ts'

/** What an error says to a person: a sentence, and where one is known what to do next. */
export interface ErrorText {
  sentence: string
  next: string | null
}

/** Falls back to the error's own English sentence for codes that nobody has written about yet. */
export function errorText(error: UploadErrorData): ErrorText {
  const values = { message: error.message, ...error.params }
  return {
    sentence: sentenceFor('errors', error.code, values) ?? error.message,
    next: sentenceFor('errors', `${error.code}_next`, values),
  }
}

/** Sentence and next step as running text; Chinese full stops bring their own space. */
export function errorLine(error: UploadErrorData): string {
  const { sentence, next } = errorText(error)
  return joinSentences([sentence, next])
}

/** Everything support asks for, as one text (R17). */
export function errorDetails(error: UploadErrorData): string {
  const lines: [string, string | number | undefined][] = [
    ['Message', error.message],
    ['Code', error.code],
    ['EC', error.ec],
    ['HTTP status', error.status],
    ['RequestId', error.requestId],
    ['HostId', error.hostId],
    ['RecommendDoc', error.recommendDoc],
    ['Part', error.partNumber],
    ['Answered by OSS', error.fromServer ? 'yes' : 'no'],
  ]
  return lines
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}
