/** The id of the newest upload; no row where there is none. */
export const newestId = 'SELECT id FROM uploads ORDER BY id DESC LIMIT 1'

/** The id of the oldest one. */
export const oldestId = 'SELECT id FROM uploads ORDER BY id LIMIT 1'

/**
 * Row ids of `column` above `@after`, up to and with `@until`. The search index (FTS5) starts at a range only where its ends are
 * whole numbers, and numbers that JavaScript binds are not: without the casts it goes through all of its hits.
 */
export function idRange(column: string): string {
  return `${column} > CAST(@after AS INTEGER) AND ${column} <= CAST(@until AS INTEGER)`
}
