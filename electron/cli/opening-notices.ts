import type { OpenCheckpoint } from '../checkpoint/open-checkpoint.ts'
import type { UploadCommand } from './command-line.ts'
import type { OpenTarget } from './open-target.ts'
import type { Notice } from './report/reporter.ts'

/**
 * What is said before the first byte goes out: where to, what others may see of it, and what opening the checkpoint brought
 * to light (R5).
 */
export function openingNotices(
  { network }: Pick<UploadCommand, 'network'>,
  target: OpenTarget,
  checkpoint: OpenCheckpoint,
): Notice[] {
  const { bucket, prefix, endpoint } = target.destination
  const start: Notice =
    target.practiceFolder === null
      ? { key: 'noteStart', values: { bucket, prefix, endpoint }, isDetail: false }
      : { key: 'noteStartPractice', values: {}, isDetail: false }
  const found = checkpoint.notices.filter(({ kind }) => kind !== 'settingReset')
  return [
    start,
    ...(target.destination.allowPlainHttp && endpoint.startsWith('http:') ? [notice('notePlainHttp')] : []),
    ...(network.showsPassword ? [notice('noteProxyPassword')] : []),
    ...found.map(({ kind, params }): Notice => {
      const key = kind === 'recordsLost' ? 'noteRecordsLost' : 'noteCheckpointSetAside'
      return { key, values: { ...params }, isDetail: false }
    }),
  ]
}

function notice(key: Notice['key']): Notice {
  return { key, values: {}, isDetail: false }
}
