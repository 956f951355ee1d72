import { linkWorlds } from './link-worlds.ts'
import { plainJson } from './plain-json.ts'
import { preloadWorld, worldGlobals } from './preload-world.ts'

export const preloadWorldName = 'Electron Isolated Context'

/**
 * The two scripts that every document of a window begins with, before any script of its own: the page's half of the
 * context bridge, and the preload behind its half in a world of its own. `secret` names their events, so that a page
 * cannot speak to the preload but through what the preload exposed.
 */
export function pageScripts(secret: string, preloadSource: string): { page: string; preload: string } {
  const events = { page: JSON.stringify(`${secret}-page`), preload: JSON.stringify(`${secret}-preload`) }
  // Only the top frame has a preload; the empty first document of a tab is none of the program's pages.
  const guard = "if (window !== window.top || location.href === 'about:blank') return"
  return {
    page: `(() => { ${guard}\n(${linkWorlds})(${events.page}, ${events.preload}) })()`,
    preload: `(() => { ${guard}
const link = (${linkWorlds})(${events.preload}, ${events.page})
const electron = (${preloadWorld})(link, ${JSON.stringify(worldGlobals)}, (${plainJson})())
const module = { exports: {} }
const require = (name) => {
  if (name === 'electron' || name === 'node:electron') return electron
  throw new Error('module not found: ' + name)
}
;(function (require, module, exports) {
${preloadSource}
})(require, module, module.exports)
})()
//# sourceURL=preload.cjs`,
  }
}
