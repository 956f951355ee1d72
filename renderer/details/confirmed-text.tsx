import type { UploadRow } from '../../shared/queue.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { useProgressStore } from '../store/progress-store.ts'

/** What OSS has confirmed, and apart from it what is on its way. */
export function ConfirmedText({ row }: Readonly<{ row: UploadRow }>) {
  const t = useText()
  const format = useFormat()
  const live = useProgressStore((state) => state.byId.get(row.id))
  const confirmed = t('object.confirmedOf', {
    bytes: format.bytes(Math.max(row.confirmedBytes, live?.confirmedBytes ?? 0)),
    total: format.bytes(row.sizeBytes),
  })
  const inFlightBytes = live?.inFlightBytes ?? 0
  if (inFlightBytes === 0) return confirmed
  return `${confirmed} · ${t('object.onTheirWay', { bytes: format.bytes(inFlightBytes) })}`
}
