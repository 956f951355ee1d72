import { UploadError } from '../../../shared/upload-error.ts'
import { type Check, pass } from '../check.ts'

/** Hotels, offices and wrong addresses answer too; only OSS leaves its request id on everything. */
export const serviceAnswers: Check = {
  name: 'service',
  needs: ['tls'],
  run: async ({ contact, host }, signal) => {
    const { headers, status } = await contact(signal)
    if (headers['x-oss-request-id'] !== undefined) return pass('serviceSeen')
    const name = new URL(host.origin).host
    throw new UploadError({
      code: 'NotOss',
      retry: 'transient',
      message: `${name} answered with HTTP status ${status}, and not in the way OSS does.`,
      fromServer: false,
      status,
      params: { host: name, status },
    })
  },
}
