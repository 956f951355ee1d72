import { assembleModule, type Code, control, i32, i64, local, v128 } from './wasm-assembler.ts'

/** ECMA-182 polynomial, bit-reversed as the table form of a reflected CRC wants it. */
export const crc64Polynomial = 0xc96c5795d7870f42n

/**
 * Distances in 64-bit words: 1 + the sum of x^(64 d), read from the highest word down, is a multiple of the CRC's
 * polynomial. A word therefore counts for the CRC as much as its copies in the words that follow it at these
 * distances, so the bulk of a chunk is done with XORs of 16 bytes instead of one table look-up per byte. Found by a
 * birthday search over triples; a test proves that they are such a multiple.
 */
export const foldDistancesWords = [68, 74, 77, 158, 171, 208, 216, 254, 281, 318, 321] as const

const tableBytes = 256 * 8
const sliceBytes = 16
/** What cannot be folded away: as long as the largest distance. */
const windowBytes = 8 * Math.max(...foldDistancesWords)
/** Behind the tables and a window of zeros, on a border of 16 bytes. */
const inputAddress = 16 * Math.ceil((sliceBytes * tableBytes + windowBytes) / 16)
/** The largest piece per call; it stays in the processor's cache. */
const inputBytes = 128 * 1024
/** Below this the window is most of the input and folding does not pay. */
const minFoldBytes = 2 * windowBytes

/** Table `k` holds the CRC of a byte followed by `k` zero bytes. */
function tables(): BigUint64Array<ArrayBuffer> {
  const entries = new BigUint64Array(sliceBytes * 256)
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ crc64Polynomial : crc >> 1n
    entries[byte] = crc
  }
  for (let index = 256; index < entries.length; index += 1) {
    const shorter = entries[index - 256] ?? 0n
    entries[index] = (shorter >> 8n) ^ (entries[Number(shorter & 0xffn)] ?? 0n)
  }
  return entries
}

// Locals of `run(crc, length)`; the second parameter becomes the address where the input ends.
const crc = 0
const end = 1
const pointer = 2
const foldEnd = 3
const first = 4
const second = 5

const add = (index: number, bytes: number): Code =>
  local.set(index, i32.add(local.get(index), i32.const(bytes)))

/** XORs each word before `foldEnd` into the words behind it, in place; the window that is left has the same CRC. */
const fold: Code = [
  i64.store(i32.const(inputAddress), i64.xor(i64.load(i32.const(inputAddress)), local.get(crc))),
  local.set(crc, i64.const(0)),
  local.set(
    foldEnd,
    i32.add(
      i32.const(inputAddress),
      i32.and(i32.sub(local.get(end), i32.const(inputAddress + windowBytes)), i32.const(-16)),
    ),
  ),
  // Offsets of loads cannot be negative, so the pointer runs one window behind; there are zeros before the input.
  local.set(pointer, i32.const(inputAddress - windowBytes)),
  control.while(i32.lessThan(local.get(pointer), i32.sub(local.get(foldEnd), i32.const(windowBytes))), [
    v128.store(
      local.get(pointer),
      [0, ...foldDistancesWords]
        .map((distance) => v128.load(local.get(pointer), windowBytes - 8 * distance))
        .reduce(v128.xor),
      windowBytes,
    ),
    add(pointer, 16),
  ]),
  foldDistancesWords.map((distance) => [
    local.set(pointer, i32.sub(local.get(foldEnd), i32.const(8 * distance))),
    control.while(i32.lessThan(local.get(pointer), local.get(foldEnd)), [
      i64.store(
        local.get(pointer),
        i64.xor(i64.load(local.get(pointer), 8 * distance), i64.load(local.get(pointer))),
        8 * distance,
      ),
      add(pointer, 8),
    ]),
  ]),
  local.set(pointer, local.get(foldEnd)),
]

/** Entry of table `table` for byte `index` of a 64-bit local. */
function lookUp(from: number, index: number, table: number): Code {
  const byte = i32.and(i32.fromI64(i64.shiftRight(local.get(from), 8 * index)), i32.const(0xff))
  return i64.load(i32.shiftLeft(byte, 3), table * tableBytes)
}

const bytesOfWord = [0, 1, 2, 3, 4, 5, 6, 7]

/** 16 bytes per round, one table look-up each ("slicing"). */
const slice: Code = control.while(
  i32.lessThan(local.get(pointer), i32.sub(local.get(end), i32.const(sliceBytes - 1))),
  [
    local.set(first, i64.xor(i64.load(local.get(pointer)), local.get(crc))),
    local.set(second, i64.load(local.get(pointer), 8)),
    local.set(
      crc,
      [
        ...bytesOfWord.map((index) => lookUp(first, index, 15 - index)),
        ...bytesOfWord.map((index) => lookUp(second, index, 7 - index)),
      ].reduce(i64.xor),
    ),
    add(pointer, sliceBytes),
  ],
)

const lastBytes: Code = control.while(i32.lessThan(local.get(pointer), local.get(end)), [
  local.set(first, i64.xor(local.get(crc), i64.fromI32(i32.load8(local.get(pointer))))),
  local.set(crc, i64.xor(i64.shiftRight(local.get(crc), 8), lookUp(first, 0, 0))),
  add(pointer, 1),
])

const wasm = assembleModule({
  memoryPages: Math.ceil((inputAddress + inputBytes) / 65_536),
  params: [i64.type, i32.type],
  result: i64.type,
  locals: [i32.type, i32.type, i64.type, i64.type],
  body: [
    local.set(end, i32.add(local.get(end), i32.const(inputAddress))),
    local.set(pointer, i32.const(inputAddress)),
    control.if(i32.lessThan(i32.const(inputAddress + minFoldBytes), local.get(end)), fold),
    slice,
    lastBytes,
    local.get(crc),
  ],
})

/** The module, and how it is called: what another thread needs to do the same. */
export const crc64Module = {
  bytes: wasm,
  tables: tables(),
  inputAddress,
  inputBytes,
}

/** Node has it, but neither its types nor this world's libraries declare it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: object }
}

/**
 * A CRC-64 of this thread's own, made from `crc64Module`. Feeds chunks to a CRC register (not complemented). Stands on
 * nothing but its argument, so that its source can be handed to another thread.
 */
export function instantiateCrc64(crc: typeof crc64Module): (register: bigint, chunk: Uint8Array) => bigint {
  const { memory, run } = new WebAssembly.Instance(new WebAssembly.Module(crc.bytes)).exports as {
    memory: { buffer: ArrayBuffer }
    /** CRC register after `length` bytes of input, without the complements at the start and the end. */
    run: (crc: bigint, length: number) => bigint
  }
  new BigUint64Array(memory.buffer).set(crc.tables)
  const input = new Uint8Array(memory.buffer, crc.inputAddress, crc.inputBytes)
  return (register, chunk) => {
    let result = register
    for (let offset = 0; offset < chunk.length; offset += crc.inputBytes) {
      const piece = chunk.subarray(offset, offset + crc.inputBytes)
      input.set(piece)
      result = run(result, piece.length)
    }
    return result
  }
}

/** Feeds `chunk` to a CRC register (not complemented); one after the other, as it copies into one shared memory. */
export const advanceCrc64 = instantiateCrc64(crc64Module)
