import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FilesFromOutside } from '../../electron/app/files-from-outside.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('FilesFromOutside', () => {
  it('keeps what arrives before the queue is open, then hands it over as one batch', () => {
    const files = new FilesFromOutside()
    files.addFrom({ argv: ['--hidden', 'a'], cwd: '/home' })
    files.add(['/b'])
    const batches: string[][] = []
    files.deliverTo((paths) => batches.push(paths))
    expect(batches).toEqual([['/home/a', '/b']])
  })

  it('makes one batch of several starts in a row, without repeating a file', () => {
    const files = new FilesFromOutside()
    const batches: string[][] = []
    files.deliverTo((paths) => batches.push(paths))
    files.add(['/a'])
    vi.advanceTimersByTime(200)
    files.add(['/b', '/a'])
    vi.advanceTimersByTime(200)
    files.add(['/c'])
    vi.advanceTimersByTime(1000)
    expect(batches).toEqual([['/a', '/b'], ['/c']])
  })

  it('takes the files that macOS opens, and tells it so', () => {
    const app = new EventEmitter()
    const files = new FilesFromOutside()
    files.listenTo(app as never)
    let isPrevented = false
    app.emit('open-file', { preventDefault: () => (isPrevented = true) }, '/dropped on the dock')
    const batches: string[][] = []
    files.deliverTo((paths) => batches.push(paths))
    expect(isPrevented).toBe(true)
    expect(batches).toEqual([['/dropped on the dock']])
  })

  it('says nothing when a start brings no files', () => {
    const files = new FilesFromOutside()
    const batches: string[][] = []
    files.deliverTo((paths) => batches.push(paths))
    files.addFrom({ argv: ['--hidden'], cwd: '/' })
    vi.advanceTimersByTime(1000)
    expect(batches).toEqual([])
  })
})
