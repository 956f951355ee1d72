import type { Session } from 'electron'
import { state } from './state.ts'
import { strict } from './strict.ts'

type Answered = Pick<
  Session,
  'resolveProxy' | 'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
>

/** Chromium runs without any permission granted, so the program's refusals have nothing left to refuse here. */
export const defaultSession = strict('session', {
  resolveProxy: async () => state.proxyAnswer,
  setDevicePermissionHandler() {},
  setPermissionCheckHandler() {},
  setPermissionRequestHandler() {},
} satisfies Answered) as unknown as Session

export const session = strict('session', { defaultSession })
