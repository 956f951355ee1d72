import { Menu } from '@base-ui/react/menu'
import { Check, Gauge } from 'lucide-react'
import { speedPresets } from '../../shared/speed-presets.ts'
import { call } from '../bridge.ts'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'
import styles from './status-bar.module.css'

/** Shows the limit in force; a click changes it for everything at once. */
export function LimitMenu() {
  const t = useText()
  const format = useFormat()
  const limit = useAppStore((state) => state.settings.bandwidthLimit)
  const nameOf = (value: number | null) =>
    value === null ? t('statusBar.noLimit') : t('statusBar.limit', { speed: `${format.byteLimit(value)}/s` })
  const choices = speedPresets.includes(limit) ? speedPresets : [...speedPresets, limit]
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.limit}>
        <Gauge aria-hidden size={13} />
        {nameOf(limit)}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" className={menu.positioner} side="top" sideOffset={4}>
          <Menu.Popup aria-label={t('statusBar.limitMenu')} className={menu.popup}>
            <Menu.RadioGroup
              value={limit}
              onValueChange={(value) => void perform(call('settings.set', { bandwidthLimit: value }))}
            >
              {choices.map((value) => (
                <Menu.RadioItem key={value} closeOnClick className={menu.item} value={value}>
                  <span className={menu.check}>
                    <Menu.RadioItemIndicator>
                      <Check aria-hidden size={14} />
                    </Menu.RadioItemIndicator>
                  </span>
                  {nameOf(value)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
