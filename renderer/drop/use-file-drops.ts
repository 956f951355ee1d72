import { useEffect } from 'react'
import { pathsOfFiles } from '../bridge.ts'
import { addPaths } from '../upload/add-paths.ts'
import { noDrop, useDropStore } from './drop-store.ts'

/** Without news of the drag for this long the veil goes: some systems end a drag without a word. */
const silenceMs = 1500

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

/** Files only: an entry of kind `string` is text that rides along. */
function countOf(event: DragEvent): number | null {
  const items = [...(event.dataTransfer?.items ?? [])]
  const files = items.filter(({ kind }) => kind === 'file').length
  return files > 0 ? files : null
}

/** The sidebar's destinations take drops of their own. */
function destinationUnder(target: EventTarget | null): string | null {
  const entry = target instanceof Element ? target.closest<HTMLElement>('[data-destination]') : null
  return entry?.dataset.destination ?? null
}

function isTyping(event: ClipboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('input, textarea') !== null
}

/** Takes files and folders that are dropped anywhere on the window, or pasted. Every drop is answered. */
export function useFileDrops(): void {
  useEffect(() => {
    let silence: ReturnType<typeof setTimeout> | undefined
    const hide = () => {
      clearTimeout(silence)
      useDropStore.setState(noDrop)
    }
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      clearTimeout(silence)
      silence = setTimeout(hide, silenceMs)
      const destinationId = destinationUnder(event.target)
      useDropStore.setState((state) => ({
        isOver: true,
        count: countOf(event) ?? state.count,
        destinationId,
      }))
    }
    const onDragLeave = (event: DragEvent) => {
      // Moving from one element to the next also "leaves"; only leaving the window has nowhere to go.
      if (event.relatedTarget === null) hide()
    }
    const onDrop = (event: DragEvent) => {
      const destinationId = destinationUnder(event.target)
      hide()
      if (!carriesFiles(event)) return
      event.preventDefault()
      void addPaths(pathsOfFiles(event.dataTransfer?.files ?? []), destinationId ?? undefined)
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = event.clipboardData?.files
      if (isTyping(event) || !files || files.length === 0) return
      event.preventDefault()
      void addPaths(pathsOfFiles(files))
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    const events = new AbortController()
    const { signal } = events
    window.addEventListener('dragenter', onDragOver, { signal })
    window.addEventListener('dragover', onDragOver, { signal })
    window.addEventListener('dragleave', onDragLeave, { signal })
    window.addEventListener('drop', onDrop, { signal })
    window.addEventListener('dragend', hide, { signal })
    window.addEventListener('blur', hide, { signal })
    window.addEventListener('paste', onPaste, { signal })
    window.addEventListener('keydown', onKeyDown, { signal })
    return () => {
      events.abort()
      clearTimeout(silence)
    }
  }, [])
}
