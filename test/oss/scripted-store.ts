import { afterAll, beforeEach } from 'vitest'
import type { OssStore } from '../../electron/oss/oss-store.ts'
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts'
import { openTestStore } from './test-store.ts'

/** One scripted server and a store on it for all tests of a file; each begins with no request recorded. */
export async function scriptedStore(): Promise<{ server: ScriptedServer; store: OssStore }> {
  const server = await startScriptedServer()
  const store = openTestStore(server.endpoint)
  afterAll(async () => {
    await store.close()
    await server.close()
  })
  beforeEach(() => {
    server.requests.length = 0
  })
  return { server, store }
}
