import type { UploadStatus } from '../../shared/upload-state.ts'
import { toneOf } from './row-state.ts'
import styles from './state-cell.module.css'

const circle = 'M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0'
const bars =
  'M15 3h3a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-16a1 1 0 0 1 1-1z' +
  'M6 3h3a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-16a1 1 0 0 1 1-1z'
const slashed = `${circle}M9 15L15 9`

/** Lucide's shapes, each drawn as one path: a list of rows makes dozens of them in one frame. */
const shapes: Record<UploadStatus, string> = {
  queued: 'M3 5h6M3 12h13M3 19h13M16 8l-3-3 3-3M21 19V7a2 2 0 0 0-2-2h-6',
  uploading: 'M5 12l7-7 7 7M12 19V5',
  pausing: bars,
  paused: bars,
  waiting: `${circle}M12 6v6l4 2`,
  retrying: 'M21 12a9 9 0 1 1-9-9c2.52 0 4.93 1 6.74 2.74L21 8M21 3v5h-5',
  completing:
    'M14 3a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1M19 3a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1M7 15l3 3M7 21l3-3H5a2 2 0 0 1-2-2v-2' +
    'M15 14h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1z' +
    'M4 3h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1z',
  verifying:
    'M3.85 8.62a4 4 0 0 1 4.78-4.77 4 4 0 0 1 6.74 0 4 4 0 0 1 4.78 4.78 4 4 0 0 1 0 6.74 4 4 0 0 1-4.77 4.78 ' +
    '4 4 0 0 1-6.75 0 4 4 0 0 1-4.78-4.77 4 4 0 0 1 0-6.76ZM16 9l-5.5 5.5L8 12',
  done: 'M20 6L9 17l-5-5',
  skipped: 'M21 4v16M6.029 4.285A2 2 0 0 0 3 6v12a2 2 0 0 0 3.029 1.715l9.997-5.998a2 2 0 0 0 .003-3.432z',
  failed: `${circle}M12 8v4M12 16h.01`,
  cleaning:
    'M10 11v6M14 11v6M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M3 6h18M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2',
  'cancelled-kept': slashed,
  'cancelled-clean': slashed,
}

/** The shape tells the state as much as the colour does. */
export function StateIcon({ status }: Readonly<{ status: UploadStatus }>) {
  return (
    <svg aria-hidden className={`${styles.icon} ${styles[toneOf[status]]}`} viewBox="0 0 24 24">
      <path d={shapes[status]} />
    </svg>
  )
}
