import type { UploadRow } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import type { Translate } from '../language/text.ts'
import styles from './queue-row.module.css'
import { RowActions } from './row-actions.tsx'

export interface NameCellProps {
  row: UploadRow
  t: Translate<'window'>
  hasTip: boolean
  hasActions: boolean
  /** Stands under the heading of its batch. */
  isIndented: boolean
}

export function NameCell({ row, t, hasTip, hasActions, isIndented }: Readonly<NameCellProps>) {
  const { name, destinationName: destination, objectKey: key } = row
  return (
    <td
      className={classNames(styles.name, isIndented && styles.indented)}
      title={hasTip ? t('queue.targetTitle', { destination, key }) : undefined}
    >
      <NameText name={name} />
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
