import { randomUUID } from 'node:crypto'
import type { TestResult } from '../../shared/ipc.ts'
import { toErrorData } from '../../shared/upload-error.ts'
import type { RequestBody } from '../engine/ports.ts'
import type { OssStore } from '../oss/oss-store.ts'

const limitMs = 20_000

/**
 * Tries what a resumable upload needs, one right after the other, on a scratch key that is removed again: an answer from
 * the endpoint, PutObject, a multipart upload with ListParts, and AbortMultipartUpload (R22). Stops at the first failure,
 * since the rest would only repeat it.
 */
export async function testDestination(
  open: () => Promise<OssStore>,
  prefix: string,
  now: () => number,
): Promise<TestResult> {
  const steps: TestResult['steps'] = []
  const scratch = new Scratch(`${prefix}.stevedore-test-${randomUUID()}`)
  const attempt = async (name: string, act: (signal: AbortSignal) => Promise<void>): Promise<boolean> => {
    const startedAt = now()
    try {
      await act(AbortSignal.timeout(limitMs))
      steps.push({ name, ok: true, error: null, durationMs: now() - startedAt })
      return true
    } catch (thrown) {
      steps.push({ name, ok: false, error: toErrorData(thrown), durationMs: now() - startedAt })
      return false
    }
  }
  let store: OssStore | null = null
  try {
    const isOpen = await attempt('settings', async () => {
      store = await open()
    })
    if (isOpen && store !== null) await scratch.walk(store, attempt)
  } finally {
    await scratch.remove(store)
    await (store as OssStore | null)?.close()
  }
  return { ok: steps.every(({ ok }) => ok), steps }
}

class Scratch {
  readonly #key: string
  #uploadId: string | null = null
  #isStored = false

  constructor(key: string) {
    this.#key = key
  }

  async walk(
    store: OssStore,
    attempt: (name: string, act: (signal: AbortSignal) => Promise<void>) => Promise<boolean>,
  ): Promise<void> {
    const key = this.#key
    const steps: [string, (signal: AbortSignal) => Promise<void>][] = [
      ['endpoint', (signal) => store.probe(signal)],
      [
        'putObject',
        async (signal) => {
          await store.putObject({ key, body: emptyBody(), metadata: {}, signal })
          this.#isStored = true
        },
      ],
      [
        'listParts',
        async (signal) => {
          const uploadId = await store.initiateMultipartUpload({ key, metadata: {}, signal })
          this.#uploadId = uploadId
          await store.listParts({ key, uploadId, signal })
        },
      ],
      [
        'abortMultipartUpload',
        async (signal) => {
          if (this.#uploadId !== null)
            await store.abortMultipartUpload({ key, uploadId: this.#uploadId, signal })
          this.#uploadId = null
        },
      ],
    ]
    for (const [name, act] of steps) if (!(await attempt(name, act))) return
  }

  /** Best effort: a key without the right to delete leaves an empty object of a few bytes of name. */
  async remove(store: OssStore | null): Promise<void> {
    if (store === null) return
    const signal = AbortSignal.timeout(limitMs)
    const key = this.#key
    if (this.#uploadId !== null) {
      await store.abortMultipartUpload({ key, uploadId: this.#uploadId, signal }).catch(() => undefined)
    }
    if (this.#isStored) await store.deleteObject({ key, signal }).catch(() => undefined)
  }
}

function emptyBody(): RequestBody {
  return { lengthBytes: 0, async *chunks() {} }
}
