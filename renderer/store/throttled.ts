/**
 * Runs `action` at once, then at most every `intervalMs`; a call in
 * between runs when the interval ends, so the last one always counts.
 */
export function throttled(action: () => void, intervalMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let isDue = false
  const run = () => {
    action()
    timer = setTimeout(() => {
      timer = null
      if (isDue) {
        isDue = false
        run()
      }
    }, intervalMs)
  }
  return () => {
    if (timer === null) run()
    else isDue = true
  }
}
