import { ContextMenu } from '@base-ui/react/context-menu'
import type { ReactElement } from 'react'
import type { Destination } from '../../shared/destination.ts'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import { openDialog } from '../store/window-store.ts'

export interface DestinationMenuProps {
  destination: Destination
  children: ReactElement
}

/** The context menu of a saved destination. */
export function DestinationMenu({ destination, children }: Readonly<DestinationMenuProps>) {
  const t = useText('doctor')
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menu.positioner}>
          <ContextMenu.Popup aria-label={destination.name} className={menu.popup}>
            <ContextMenu.Item
              className={menu.item}
              onClick={() => openDialog({ kind: 'doctor', destination })}
            >
              {t('ui_menu')}
            </ContextMenu.Item>
            <ContextMenu.Item
              className={menu.item}
              onClick={() => openDialog({ kind: 'destination', destination })}
            >
              {t('ui_edit')}
            </ContextMenu.Item>
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}
