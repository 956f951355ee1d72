import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import { type Aim, pause } from '../queue/queue-commands.ts'
import styles from './pause-menu.module.css'
import { pauseAfterParts } from './run-recovery.ts'

/** The two ways to pause, beside a button that pauses at once. */
export function PauseMenu({ aim, label }: Readonly<{ aim: () => Aim | null; label: string }>) {
  const t = useText('recovery')
  const run = (command: (aim: Aim) => unknown) => {
    const found = aim()
    if (found) void command(found)
  }
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={label} className={styles.trigger} title={label}>
        <ChevronDown aria-hidden size={14} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={4}>
          <Menu.Popup aria-label={label} className={menu.popup}>
            <Menu.Item className={menu.item} onClick={() => run(pause)}>
              {t('action.pauseNow')}
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={() => run(pauseAfterParts)}>
              {t('action.pauseAfterParts')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
