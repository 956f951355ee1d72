/** Sites that a link in the window may open, in the person's own browser. */
const linkHosts = ['aliyun.com', 'alibabacloud.com', 'github.com']

/** True for secure addresses on those sites and their subdomains. */
export function isKnownLink(url: string): boolean {
  const parsed = URL.parse(url)
  if (parsed?.protocol !== 'https:') return false
  return linkHosts.some((host) => parsed.hostname === host || parsed.hostname.endsWith(`.${host}`))
}
