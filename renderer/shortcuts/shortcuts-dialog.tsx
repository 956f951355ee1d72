import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { closeDialog } from '../store/window-store.ts'
import { keysOf, type ShortcutName, shortcutGroups } from './shortcut-keys.ts'
import styles from './shortcuts-dialog.module.css'

type GroupName = keyof typeof shortcutGroups

/** Every key of the window, as this system writes it. */
export function ShortcutsDialog() {
  const t = useText()
  return (
    <Dialog
      isWide
      footer={
        <Button look="primary" onClick={closeDialog}>
          {t('shortcuts.close')}
        </Button>
      }
      title={t('shortcuts.title')}
      onClose={closeDialog}
    >
      <div className={styles.groups}>
        {Object.entries(shortcutGroups).map(([group, names]) => (
          <Group key={group} group={group as GroupName} names={names} />
        ))}
      </div>
    </Dialog>
  )
}

function Group({ group, names }: Readonly<{ group: GroupName; names: readonly ShortcutName[] }>) {
  const t = useText()
  return (
    <table className={styles.group}>
      <caption className={styles.caption}>{t(`shortcuts.group.${group}`)}</caption>
      <tbody>
        {names.map((name) => (
          <Line key={name} keys={keysOf(name)} name={name} />
        ))}
      </tbody>
    </table>
  )
}

function Line({ name, keys }: Readonly<{ name: ShortcutName; keys: string | null }>) {
  const t = useText()
  if (keys === null) return null
  return (
    <tr>
      <th className={styles.name} scope="row">
        {t(`shortcuts.name.${name}`)}
      </th>
      <td className={styles.keys}>
        {keys.split('  ').map((one) => (
          <kbd key={one} className={styles.key}>
            {one === 'Space' ? t('shortcuts.space') : one}
          </kbd>
        ))}
      </td>
    </tr>
  )
}
