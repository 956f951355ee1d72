import { type CannedAnswer, renderAnswer } from './canned-answer.ts'
import type { Fault } from './fault.ts'
import { type Head, requestFraming, write } from './http-wire.ts'
import type { PassedRequest } from './passed-request.ts'
import { cut, relay, type Wires } from './relay.ts'

/** Carries one request and its answer. Resolves to false when the connection cannot be used any more. */
export async function carry(
  wires: Wires,
  head: Head,
  record: PassedRequest,
  fault: Fault | null,
): Promise<boolean> {
  switch (fault?.kind) {
    case 'refuse':
      return cut(wires)
    case 'black-hole':
      return swallow(wires, head, record, fault.readsBodyBytes)
    case 'answer':
      return answerInstead(wires, head, record, fault.answer)
    case 'hook': {
      await fault.before?.()
      return relay(wires, head, record, {
        ...(fault.beforeAnswer && { beforeAnswer: fault.beforeAnswer }),
      })
    }
    case 'reset':
      return relay(wires, head, record, { resetAfter: fault.afterBodyBytes })
    case 'slow':
      return relay(wires, head, record, { bytesPerSecond: fault.bytesPerSecond })
    case 'flip-bit':
      return relay(wires, head, record, { flipAt: fault.atBodyByte })
    case 'lost-answer':
      return relay(wires, head, record, { answer: 'lose' })
    case 'half-answer':
      return relay(wires, head, record, { answer: 'half' })
    case 'wrong-crc':
      return relay(wires, head, record, { answer: 'wrong-crc' })
    case undefined:
      return relay(wires, head, record, {})
  }
}

async function swallow(wires: Wires, head: Head, record: PassedRequest, limit: number): Promise<boolean> {
  if (limit > 0) {
    for await (const chunk of wires.fromClient.body(requestFraming(head))) {
      record.readBytes += chunk.length
      if (record.readBytes >= limit) break
    }
  }
  record.state = 'held'
  wires.moved()
  await new Promise<void>((resolve) => {
    if (wires.client.destroyed) resolve()
    else wires.client.once('close', () => resolve())
    // With the whole body read, looking for more is how the client's leaving shows.
    if (record.readBytes >= record.bodyBytes)
      void wires.fromClient.waitForBytes().then(() => wires.client.destroy())
  })
  return false
}

async function answerInstead(
  wires: Wires,
  head: Head,
  record: PassedRequest,
  answer: CannedAnswer,
): Promise<boolean> {
  if (answer.readsBody) {
    for await (const chunk of wires.fromClient.body(requestFraming(head))) record.readBytes += chunk.length
  }
  const requestId = `FA017${String(record.index).padStart(19, '0')}`
  const bytes = renderAnswer(answer, record.method, requestId)
  if (!(await write(wires.client, bytes))) return false
  record.toClientBytes += bytes.length
  record.clientStatus = answer.status
  if (answer.readsBody) return true
  wires.client.end()
  return false
}
