import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { useAppStore } from '../store/app-store.ts'
import styles from './status-bar.module.css'

type Work = 'pause' | 'resume' | 'cancel' | 'remove' | 'move' | 'other'

/** What a person calls it; the program knows more kinds. */
function nameOf(kind: string): Work {
  const named = (['pause', 'resume', 'cancel', 'remove', 'move'] as const).find((name) =>
    kind.startsWith(name),
  )
  return named ?? 'other'
}

/** How far a command over very many uploads is; it may be left to itself. */
export function WorkingLine() {
  const t = useText()
  const format = useFormat()
  const working = useAppStore((state) => state.working)
  if (working === null) return null
  const percent = Math.floor(working.share * 100)
  const text = t(`working.${nameOf(working.kind)}`, { percent: format.percent(percent) })
  return (
    <span className={styles.working}>
      {text}
      <progress aria-label={text} className={styles.workingBar} max={100} value={percent} />
    </span>
  )
}
