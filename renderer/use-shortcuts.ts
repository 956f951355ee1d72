import { useEffect } from 'react'
import { aimAtAll, aimAtSelection, pause, resume, toggleDetails } from './queue/queue-commands.ts'
import { goTo, useWindowStore } from './store/window-store.ts'
import { pickAndAdd } from './upload/add-paths.ts'

function focusSearch(): void {
  goTo('queue')
  document.querySelector<HTMLInputElement>('[data-search]')?.focus()
}

/** Keys with Ctrl (Command on macOS), by `shift+` and lower-case key. */
const shortcuts: Record<string, () => void> = {
  o: () => void pickAndAdd('files'),
  'shift+o': () => void pickAndAdd('folder'),
  f: focusSearch,
  s: () => withSelection((aim) => void resume(aim)),
  p: () => withSelection((aim) => void pause(aim)),
  'shift+p': () => void pause(aimAtAll),
  'shift+r': () => void resume(aimAtAll),
  i: toggleDetails,
  ',': () => goTo('settings'),
}

function withSelection(run: (aim: NonNullable<ReturnType<typeof aimAtSelection>>) => void): void {
  const aim = aimAtSelection()
  if (aim) run(aim)
}

/** The window's shortcuts. None works behind a dialog. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (useWindowStore.getState().dialog !== null) return
      const isMac = document.documentElement.dataset.platform === 'darwin'
      const isCommand = isMac ? event.metaKey : event.ctrlKey
      if (event.altKey && event.key === 'Enter') {
        event.preventDefault()
        toggleDetails()
        return
      }
      if (!isCommand || event.altKey) return
      const run = shortcuts[`${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`]
      if (!run) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
