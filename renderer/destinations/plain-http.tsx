import { TriangleAlert } from 'lucide-react'
import { classNames } from '../controls/class-names.ts'
import field from '../controls/text-field.module.css'
import { TickBox } from '../controls/tick-box.tsx'
import { useText } from '../language/text.ts'
import styles from './destination-fields.module.css'
import type { FormState } from './use-destination-form.ts'

/** Says what an `http:` endpoint on another computer means, and asks whether that is wanted. */
export function PlainHttp({ state, error }: Readonly<{ state: FormState; error: string | null }>) {
  const t = useText('dialogs')
  return (
    <>
      <p className={classNames(styles.note, styles.warning)}>
        <TriangleAlert aria-hidden size={14} />
        {t('plainHttp.warning')}
      </p>
      <TickBox
        checked={state.form.allowPlainHttp}
        onChange={(allowPlainHttp) => state.set({ allowPlainHttp })}
      >
        {t('plainHttp.allow')}
      </TickBox>
      {error !== null && (
        <p className={field.error} role="alert">
          {error}
        </p>
      )}
    </>
  )
}
