/**
 * Text form of what travels between page and main process. It keeps `undefined` and refuses what is not plain data:
 * stricter than Electron's structured clone, so what passes here passes there.
 *
 * The function is also sent to the browser as text: it may use nothing from outside itself.
 */
export function plainJson() {
  function toText(value: unknown): string {
    requirePlain(value)
    return JSON.stringify(value, (_key, entry) => (entry === undefined ? { standInUndefined: true } : entry))
  }

  function fromText(text: string): unknown {
    return JSON.parse(text, (_key, value) => {
      const isMark = typeof value === 'object' && value !== null && 'standInUndefined' in value
      return isMark ? undefined : value
    })
  }

  function requirePlain(value: unknown): void {
    if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return
    if (typeof value === 'number' && Number.isFinite(value)) return
    const isObject = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
    if (!isObject && !Array.isArray(value)) throw new Error('An object could not be cloned.')
    for (const entry of Object.values(value as object)) requirePlain(entry)
  }

  return { toText, fromText }
}
