import type { DoctorCheckName } from '../../../shared/doctor/doctor-report.ts'
import { UploadError } from '../../../shared/upload-error.ts'
import { type Check, type DoctorContext, pass, skipped } from '../check.ts'

const usable = ['credentials', 'bucket'] as const
const partOf = new WeakMap<DoctorContext, { partNumber: number; etag: string }>()

/** Each permission in turn, on a scratch key. The order matters: what one makes, a later one reads and removes. */
export const permissions: readonly Check[] = [
  permission('putObject', usable, 'oss:PutObject', ({ scratch }, signal) => scratch.put(signal)),
  permission('headObject', ['putObject'], 'oss:GetObject', async ({ store, scratch }, signal) => {
    await store.headObject({ key: scratch.key, signal })
  }),
  permission('initiateMultipartUpload', usable, 'oss:PutObject', async ({ scratch }, signal) => {
    await scratch.initiate(signal)
  }),
  permission('uploadPart', ['initiateMultipartUpload'], 'oss:PutObject', async (context, signal) => {
    partOf.set(context, await context.scratch.uploadPart({ partNumber: 1, lengthBytes: 1, signal }))
  }),
  permission('listParts', ['uploadPart'], 'oss:ListParts', async ({ store, scratch }, signal) => {
    await store.listParts({ key: scratch.key, uploadId: scratch.openUpload(), signal })
  }),
  permission(
    'listMultipartUploads',
    usable,
    'oss:ListMultipartUploads',
    async ({ store, scratch }, signal) => {
      await store.listMultipartUploads({ prefix: scratch.key, signal })
    },
  ),
  permission('completeMultipartUpload', ['uploadPart'], 'oss:PutObject', async (context, signal) => {
    const part = partOf.get(context)
    if (part) await context.scratch.complete([part], signal)
  }),
  permission(
    'abortMultipartUpload',
    ['initiateMultipartUpload'],
    'oss:AbortMultipartUpload',
    async ({ scratch, store }, signal) => {
      const uploadId = scratch.uploadId ?? (await scratch.initiate(signal))
      await store.abortMultipartUpload({ key: scratch.key, uploadId, signal })
      scratch.uploadId = null
    },
  ),
  {
    name: 'deleteObject',
    needs: ['putObject'],
    run: async ({ scratch }, signal) => {
      const { key } = scratch
      try {
        await scratch.delete(signal)
      } catch (error) {
        // Uploading never deletes; only the scratch object of one byte is left.
        if (isDenied(error)) return skipped('deleteNotPermitted', { key })
        throw error
      }
      return pass('permitted')
    },
  },
]

function permission(
  name: DoctorCheckName,
  needs: readonly DoctorCheckName[],
  action: string,
  act: (context: DoctorContext, signal: AbortSignal) => Promise<void>,
): Check {
  const run: Check['run'] = async (context, signal) => {
    await act(context, signal)
    return pass('permitted', { action })
  }
  return { name, needs, run }
}

function isDenied(error: unknown): boolean {
  return error instanceof UploadError && error.code === 'AccessDenied'
}
