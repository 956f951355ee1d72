/**
 * Just enough of an assembler for one WebAssembly module: instructions are nested lists of bytes, flattened at the end.
 */
export type Code = number | readonly Code[]

/** Unsigned LEB128, WebAssembly's variable-length integer. */
function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest & 0x7f
    rest >>>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
  } while (rest !== 0)
  return bytes
}

/** Signed LEB128, as `const` instructions want it. */
function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low]
    bytes.push(low | 0x80)
  }
}

const blockWithoutResult = 0x40
/** Alignment is only a hint; 0 promises nothing. */
const anyAlignment = 0

export const local = {
  get: (index: number): Code => [0x20, unsigned(index)],
  set: (index: number, value: Code): Code => [value, 0x21, unsigned(index)],
}

export const i32 = {
  type: 0x7f,
  const: (value: number): Code => [0x41, signed(value)],
  add: (a: Code, b: Code): Code => [a, b, 0x6a],
  sub: (a: Code, b: Code): Code => [a, b, 0x6b],
  and: (a: Code, b: Code): Code => [a, b, 0x71],
  shiftLeft: (a: Code, bits: number): Code => [a, i32.const(bits), 0x74],
  /** Unsigned. */
  lessThan: (a: Code, b: Code): Code => [a, b, 0x49],
  load8: (address: Code, offset = 0): Code => [address, 0x2d, anyAlignment, unsigned(offset)],
  fromI64: (value: Code): Code => [value, 0xa7],
}

export const i64 = {
  type: 0x7e,
  const: (value: number): Code => [0x42, signed(value)],
  xor: (a: Code, b: Code): Code => [a, b, 0x85],
  shiftRight: (a: Code, bits: number): Code => [a, i64.const(bits), 0x88],
  load: (address: Code, offset = 0): Code => [address, 0x29, anyAlignment, unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    0x37,
    anyAlignment,
    unsigned(offset),
  ],
  fromI32: (value: Code): Code => [value, 0xad],
}

/** 16 bytes at a time. */
export const v128 = {
  load: (address: Code, offset = 0): Code => [address, 0xfd, 0x00, anyAlignment, unsigned(offset)],
  xor: (a: Code, b: Code): Code => [a, b, 0xfd, 0x51],
  store: (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    0xfd,
    0x0b,
    anyAlignment,
    unsigned(offset),
  ],
}

export const control = {
  /** `while (condition) body` */
  while: (condition: Code, body: Code): Code => [
    [0x02, blockWithoutResult],
    [0x03, blockWithoutResult],
    [condition, 0x45, 0x0d, 1],
    [body, 0x0c, 0],
    [0x0b, 0x0b],
  ],
  if: (condition: Code, body: Code): Code => [condition, 0x04, blockWithoutResult, body, 0x0b],
}

function flatten(code: Code): number[] {
  return typeof code === 'number' ? [code] : code.flatMap(flatten)
}

function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), items]
}

function section(id: number, content: Code): number[] {
  const bytes = flatten(content)
  return [id, ...unsigned(bytes.length), ...bytes]
}

function name(text: string): Code {
  return vector([...new TextEncoder().encode(text)])
}

/** A module with one exported memory (`memory`) and one exported function (`run`). Types are `i32.type` or `i64.type`. */
export function assembleModule(input: {
  memoryPages: number
  params: readonly number[]
  result: number
  /** Locals after the parameters, as one type each. */
  locals: readonly number[]
  body: Code
}): Uint8Array<ArrayBuffer> {
  const body = flatten([vector(input.locals.map((type) => [1, type])), input.body, 0x0b])
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([[0x60, vector(input.params), vector([input.result])]])),
    ...section(3, vector([0])),
    ...section(5, vector([[0x00, unsigned(input.memoryPages)]])),
    ...section(
      7,
      vector([
        [name('memory'), 0x02, 0],
        [name('run'), 0x00, 0],
      ]),
    ),
    ...section(10, vector([[unsigned(body.length), body]])),
  ])
}
