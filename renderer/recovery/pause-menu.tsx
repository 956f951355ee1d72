import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import type { Request } from '../../shared/ipc.ts'
import { call } from '../bridge.ts'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { type Aim, pause } from '../queue/queue-commands.ts'
import styles from './pause-menu.module.css'
import { pauseAfterParts } from './run-recovery.ts'

interface Props {
  aim: () => Aim | null
  label: string
  /** Also offers to hold everything for a while. */
  canHold?: boolean
}

/** The ways to pause, beside a button that pauses at once. */
export function PauseMenu({ aim, label, canHold = false }: Readonly<Props>) {
  const t = useText('recovery')
  const tWindow = useText()
  const pauseFor = (time: Request<'hold.pauseFor'>['time']) => void perform(call('hold.pauseFor', { time }))
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
            {canHold && (
              <>
                <Menu.Separator className={menu.separator} />
                <Menu.Item className={menu.item} onClick={() => pauseFor('half-hour')}>
                  {tWindow('hold.halfHour')}
                </Menu.Item>
                <Menu.Item className={menu.item} onClick={() => pauseFor('until-morning')}>
                  {tWindow('hold.morning')}
                </Menu.Item>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
