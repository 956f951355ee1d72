import { numberedName } from './roots.ts'

interface Level {
  /** The folder's own segment as the walk gives it; the levels below belong to it. */
  segment: string
  given: Map<string, string>
  taken: Set<string>
}

/**
 * Composed names (NFC) of one walk, all different. A file system that keeps `é` as one character apart from `e` with an
 * accent can hold both side by side; composed they are one key, and one file would silently replace the other. The second
 * becomes `é (2)`. Remembers the folders that are open only: a walk goes depth first.
 */
export class SiblingNames {
  readonly #levels: Level[] = []

  /** `name` has `/` between its segments, as walked. */
  compose(name: string): string {
    return name
      .split('/')
      .map((segment, depth) => this.#composeAt(depth, segment))
      .join('/')
  }

  #composeAt(depth: number, segment: string): string {
    const level = this.#levels[depth] ?? { segment, given: new Map(), taken: new Set() }
    this.#levels[depth] = level
    if (level.segment !== segment) {
      level.segment = segment
      this.#levels.length = depth + 1
    }
    const given = level.given.get(segment)
    if (given !== undefined) return given
    const composed = segment.normalize('NFC')
    let free = composed
    for (let number = 2; level.taken.has(free); number += 1) free = numberedName(composed, number)
    level.given.set(segment, free)
    level.taken.add(free)
    return free
  }
}
