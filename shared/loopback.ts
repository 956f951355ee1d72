/**
 * `localhost` and names below it, 127.0.0.0/8 and ::1, with or without brackets: what stays on this computer. The
 * practice bucket must never be asked for through an office proxy, and only there may a request go unencrypted unasked.
 */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  )
}
