/** What one profile of an ossutil configuration file says. */
export interface OssutilProfile {
  name: string
  /** Empty where there is none. */
  accessKeyId: string
  accessKeySecret: string
  stsToken: string
  endpoint: string
  region: string
  /** How ossutil gets its credentials; empty means the key pair. */
  mode: string
  buckets: { name: string; endpoint: string; isCustomDomain: boolean }[]
}

type Section = Map<string, string>

/** Modes in which the key pair of the file is what counts. */
export const keyPairModes: readonly string[] = ['', 'ak', 'ststoken']

/**
 * Reads the configuration of ossutil 1 (`[Credentials]`,
 * `[Bucket-Endpoint]`, `[Bucket-Cname]`) and of ossutil 2 (`[default]`,
 * `[profile NAME]`, which may take over from another one by `source_profile`). Names of sections and keys count in any case,
 * and keys with or without `-` and `_`. Whatever cannot be read is passed over: the file belongs to another program.
 */
export function parseOssutilConfig(text: string): OssutilProfile[] {
  const sections = readSections(text)
  const profiles: OssutilProfile[] = []
  for (const name of sections.keys()) {
    const profile = profileName(name)
    if (profile === null) continue
    const values = withSource(sections, name)
    const get = (...keys: string[]) =>
      keys.map((key) => values.get(key) ?? '').find((value) => value !== '') ?? ''
    profiles.push({
      name: profile,
      accessKeyId: get('accesskeyid'),
      accessKeySecret: get('accesskeysecret'),
      stsToken: get('ststoken'),
      endpoint: get('endpoint'),
      region: get('region').replace(/^oss-/, ''),
      mode: get('mode').toLowerCase(),
      buckets: profile === 'Credentials' ? bucketsOfFirstVersion(sections) : [],
    })
  }
  return profiles
}

/** `[default]` is short for `[profile default]`. */
function profileName(section: string): string | null {
  if (section === 'credentials') return 'Credentials'
  if (section === 'default') return 'default'
  return /^profile\s+(.+)$/.exec(section)?.[1] ?? null
}

/** Values of a profile over those of the one it names as its source; a circle ends where it closes. */
function withSource(
  sections: ReadonlyMap<string, Section>,
  name: string,
  seen: readonly string[] = [],
): Section {
  const own = sections.get(name) ?? new Map<string, string>()
  const source = own.get('sourceprofile')?.toLowerCase()
  if (source === undefined || seen.includes(name)) return own
  const section = sections.has(`profile ${source}`) ? `profile ${source}` : source
  return new Map([...withSource(sections, section, [...seen, name]), ...own])
}

function bucketsOfFirstVersion(sections: ReadonlyMap<string, Section>): OssutilProfile['buckets'] {
  const list = (section: string, isCustomDomain: boolean) =>
    [...(sections.get(section) ?? [])].map(([name, endpoint]) => ({ name, endpoint, isCustomDomain }))
  return [...list('bucket-cname', true), ...list('bucket-endpoint', false)]
}

function readSections(text: string): Map<string, Section> {
  const sections = new Map<string, Section>()
  let current: Section | null = null
  let isBucketList = false
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const trimmed = line.trim()
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue
    const heading = /^\[(.+)\]$/.exec(trimmed)?.[1]
    if (heading !== undefined) {
      const name = heading.trim().replaceAll(/\s+/g, ' ').toLowerCase()
      isBucketList = name.startsWith('bucket-')
      current = sections.get(name) ?? new Map<string, string>()
      sections.set(name, current)
      continue
    }
    const at = trimmed.indexOf('=')
    if (at < 1 || current === null) continue
    const key = trimmed.slice(0, at).trim().toLowerCase()
    const value = trimmed
      .slice(at + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
    current.set(isBucketList ? key : key.replaceAll(/[-_]/g, ''), value)
  }
  return sections
}
