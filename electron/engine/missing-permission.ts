import { UploadError } from '../../shared/upload-error.ts'
import type { ObjectHead } from './ports/object-store.ts'
import { request } from './request-retry.ts'
import type { RunContext } from './run-context.ts'

/**
 * OSS answered that this key may not do it. Keys with a narrow
 * policy are the norm; most of what they lack can be done without.
 */
export function isNotPermitted(error: unknown): error is UploadError {
  return error instanceof UploadError && error.code === 'AccessDenied'
}

/** The permission that is missing, e.g. `oss:ListParts`. */
export function actionOf(error: UploadError): string {
  return String(error.data.params?.action ?? '')
}

/** HeadObject; `not-permitted` where the key may not look at objects. */
export async function headIfPermitted(
  ctx: RunContext,
  key: string,
): Promise<ObjectHead | null | 'not-permitted'> {
  try {
    return await request(ctx, 'head', (signal) => ctx.store.headObject({ key, signal }))
  } catch (error) {
    if (isNotPermitted(error)) return 'not-permitted'
    throw error
  }
}
