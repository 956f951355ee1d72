import type { SeededRandom } from '../soak/seeded-random.ts'

const names = [
  ...[
    'id',
    'ids',
    'kind',
    'scope',
    'filter',
    'search',
    'sort',
    'offset',
    'limit',
    'descending',
    'paths',
    'path',
  ],
  ...[
    'destinationId',
    'conflictPolicy',
    'metadata',
    'mode',
    'name',
    'endpoint',
    'bucket',
    'prefix',
    'text',
    'batchId',
  ],
  ...[
    'accessKeyId',
    'accessKeySecret',
    'userMetadata',
    'callback',
    'language',
    'partSizeBytes',
    'expiresSeconds',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'then', 'toJSON', 'length', '', '0', '夏'],
]

const texts = [
  ...[
    '',
    'all',
    'ids',
    'added',
    'files',
    'folder',
    'keep',
    'clean',
    'oss',
    'practice',
    'public',
    'v4',
    'default',
  ],
  ...['../../etc/passwd', '/etc/shadow', 'C:\\Windows\\system32', '\\\\server\\share', 'file:///etc/passwd'],
  ...[
    'a\0b',
    'line\r\nX-Injected: 1',
    '<script>alert(1)</script>',
    "'; DROP TABLE uploads; --",
    '%',
    '"*"',
    '\ud800',
  ],
  ...['javascript:alert(1)', 'http://127.0.0.1:1/', '__proto__', '{{name}}', '$t(errors.Unexpected)', '😀'],
]

const numbers = [
  0,
  1,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  499,
  501,
]

/** Anything that structured cloning lets through the bridge, and that no honest window would send. */
export function hostileValue(random: SeededRandom, depth = 0): unknown {
  const choice = random.between(0, depth > 4 ? 6 : 11)
  if (choice === 0) return undefined
  if (choice === 1) return null
  if (choice === 2) return random.chance(0.5)
  if (choice === 3) return random.pick(numbers)
  if (choice === 4) return random.pick(texts)
  if (choice === 5) return random.pick(texts).repeat(random.pick([1, 50, 2000]))
  if (choice === 6)
    return random.pick([10n, new Date(0), /x/, new Map([[1, 2]]), new Uint8Array(9), new Error('x')])
  if (choice === 7) return Array.from({ length: random.between(0, 6) }, () => hostileValue(random, depth + 1))
  if (choice === 8) return new Array(random.pick([1000, 100_001])).fill(random.pick([1, 'x', null]))
  return hostileObject(random, depth)
}

function hostileObject(random: SeededRandom, depth: number): object {
  const entries = Array.from({ length: random.between(0, 8) }, () => [
    random.pick(names),
    hostileValue(random, depth + 1),
  ])
  // Not `Object.fromEntries`: a parsed text makes `__proto__` a field of its own, as it comes over the bridge.
  const object = random.chance(0.1) ? Object.create(null) : {}
  for (const [name, value] of entries)
    Object.defineProperty(object, String(name), {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  return object
}

/** A copy of a sound request with one thing in it replaced, added or taken away. */
export function spoiled(random: SeededRandom, request: unknown): unknown {
  if (typeof request !== 'object' || request === null || random.chance(0.15)) return hostileValue(random)
  const copy = structuredClone(request) as Record<string, unknown>
  const keys = Object.keys(copy)
  const key = random.chance(0.2) || keys.length === 0 ? random.pick(names) : random.pick(keys)
  // The length of a list stays what it is.
  if (random.chance(0.1)) Reflect.deleteProperty(copy, key)
  else {
    const value = random.chance(0.4) ? spoiled(random, copy[key]) : hostileValue(random)
    Reflect.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true })
  }
  return copy
}
