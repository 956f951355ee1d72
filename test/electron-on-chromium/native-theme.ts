import { EventEmitter } from 'node:events'
import type { NativeTheme } from 'electron'
import { state } from './state.ts'
import { strict } from './strict.ts'

type ThemeSource = NativeTheme['themeSource']

class StandInNativeTheme
  extends EventEmitter
  implements Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>
{
  #source: ThemeSource = 'system'

  get themeSource(): ThemeSource {
    return this.#source
  }

  set themeSource(source: ThemeSource) {
    this.#source = source
    state.themeSource = source
    this.emit('updated')
  }

  /** The system's own theme is known to Chromium alone; until the page shows, "system" counts as light. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}

const theNativeTheme = new StandInNativeTheme()

export function onThemeChange(listener: () => void): void {
  theNativeTheme.on('updated', listener)
}

/** What `prefers-color-scheme` must answer in the page; null leaves it to the system. */
export function themeForPage(): { colorScheme: 'light' | 'dark' | null } {
  const source = theNativeTheme.themeSource
  return { colorScheme: source === 'system' ? null : source }
}

// A guard of its own: the setter must run on the object itself.
export const nativeTheme = strict('nativeTheme', theNativeTheme)
