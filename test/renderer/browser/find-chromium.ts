import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of an installed Chromium (or `CHROMIUM`), null where there is none. */
export function findChromium(): string | null {
  const { CHROMIUM } = process.env
  const wanted = CHROMIUM ? [CHROMIUM, ...places] : places
  return wanted.find((place) => existsSync(place)) ?? null
}

/** No network of its own, no GPU: the same picture everywhere. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]
