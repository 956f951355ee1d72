import { Checkbox } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import box from '../controls/tick-box.module.css'

/** A tick without words beside it; `label` says what is chosen. */
export function Tick({
  label,
  isTicked,
  onToggle,
}: Readonly<{ label: string; isTicked: boolean; onToggle: () => void }>) {
  return (
    <Checkbox.Root aria-label={label} checked={isTicked} className={box.box} onCheckedChange={onToggle}>
      <Checkbox.Indicator className={box.mark}>
        <Check aria-hidden size={12} strokeWidth={3} />
      </Checkbox.Indicator>
    </Checkbox.Root>
  )
}
