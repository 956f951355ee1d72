import { X } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { PauseMenu } from '../recovery/pause-menu.tsx'
import { canPauseAfterParts } from '../recovery/recovery-actions.ts'
import { useQueueStore } from '../store/queue-store.ts'
import { clearSelection, useSelectionStore } from '../store/selection-store.ts'
import { aimAtSelection, askCancel, pause, remove, resume } from './queue-commands.ts'
import { canCancel, canPause, canRemove, canResume } from './row-state.ts'
import styles from './selection-bar.module.css'

const commands = [
  { name: 'pause', can: canPause, run: pause },
  { name: 'resume', can: canResume, run: resume },
  { name: 'cancel', can: canCancel, run: askCancel },
  { name: 'remove', can: canRemove, run: remove },
] as const

/** What can be done to several selected rows; each button says how many of them it reaches. */
export function SelectionBar() {
  const t = useText()
  const format = useFormat()
  const { isAll, ids } = useSelectionStore()
  const total = useQueueStore((state) => (isAll ? (state.total ?? 0) : ids.size))
  const isMore = useQueueStore((state) => isAll && state.isMore)
  if (!isAll && ids.size < 2) return null
  const counted = format.count(total)
  const number = isMore ? t('selection.atLeast', { number: counted }) : counted
  return (
    <section aria-label={t('selection.label')} className={styles.bar}>
      <span className={styles.count}>
        {isAll
          ? t('selection.everything', { count: total, number })
          : t('selection.selected', { count: total, number })}
      </span>
      <SelectionButtons />
      <IconButton icon={X} label={t('selection.clear')} onClick={clearSelection} />
    </section>
  )
}

function SelectionButtons() {
  const t = useText()
  const format = useFormat()
  const { isAll, ids } = useSelectionStore()
  const tRecovery = useText('recovery')
  const rowsById = useQueueStore((state) => state.rowsById)
  const rows = useMemo(
    () => [...ids].map((id) => rowsById.get(id)).filter((row) => row !== undefined),
    [ids, rowsById],
  )
  const buttons = commands.map(({ name, can, run }) => {
    const count = rows.filter(can).length
    if (!isAll && count === 0) return null
    const values = { count: format.count(count), total: format.count(rows.length) }
    const isWhole = count === rows.length
    const label = isAll ? t(`selection.${name}`) : t(`selection.${name}${isWhole ? 'All' : 'Of'}`, values)
    return (
      <Button
        key={name}
        onClick={() => {
          const aim = aimAtSelection()
          if (aim) void run(aim)
        }}
      >
        {label}
      </Button>
    )
  })
  const canWait = isAll || rows.some(canPauseAfterParts)
  return (
    <>
      {buttons[0]}
      {canWait && <PauseMenu aim={aimAtSelection} label={tRecovery('pauseSelected')} />}
      {buttons.slice(1)}
    </>
  )
}
