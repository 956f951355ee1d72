import type { Orphan } from '../../shared/recovery.ts'
import { call } from '../bridge.ts'
import { i18n } from '../language/i18n.ts'
import type { Translate } from '../language/text.ts'
import { formatsFor } from '../language/use-format.ts'
import { toasts } from '../notices/notices-store.ts'
import { perform } from '../notices/report-failure.ts'

const say: Translate<'recovery'> = (key, values) => i18n.t(key, { ns: 'recovery', ...values })

/** Asks for the local file and goes on from the parts that are proved to be of it; says why when it cannot. */
export async function adopt(
  destinationId: string,
  { key, uploadId }: Pick<Orphan, 'key' | 'uploadId'>,
  onAdopted: () => void,
): Promise<void> {
  const paths = await perform(call('queue.pick', { kind: 'files' }))
  const path = paths?.[0]
  if (path === undefined) return
  const adoption = await perform(call('recovery.adoptOrphan', { destinationId, key, uploadId, path }))
  if (!adoption) return
  const format = formatsFor(i18n.language)
  switch (adoption.kind) {
    case 'adopted':
      toasts.add({ title: say('adopt.adopted', { key }) })
      onAdopted()
      return
    case 'empty':
      refuse(say('adopt.empty'), path)
      return
    case 'does-not-fit':
      refuse(say('adopt.doesNotFit', { bytes: format.bytes(adoption.sizeBytes) }), path)
      return
    case 'other-content':
      refuse(say('adopt.otherContent', { number: format.count(adoption.partNumber) }), path)
  }
}

function refuse(title: string, path: string): void {
  toasts.add({ id: 'adopt-refused', title, description: path, type: 'error', timeout: 12_000 })
}
