import { useState } from 'react'

/** Which lines of a list are ticked, by key. Keys that are no longer in the list do not count. */
export interface Ticks<Item> {
  chosen: readonly Item[]
  isTicked(item: Item): boolean
  isAll: boolean
  toggle(item: Item): void
  toggleAll(): void
  clear(): void
}

export function useTicks<Item>(items: readonly Item[], keyOf: (item: Item) => string): Ticks<Item> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const chosen = items.filter((item) => keys.has(keyOf(item)))
  const isAll = items.length > 0 && chosen.length === items.length
  return {
    chosen,
    isAll,
    isTicked: (item) => keys.has(keyOf(item)),
    toggle: (item) =>
      setKeys((before) => {
        const after = new Set(before)
        if (!after.delete(keyOf(item))) after.add(keyOf(item))
        return after
      }),
    toggleAll: () => setKeys(isAll ? new Set() : new Set(items.map(keyOf))),
    clear: () => setKeys(new Set()),
  }
}
