import type { WireFault, WirePhase } from './wire-scenario.ts'

/** What an upload does about a fault. The sentence is what `docs/faults.md` tells people. */
export const outcomes = {
  again: 'Asked again after a short wait.',
  'part again': 'This part is sent again after a short wait; the others are not.',
  'file again': 'The file, which goes in one request, is sent again after a short wait.',
  offline: 'Waits for the network, and goes on by itself once something answers. No attempt is used up.',
  found: 'The multipart upload that was opened is found and used; no second one is left behind.',
  'asks first': 'The server is asked what it has; then the object is put together.',
  settled: 'The part list and the object itself are asked; nothing is sent again.',
  slowly: 'Goes on, slowly. Nothing is cut, nothing is sent twice.',
  stops: 'Stops and names the missing permission. The parts stay: Resume goes on from them.',
  'own record':
    'Goes on from this computer’s own record and says so; the checksum of the whole object decides, or OSS when it writes.',
  'stops cleaning': 'Stops and names the missing permission. Cancel again once it is granted.',
  credentials:
    'Waits for credentials, asks again by itself with growing waits, and goes on with the same multipart upload.',
  'cleans later': 'Tried again a little later, until the server confirms that nothing is left.',
  clock: 'The server’s time is learnt and the request signed again with it.',
  distrusted: 'The parts whose checksum differs are not trusted and sent again.',
  differs: 'Stops and shows both checksums. Nothing is deleted; Resume asks the object itself.',
  unharmed: 'Goes on: this answer carries no checksum that could be wrong.',
} as const satisfies Record<string, string>
export type Outcome = keyof typeof outcomes

type Row = Record<WirePhase, Outcome | null>

const everywhere = (outcome: Outcome): Row => ({
  initiate: outcome,
  part: outcome,
  list: outcome,
  complete: outcome,
  put: outcome,
  head: outcome,
  abort: outcome,
})

/** The table of `docs/faults.md`; null where the fault cannot happen, since that request has no body. */
export const expectedOutcomes: Record<WireFault, Row> = {
  refuse: { ...everywhere('offline'), abort: 'cleans later' },
  reset: {
    ...everywhere('again'),
    part: 'part again',
    complete: 'asks first',
    put: 'file again',
    abort: 'cleans later',
  },
  'black-hole': {
    ...everywhere('again'),
    complete: 'asks first',
    part: 'part again',
    put: 'file again',
    abort: 'cleans later',
  },
  slow: everywhere('slowly'),
  'half-answer': {
    ...everywhere('again'),
    initiate: 'found',
    part: 'part again',
    complete: 'settled',
    put: 'file again',
    abort: 'cleans later',
  },
  'lost-answer': {
    ...everywhere('again'),
    initiate: 'found',
    part: 'part again',
    complete: 'settled',
    put: 'file again',
    abort: 'cleans later',
  },
  'http-500': {
    ...everywhere('again'),
    complete: 'asks first',
    part: 'part again',
    put: 'file again',
    abort: 'cleans later',
  },
  'http-502': {
    ...everywhere('again'),
    complete: 'asks first',
    part: 'part again',
    put: 'file again',
    abort: 'cleans later',
  },
  'http-503': {
    ...everywhere('again'),
    complete: 'asks first',
    part: 'part again',
    put: 'file again',
    abort: 'cleans later',
  },
  forbidden: {
    ...everywhere('stops'),
    list: 'own record',
    head: 'own record',
    abort: 'stops cleaning',
  },
  'wrong-crc': {
    ...everywhere('unharmed'),
    part: 'part again',
    list: 'distrusted',
    complete: 'differs',
    put: 'file again',
  },
  'flip-bit': {
    initiate: null,
    part: 'part again',
    list: null,
    complete: 'again',
    put: 'file again',
    head: null,
    abort: null,
  },
  'clock-off': everywhere('clock'),
  'expired-token': { ...everywhere('credentials'), abort: 'cleans later' },
}

/** How the document calls the requests. */
export const phaseTitles: Record<WirePhase, string> = {
  initiate: 'opening the multipart upload',
  part: 'sending a part',
  list: 'listing the parts (resume)',
  complete: 'putting the object together',
  put: 'sending a small file',
  head: 'looking whether the object exists',
  abort: 'cleaning up after cancel',
}

/** How the document calls the faults. */
export const faultTitles: Record<WireFault, string> = {
  refuse: 'connections are refused for 40 s',
  reset: 'the connection is cut half-way',
  'black-hole': 'nothing is read or answered any more',
  slow: 'the line is very slow',
  'half-answer': 'the answer breaks off',
  'lost-answer': 'the server acts, its answer is lost',
  'http-500': '500 three times in a row',
  'http-502': '502 from a gateway three times',
  'http-503': '503 three times in a row',
  forbidden: '403 `AccessDenied`',
  'wrong-crc': 'the checksum in the answer is wrong',
  'flip-bit': 'a bit flips on the way',
  'clock-off': '403 `RequestTimeTooSkewed`',
  'expired-token': '403 `SecurityTokenExpired`',
}
