import mime from 'mime'

/** The content type that a file's name stands for; undefined for names that say nothing, which OSS gets as bytes. */
export function contentTypeOf(path: string): string | undefined {
  return mime.getType(path) ?? undefined
}
