import { Menu } from '@base-ui/react/menu'
import { Check, Columns3 } from 'lucide-react'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import { resetColumns, toggleColumn, useColumnStore } from '../store/column-store.ts'
import styles from './column-menu.module.css'
import { optionalColumns } from './columns.ts'

/** Puts columns away and brings them back; what has no room just now says so. */
export function ColumnMenu() {
  const t = useText()
  const hidden = useColumnStore((state) => state.hidden)
  const shown = useColumnStore((state) => state.shown)
  const listWidth = useColumnStore((state) => state.width)
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={t('columns.menu')}
        className={styles.button}
        style={{ left: listWidth - 26 }}
        title={t('columns.menu')}
      >
        <Columns3 aria-hidden size={14} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" className={menu.positioner} sideOffset={4}>
          <Menu.Popup aria-label={t('columns.menu')} className={menu.popup}>
            {optionalColumns.map((name) => {
              const isWanted = !hidden.includes(name)
              return (
                <Menu.CheckboxItem
                  key={name}
                  checked={isWanted}
                  className={menu.item}
                  closeOnClick={false}
                  onCheckedChange={() => toggleColumn(name)}
                >
                  <span className={menu.check}>
                    <Menu.CheckboxItemIndicator>
                      <Check aria-hidden size={14} />
                    </Menu.CheckboxItemIndicator>
                  </span>
                  {t(`column.${name}`)}
                  {isWanted && !shown.includes(name) && (
                    <span className={styles.noRoom}>{t('columns.noRoom')}</span>
                  )}
                </Menu.CheckboxItem>
              )
            })}
            <Menu.Separator className={menu.separator} />
            <Menu.Item className={menu.item} onClick={resetColumns}>
              <span className={menu.check} />
              {t('columns.reset')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
