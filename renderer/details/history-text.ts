import type { UploadHistoryEntry } from '../../shared/queue.ts'
import { sentenceFor } from '../language/open-keys.ts'
import { say } from '../language/text.ts'
import type { Formats } from '../language/use-format.ts'

type Data = UploadHistoryEntry['data']

/** Values as people read them; the end of a name says its unit. */
function readable(data: Data, format: Formats): Data {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      if (typeof value !== 'number') return [name, value]
      if (/bytes$/i.test(name)) return [name, format.byteLimit(value)]
      if (name.endsWith('Ms')) return [name, format.duration(value / 1000)]
      return [name, format.count(value)]
    }),
  )
}

/** A code among the values also becomes its sentence, ending in a full stop where it does not. */
function sentenceOf({ code }: Data): string {
  if (typeof code !== 'string') return ''
  const text = sentenceFor('errors', code, {}) ?? code
  return /[.。！？!?]$/.test(text) ? text : say('history.stop', { text })
}

/** The sentence of an entry, or its bare kind and values where nobody has written one. */
export function historyText(entry: UploadHistoryEntry, format: Formats): string {
  const { kind, data } = entry
  const values = {
    ...readable(data, format),
    sentence: sentenceOf(data),
    context: String(data.mode ?? data.reason ?? (data.parts === 1 ? 'single' : '')),
  }
  const text = sentenceFor('window', `events.${kind}`, values)
  if (text !== null) return text
  const list = Object.entries(data).map(([name, value]) => `${name}: ${value}`)
  return say('history.unknown', { kind, values: list.join(', ') })
}
