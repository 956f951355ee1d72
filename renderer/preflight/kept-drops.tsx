import { Inbox } from 'lucide-react'
import type { PreflightView } from '../../shared/preflight.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'
import { openDialog } from '../store/window-store.ts'
import { usePreflightStore } from './preflight-store.ts'

interface Props {
  /** One line of it, and its sentence. */
  className: string | undefined
  textClassName: string | undefined
  /** Offers to add a destination where there is none. */
  canAdd?: boolean
}

/** One line for each drop that is kept: for a destination, or for the person's word after the program ended. */
export function KeptDrops(classes: Readonly<Props>) {
  const views = usePreflightStore((state) => state.views)
  return (
    <>{views.map((view) => view.state === 'kept' && <KeptDrop key={view.id} view={view} {...classes} />)}</>
  )
}

function KeptDrop({
  view,
  className,
  textClassName,
  canAdd = false,
}: Readonly<Props & { view: PreflightView }>) {
  const t = useText('sheet')
  const tWindow = useText()
  const { id, destinationId, items: count, title, isFromOutside } = view
  const name = useAppStore(({ destinations }) => destinations?.find((one) => one.id === destinationId)?.name)
  const origin = isFromOutside ? 'opened' : 'dropped'
  const sentence =
    destinationId === null
      ? t('kept.noDestination', { count, title })
      : t(`kept.${origin}`, { count, title, name: name ?? '' })
  return (
    <div className={className}>
      <Inbox aria-hidden size={15} />
      <span className={textClassName}>{sentence}</span>
      <Button look="quiet" onClick={() => void perform(call('preflight.cancel', { id }))}>
        {t('kept.forget', { count })}
      </Button>
      {destinationId === null && canAdd && (
        <Button onClick={() => openDialog({ kind: 'destination', destination: null })}>
          {tWindow('sidebar.add')}
        </Button>
      )}
      {destinationId !== null && (
        <Button onClick={() => void perform(call('preflight.look', { id }))}>
          {t('kept.look', { count })}
        </Button>
      )}
    </div>
  )
}
