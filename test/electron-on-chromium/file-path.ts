import type { CDPSession } from 'playwright-core'
import { worldGlobals } from './preload-world.ts'

/**
 * The page stands still at the `debugger` statement of `getPathForFile`: reads the file it asks about, lets Chromium say
 * where that file lies (empty for one made by script), writes the path back and lets the page go on.
 */
export async function answerPath(session: CDPSession, callFrameId: string | undefined): Promise<void> {
  try {
    if (callFrameId === undefined) return
    const { result } = await session.send('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression: `globalThis.${worldGlobals.file}?.file`,
    })
    if (result.objectId === undefined) return
    const path = await pathOfFile(session, result.objectId)
    await session.send('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression: `globalThis.${worldGlobals.file}.path = ${JSON.stringify(path)}`,
    })
  } finally {
    await session.send('Debugger.resume')
  }
}

/** Where the file behind a `File` of the page lies; empty for one made by script. */
export async function pathOfFile(session: CDPSession, objectId: string): Promise<string> {
  return (await session.send('DOM.getFileInfo', { objectId })).path
}
