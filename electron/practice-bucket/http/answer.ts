import type { XmlNode } from '../wire/xml.ts'
import { xmlDocument } from '../wire/xml.ts'

/** What a call answers, as data; one place turns it into bytes on the wire. */
export interface Answer {
  status: number
  headers?: Readonly<Record<string, string>>
  body?: AnswerBody
  /** OSS error code, for the observer. */
  errorCode?: string
}

export type AnswerBody =
  | { kind: 'text'; text: string; contentType: string }
  /** A slice of an open file; the sender closes the descriptor whatever happens. `endOffset` is exclusive. */
  | { kind: 'file'; descriptor: number; startOffset: number; endOffset: number; bitsPerSecond?: number }

export function xmlAnswer(root: XmlNode, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: 200,
    headers,
    body: { kind: 'text', text: xmlDocument(root), contentType: 'application/xml' },
  }
}
