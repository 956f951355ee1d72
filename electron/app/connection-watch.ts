/** The main process gets no event for it; asking costs nothing. */
const askEveryMs = 3000

interface Parts {
  /** `net.isOnline`: "no" is reliable, "yes" only means that there is some network. */
  isOnline: () => boolean
  onChange: (isOnline: boolean) => void
}

/** Tells when the computer loses its last network and when it has one again. Returns what ends the watch. */
export function watchConnection({ isOnline, onChange }: Parts): () => void {
  let wasOnline = true
  const ask = () => {
    const is = isOnline()
    if (is === wasOnline) return
    wasOnline = is
    onChange(is)
  }
  ask()
  const timer = setInterval(ask, askEveryMs)
  return () => clearInterval(timer)
}
