import { useAnnouncement } from './announce.ts'

/** Read aloud when it changes, never seen. */
export function LiveRegion() {
  const text = useAnnouncement((state) => state.text)
  return (
    <div aria-live="polite" className="visually-hidden" role="status">
      {text}
    </div>
  )
}
