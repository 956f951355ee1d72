import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './find-chromium.ts'

/** The command that installs a browser here; what a person is asked to run where we may not. */
export function installCommand(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return 'brew install --cask chromium'
  if (platform === 'win32') return 'winget install --id Google.Chrome'
  if (existsSync('/usr/bin/dnf')) return 'sudo dnf install chromium'
  if (existsSync('/usr/bin/pacman')) return 'sudo pacman -S chromium'
  if (existsSync('/usr/bin/zypper')) return 'sudo zypper install chromium'
  if (existsSync('/sbin/apk')) return 'sudo apk add chromium'
  if (existsSync('/usr/bin/snap') && !existsSync('/etc/debian_version')) return 'sudo snap install chromium'
  return 'sudo apt-get install chromium'
}

/**
 * Path of a browser. Where there is none and we are root on Debian, it is installed (a minute or two); anywhere else
 * null: `installCommand` says what to run.
 */
export function ensureChromium(tell: (line: string) => void): string | null {
  const found = findChromium()
  if (found !== null || !mayInstall()) return found
  tell('Installing Chromium …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
    if (status !== 0) {
      tell(`apt-get ${args[0]} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`)
      return null
    }
  }
  return findChromium()
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}
