import { ContextMenu } from '@base-ui/react/context-menu'
import menu from '../controls/menu.module.css'
import { useText } from '../language/text.ts'
import { moveInQueue } from './order-commands.ts'
import type { Aim } from './queue-commands.ts'

const everyPlace = ['top', 'up', 'down', 'bottom'] as const
type Place = (typeof everyPlace)[number]

const macKeys: Record<Place, string> = { top: '⇧⌘+', up: '⌘+', down: '⌘−', bottom: '⇧⌘−' }
const otherKeys: Record<Place, string> = {
  top: 'Ctrl+Shift++',
  up: 'Ctrl++',
  down: 'Ctrl+−',
  bottom: 'Ctrl+Shift+−',
}

/** Moves what is meant within the order of sending, each with its key. */
export function OrderItems({ aim, places = everyPlace }: Readonly<{ aim: Aim; places?: readonly Place[] }>) {
  const t = useText()
  const keys = document.documentElement.dataset.platform === 'darwin' ? macKeys : otherKeys
  return (
    <>
      <ContextMenu.Separator className={menu.separator} />
      {places.map((place) => (
        <ContextMenu.Item key={place} className={menu.item} onClick={() => void moveInQueue(aim, place)}>
          {t(`order.${place}`)}
          <kbd className={menu.keys}>{keys[place]}</kbd>
        </ContextMenu.Item>
      ))}
    </>
  )
}
