import { useEffect } from 'react'
import { canLink } from './links/can-link.ts'
import { copyErrors } from './queue/copy-errors.ts'
import { toggleOneBatch } from './queue/one-batch.ts'
import { type Aim, aimAtAll, aimAtSelection, pause, resume, toggleDetails } from './queue/queue-commands.ts'
import { isMac } from './shortcuts/shortcut-keys.ts'
import { goTo, openDialog, useWindowStore } from './store/window-store.ts'
import { pickAndAdd } from './upload/add-paths.ts'

function focusSearch(): void {
  goTo('queue')
  document.querySelector<HTMLInputElement>('[data-search]')?.focus()
}

/** Answers false when the key was not meant for the window. */
type Run = () => unknown

/**
 * Keys with Ctrl (Command on macOS): `shift+` and `alt+` before the lower-case key. None of them
 * is one that the menu's roles carry: zoom, editing, closing and quitting stay the system's.
 */
const shortcuts: Record<string, Run> = {
  o: () => void pickAndAdd('files'),
  'shift+o': () => void pickAndAdd('folder'),
  f: focusSearch,
  b: () => void toggleOneBatch(),
  s: () => withSelection(resume),
  p: () => withSelection(pause),
  'shift+p': () => void pause(aimAtAll),
  'shift+r': () => void resume(aimAtAll),
  i: toggleDetails,
  c: copyLink,
  ',': () => goTo('settings'),
  '/': () => openDialog({ kind: 'shortcuts' }),
}

/** The platforms write this one differently; on macOS the other would be the web inspector's. */
const copyErrorKey = () => (isMac() ? 'alt+c' : 'shift+c')

function withSelection(run: (aim: Aim) => Promise<void>): void {
  const aim = aimAtSelection()
  if (aim) void run(aim)
}

/** Copying marked text, or in a field, stays what it is. */
function copyLink(): boolean {
  const hasMarkedText = getSelection()?.isCollapsed === false
  const isTyping = document.activeElement?.matches('input, textarea') === true
  const [row, ...others] = aimAtSelection()?.rows ?? []
  if (hasMarkedText || isTyping || !row || others.length > 0 || !canLink(row)) return false
  openDialog({ kind: 'link', row })
  return true
}

/** With Option, on other layouts, or while an input method is at work the key is no Latin letter; its place is one. */
function keyOf({ key, code, altKey }: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
  const isPlain = !altKey && /^[\x21-\x7e]$/.test(key)
  return isPlain || letter === undefined ? key.toLowerCase() : letter
}

function runOf(event: KeyboardEvent): Run | undefined {
  const { altKey, shiftKey } = event
  const name = `${altKey ? 'alt+' : ''}${shiftKey ? 'shift+' : ''}${keyOf(event)}`
  if (name === copyErrorKey()) return () => withSelection(copyErrors)
  return Object.hasOwn(shortcuts, name) ? shortcuts[name] : undefined
}

/** The window's shortcuts. None works behind a dialog. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (useWindowStore.getState().dialog !== null) return
      if (event.altKey && event.key === 'Enter') {
        event.preventDefault()
        toggleDetails()
        return
      }
      const isCommand = isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
      const run = isCommand ? runOf(event) : undefined
      if (run && run() !== false) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
