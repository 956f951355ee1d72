import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../language/text.ts'
import { announce } from '../notices/announce.ts'
import { changeView } from '../store/queue-pages.ts'
import { useQueueStore } from '../store/queue-store.ts'
import styles from './search-field.module.css'

/** Typing pauses this long before the database is asked. */
const typingPauseMs = 150

export function SearchField() {
  const t = useText()
  const search = useQueueStore((state) => state.view.search)
  const [text, setText] = useState(search)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => setText(search), [search])
  useEffect(() => {
    if (text === search) return
    const timer = setTimeout(() => changeView({ search: text }), typingPauseMs)
    return () => clearTimeout(timer)
  }, [text, search])
  useFoundCount(search)

  const clear = () => {
    setText('')
    changeView({ search: '' })
    input.current?.focus()
  }
  return (
    <search className={styles.field}>
      <Search aria-hidden className={styles.icon} size={14} />
      <input
        ref={input}
        aria-label={t('top.search')}
        className={styles.input}
        data-search
        placeholder={t('top.search')}
        spellCheck={false}
        type="text"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') clear()
        }}
      />
      {text !== '' && (
        <button aria-label={t('top.clearSearch')} className={styles.clear} type="button" onClick={clear}>
          <X aria-hidden size={14} />
        </button>
      )}
    </search>
  )
}

/** Tells a screen reader how much a search has found. */
function useFoundCount(search: string): void {
  const t = useText()
  const total = useQueueStore((state) => state.total)
  const isMore = useQueueStore((state) => state.isMore)
  useEffect(() => {
    if (search === '' || total === null) return
    announce(t(isMore ? 'announce.foundMore' : 'announce.found', { count: total }))
  }, [search, total, isMore, t])
}
