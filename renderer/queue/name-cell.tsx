import type { UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import styles from './queue-row.module.css'
import { RowActions } from './row-actions.tsx'

export interface NameCellProps {
  row: UploadRow
  hasActions: boolean
  /** Stands under the heading of its batch. */
  isIndented: boolean
}

export function NameCell({ row, hasActions, isIndented }: Readonly<NameCellProps>) {
  const t = useText()
  return (
    <td className={classNames(styles.name, isIndented && styles.indented)}>
      <span
        className={styles.nameText}
        title={t('queue.targetTitle', { destination: row.destinationName, key: row.objectKey })}
      >
        <NameText name={row.name} />
      </span>
      {hasActions && <RowActions row={row} />}
    </td>
  )
}

/** Folders in a quieter colour, so that the eye finds the file's own name. */
function NameText({ name }: Readonly<{ name: string }>) {
  const cut = name.lastIndexOf('/') + 1
  return (
    <>
      {cut > 0 && <span className={styles.folder}>{name.slice(0, cut)}</span>}
      {name.slice(cut)}
    </>
  )
}
