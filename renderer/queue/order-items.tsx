import { ContextMenu } from '@base-ui/react/context-menu'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import { keysOf, type ShortcutName } from '../shortcuts/shortcut-keys.ts'
import { moveInQueue } from './order-commands.ts'
import type { Aim } from './queue-commands.ts'

const everyPlace = ['top', 'up', 'down', 'bottom'] as const
type Place = (typeof everyPlace)[number]

const keyNames = {
  top: 'orderTop',
  up: 'orderUp',
  down: 'orderDown',
  bottom: 'orderBottom',
} as const satisfies Record<Place, ShortcutName>

/** Moves what is meant within the order of sending, each with its key. */
export function OrderItems({ aim, places = everyPlace }: Readonly<{ aim: Aim; places?: readonly Place[] }>) {
  const t = useText()
  return (
    <>
      <ContextMenu.Separator className={menu.separator} />
      {places.map((place) => (
        <ContextMenu.Item key={place} className={menu.item} onClick={() => void moveInQueue(aim, place)}>
          {t(`order.${place}`)}
          <kbd className={menu.keys}>{keysOf(keyNames[place])}</kbd>
        </ContextMenu.Item>
      ))}
    </>
  )
}
