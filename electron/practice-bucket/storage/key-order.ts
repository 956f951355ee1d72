/**
 * Byte order of the UTF-8 forms, which is the order of code points. JavaScript compares UTF-16 units and so puts
 * characters above U+FFFF (surrogates, 0xD800–0xDFFF) before U+E000–U+FFFF; that one case is put right here.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index += 1) {
    const unitOfA = a.charCodeAt(index)
    const unitOfB = b.charCodeAt(index)
    if (unitOfA !== unitOfB) return rank(unitOfA) - rank(unitOfB)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** Keys in byte order, with binary search. */
export class SortedKeys {
  #keys: string[]

  constructor(keys: Iterable<string>) {
    this.#keys = [...keys].sort(compareKeys)
  }

  get size(): number {
    return this.#keys.length
  }

  at(index: number): string | undefined {
    return this.#keys[index]
  }

  add(key: string): void {
    const index = this.firstAtOrAfter(key)
    if (this.#keys[index] !== key) this.#keys.splice(index, 0, key)
  }

  delete(key: string): void {
    const index = this.firstAtOrAfter(key)
    if (this.#keys[index] === key) this.#keys.splice(index, 1)
  }

  /** Index of the first key that is not before `key`; `size` when all are. */
  firstAtOrAfter(key: string): number {
    return this.#search((candidate) => compareKeys(candidate, key) < 0)
  }

  /** Index of the first key after all that begin with `prefix`. */
  firstAfterPrefix(prefix: string): number {
    return this.#search((candidate) => candidate.startsWith(prefix) || compareKeys(candidate, prefix) < 0)
  }

  #search(isBefore: (candidate: string) => boolean): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore(this.#keys[middle] ?? '')) low = middle + 1
      else high = middle
    }
    return low
  }
}
