import { describe, expect, it } from 'vitest'
import { parseRequest } from '../../electron/app/handlers/request-schemas.ts'
import { type CommandName, commandNames } from '../../shared/ipc.ts'

describe('requests of the window', () => {
  it('are passed on when they fit', () => {
    const scope = { kind: 'ids', ids: [1, 2] } as const
    expect(parseRequest('queue.pause', scope)).toEqual(scope)
    expect(parseRequest('app.info', undefined)).toBeUndefined()
  })

  it.each<[CommandName, unknown]>([
    ['queue.pause', { kind: 'ids', ids: ['1'] }],
    ['queue.pause', { kind: 'ids', ids: [0] }],
    ['queue.pause', { kind: 'all', filter: 'everything' }],
    ['queue.pause', undefined],
    ['queue.page', { filter: 'all', search: '', sort: 'added', descending: false, offset: -1, limit: 10 }],
    ['queue.page', { filter: 'all', search: '', sort: 'added', descending: false, offset: 0, limit: 501 }],
    ['queue.add', { paths: 'a', destinationId: 'x' }],
    ['queue.add', { paths: [], destinationId: 'x', extra: 1 }],
    [
      'queue.add',
      { paths: ['/a'], destinationId: 'x', metadata: { userMetadata: JSON.parse('{"__proto__":"x"}') } },
    ],
    ['queue.cancel', { scope: { kind: 'ids', ids: [1] }, mode: 'burn' }],
    ['settings.set', 'dark'],
    ['settings.set', []],
    ['app.info', {}],
    ['clipboard.write', { text: 1 }],
  ])('of %s are refused by name when they do not: %j', (name, request) => {
    expect(() => parseRequest(name, request)).toThrow(new RegExp(`"${name}" was called with something`))
  })

  it('are refused when they are longer than anything real', () => {
    expect(() => parseRequest('clipboard.write', { text: 'x'.repeat(1_000_001) })).toThrow(
      /text: Invalid length/,
    )
  })

  it('have a check for every command of the contract', () => {
    for (const name of commandNames) {
      expect(() => parseRequest(name, Symbol('no request')), name).toThrow(/was called with something/)
    }
  })

  it('of unknown commands are refused', () => {
    expect(() => parseRequest('constructor' as CommandName, {})).toThrow(/is no command/)
  })
})
