/** Targets of electron-builder by the system that installers are made for. */
const switches: Partial<Record<NodeJS.Platform, string>> = {
  darwin: '--mac',
  win32: '--win',
  linux: '--linux',
}

/**
 * What electron-builder is called with. `asked` is passed on (`--linux`, `--win nsis`, `-c.…`); without a system in it,
 * installers for this one are made. `updateUrl` is the folder updates are taken from, e.g. a public bucket behind a domain
 * of one's own; without it the installed program never looks for any.
 */
export function builderArguments(
  asked: readonly string[],
  platform: NodeJS.Platform,
  updateUrl: string | undefined,
): string[] {
  const namesSystem = asked.some((argument) => /^--?(mac|m|o|macos|win|w|windows|linux|l)$/.test(argument))
  const system = namesSystem ? [] : [switches[platform] ?? '--linux']
  return [...system, ...asked, '--publish', 'never', ...publishArguments(updateUrl)]
}

function publishArguments(updateUrl: string | undefined): string[] {
  if (!updateUrl) return []
  const { protocol } = new URL(updateUrl)
  if (protocol !== 'https:') throw new Error(`STEVEDORE_UPDATE_URL must begin with https:, not ${protocol}`)
  return [
    '-c.publish.provider=generic',
    // Each system has a folder of its own: their lists of versions have the same name.
    `-c.publish.url=${updateUrl.replace(/\/+$/, '')}/\${os}`,
    '-c.publish.channel=latest',
    // OSS answers only the first of several ranges.
    '-c.publish.useMultipleRangeRequest=false',
  ]
}
