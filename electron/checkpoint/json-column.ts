/** A JSON column as a value; `fallback` when its text cannot be read, because one bad cell must not stop a list. */
export function parseJson<T>(text: string | null, fallback: T): T {
  if (text === null) return fallback
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as T) : fallback
  } catch {
    return fallback
  }
}
