import { useEffect, useState } from 'react'
import type { LinkChoices } from '../../shared/object-link.ts'
import { call } from '../bridge.ts'
import { perform } from '../notices/report-failure.ts'
import { closeDialog } from '../store/window-store.ts'

/** What links to this object can be; null until main has answered. A refusal is shown and closes the dialog. */
export function useLinkChoices(id: number): LinkChoices | null {
  const [choices, setChoices] = useState<LinkChoices | null>(null)
  useEffect(() => {
    let isCurrent = true
    void perform(call('link.choices', { id })).then((answer) => {
      if (!isCurrent) return
      if (answer) setChoices(answer)
      else closeDialog()
    })
    return () => {
      isCurrent = false
    }
  }, [id])
  return choices
}
