import {
  ArrowUp,
  BadgeCheck,
  Check,
  CircleAlert,
  CircleSlash,
  Clock,
  Combine,
  ListStart,
  type LucideIcon,
  Pause,
  RotateCw,
  SkipForward,
  Trash2,
} from 'lucide-react'
import type { UploadStatus } from '../../shared/upload-state.ts'
import { toneOf } from './row-state.ts'
import styles from './state-cell.module.css'

const icons: Record<UploadStatus, LucideIcon> = {
  queued: ListStart,
  uploading: ArrowUp,
  pausing: Pause,
  paused: Pause,
  waiting: Clock,
  retrying: RotateCw,
  completing: Combine,
  verifying: BadgeCheck,
  done: Check,
  skipped: SkipForward,
  failed: CircleAlert,
  cleaning: Trash2,
  'cancelled-kept': CircleSlash,
  'cancelled-clean': CircleSlash,
}

/** The shape tells the state as much as the colour does. */
export function StateIcon({ status }: Readonly<{ status: UploadStatus }>) {
  const Icon = icons[status]
  return <Icon aria-hidden className={styles[toneOf[status]]} size={14} strokeWidth={2} />
}
