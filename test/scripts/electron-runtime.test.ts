import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fetchRuntime, runtimeVersion } from '../../scripts/start/electron-runtime.ts'
import { recallFailure, rememberFailure } from '../../scripts/start/failed-fetch-memory.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-runtime-'))
  vi.stubEnv('electron_config_cache', folder)
  // Another platform than this one: nothing here may unpack over an installed runtime.
  vi.stubEnv('ELECTRON_INSTALL_PLATFORM', 'win32')
  vi.stubEnv('ELECTRON_INSTALL_ARCH', 'arm64')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

describe('fetching the runtime of Electron', () => {
  let server: Server
  let asked: string[]

  async function mirror(answer: RequestListener): Promise<string> {
    asked = []
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      answer(request, response)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    vi.stubEnv('ELECTRON_MIRROR', `http://${host}/`)
    return host
  }
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it('asks the server that ELECTRON_MIRROR names, and tells its refusal', async () => {
    const host = await mirror((_, response) => response.writeHead(404).end())
    const result = await fetchRuntime(() => {}, 20_000)
    expect(result).toEqual({ failure: { kind: 'refused', status: 404, host } })
    expect(asked).toEqual([`/v${runtimeVersion}/electron-v${runtimeVersion}-win32-arm64.zip`])
  })

  it('gives up when no byte comes any more, after showing how far it came', async () => {
    await mirror((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(Buffer.alloc(400))
    })
    const seen: number[] = []
    const result = await fetchRuntime(({ transferred }) => seen.push(transferred), 300)
    expect(result).toEqual({ failure: { kind: 'stalled', seconds: 0.3 } })
    expect(seen).toEqual([400])
  })

  it('does not take bytes with a wrong checksum for Electron', async () => {
    await mirror((_, response) => response.writeHead(200, { 'content-length': '4' }).end('oops'))
    const result = await fetchRuntime(() => {}, 20_000)
    expect(result).toMatchObject({ failure: { kind: 'other', message: expect.stringMatching(/checksum/i) } })
  })

  it('names the server that does not answer', async () => {
    const host = await mirror(() => {})
    server.close()
    await once(server, 'close')
    const result = await fetchRuntime(() => {}, 20_000)
    expect(result).toMatchObject({ failure: { kind: 'unreachable', host: expect.stringContaining(host) } })
  })
})

describe('a failed fetch', () => {
  const failure = { kind: 'stalled', seconds: 60 } as const
  const minute = 60_000

  it('is remembered for an hour, so that every start does not wait again', () => {
    const path = join(folder, 'cache', 'fetch.json')
    expect(recallFailure(path, '', 0)).toBeNull()
    rememberFailure(path, { at: 0, mirror: '', failure })
    expect(recallFailure(path, '', 59 * minute)).toEqual(failure)
    expect(recallFailure(path, '', 60 * minute)).toBeNull()
  })

  it('is forgotten when another mirror is named', () => {
    const path = join(folder, 'fetch.json')
    rememberFailure(path, { at: 0, mirror: '', failure })
    expect(recallFailure(path, 'https://mirror.example/', minute)).toBeNull()
  })
})
