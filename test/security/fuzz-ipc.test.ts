import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IpcMainInvokeEvent } from 'electron'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registerHandlers } from '../../electron/app/ipc.ts'
import { openProgram, type Program } from '../../electron/app/program.ts'
import { type Answer, type CommandName, commandNames } from '../../shared/ipc.ts'
import { testKeyStore } from '../app/support/key-store.ts'
import { testDesktop } from '../app/support/test-desktop.ts'
import { SeededRandom } from '../soak/seeded-random.ts'
import { hostileValue, spoiled } from './hostile-value.ts'

const calls = 10_000
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Sound requests that the spoiled ones start from; commands without one get hostile values alone. */
const sound: Partial<Record<CommandName, unknown>> = {
  'settings.set': { partSizeBytes: 8 << 20, language: 'zh-CN', theme: 'dark' },
  'destinations.save': destination(),
  'doctor.run': { runId: 'r', destination: destination() },
  'doctor.stop': { runId: 'r' },
  'queue.add': { paths: ['/nowhere/a'], destinationId: 'd', metadata: { contentType: 'text/plain' } },
  'queue.pick': { kind: 'files' },
  'queue.page': {
    ...{ filter: 'all', search: 'x', sort: 'added', descending: false, offset: 0, limit: 100 },
  },
  'queue.details': { id: 1 },
  'queue.parts': { id: 1 },
  'queue.pause': { kind: 'ids', ids: [1, 2] },
  'queue.resume': { kind: 'all', filter: 'all' },
  'queue.cancel': { scope: { kind: 'all', filter: 'all' }, mode: 'keep' },
  'queue.remove': { kind: 'all', filter: 'done', search: 'x' },
  'queue.watch': { id: 1 },
  'queue.showInFolder': { id: 1 },
  'link.choices': { id: 1 },
  'link.copy': { id: 1, kind: 'signed', expiresSeconds: 60 },
  'clipboard.write': { text: 'x' },
}

function destination() {
  return {
    ...{ name: 'n', kind: 'oss', endpoint: 'http://127.0.0.1:1', region: 'cn-hangzhou', bucket: 'fuzzed' },
    ...{ prefix: '', signatureVersion: 'v4', isCustomDomain: false, metadata: {} },
    ...{ accessKeyId: 'id', accessKeySecret: 'secret' },
  }
}

let folder: string
let program: Program
const unexpected: unknown[] = []
const shown: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-fuzz-'))
  program = openProgram({
    dataFolder: join(folder, 'data'),
    keyStore: testKeyStore(),
    log: silent,
    send: (_name, payload) => structuredClone(payload),
    desktop: testDesktop({ showInFolder: (path) => shown.push(path) }),
  })
  program.start()
})

afterEach(async () => {
  await program.stop()
  rmSync(folder, { recursive: true, force: true })
})

function channels() {
  const open = new Map<string, (event: IpcMainInvokeEvent, request: unknown) => Promise<Answer<unknown>>>()
  registerHandlers({ handle: (channel, listener) => void open.set(channel, listener) }, program.handlers, {
    isTrustedSender: () => true,
    log: { warn() {}, error: (message, data) => unexpected.push([message, data]) },
  })
  return open
}

/** Tests stay on this computer, whatever address the dice give. */
function stayHere(request: unknown): unknown {
  if (typeof request === 'object' && request !== null && 'endpoint' in request) {
    if (typeof request.endpoint === 'string') request.endpoint = 'http://127.0.0.1:1'
  }
  return request
}

describe('ten thousand calls that no honest window makes', () => {
  it('each get an answer or a typed refusal, and the program goes on', { timeout: 120_000 }, async () => {
    const random = new SeededRandom(20_261_121)
    const open = channels()
    const before = process.memoryUsage().rss
    const codes = new Map<string, number>()
    for (let call = 0; call < calls; call++) {
      const name = random.pick(commandNames)
      const request = stayHere(
        name in sound && random.chance(0.7) ? spoiled(random, sound[name]) : hostileValue(random),
      )
      const answer = await open.get(`command:${name}`)?.({} as IpcMainInvokeEvent, request)
      // What cannot be cloned would never reach the window.
      const { ok, ...rest } = structuredClone(answer) as Answer<unknown>
      const code = ok ? 'ok' : ((rest as { error: { code: string } }).error.code ?? 'no code')
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    expect(unexpected).toEqual([])
    expect([...codes.keys()]).not.toContain('Unexpected')
    expect([...codes.keys()]).not.toContain('no code')
    // The dice must have met both walls and open doors, or this shows nothing.
    expect(codes.get('RequestInvalid')).toBeGreaterThan(calls / 3)
    expect(codes.get('ok')).toBeGreaterThan(calls / 100)
    expect(shown).toEqual([])
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
    expect(readdirSync(folder)).toEqual(['data'])
    expect(({} as Record<string, unknown>).polluted ?? Object.keys(Object.prototype)).toEqual([])
    expect(await program.handlers['queue.counts'](undefined)).toMatchObject({})
  })

  it('find no channel but those of the contract', () => {
    const open = channels()
    for (const name of ['constructor', '__proto__', 'toString', 'app.quit', 'queue', '', 'queue.add\0']) {
      expect(open.has(`command:${name}`), name).toBe(false)
    }
  })
})
