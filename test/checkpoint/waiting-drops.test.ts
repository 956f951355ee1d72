import { describe, expect, it } from 'vitest'
import type { WaitingDrop } from '../../electron/checkpoint/waiting-drop-table.ts'
import { addUpload, closeOpened, open, tamper, temporaryFolder } from './checkpoint-fixture.ts'

const drop: Omit<WaitingDrop, 'id'> = {
  destinationId: 'd1',
  paths: ['/home/ann/a.mov', '/home/ann/照片'],
  choices: { prefix: 'in/', conflictPolicy: 'rename', exceptions: { 'in/a.mov': 'skip' } },
  isFromOutside: true,
}

describe('drops that wait', () => {
  it('are there after the program ended, as they were, oldest first', () => {
    const folder = temporaryFolder()
    const { drops } = open(folder)
    const first = drops.keep(drop)
    const second = drops.keep({ ...drop, destinationId: null, choices: {}, isFromOutside: false })
    drops.change({ ...drop, id: first, choices: { metadata: { cacheControl: 'no-cache' } } })
    closeOpened()
    expect(open(folder).drops.list()).toEqual([
      { ...drop, id: first, choices: { metadata: { cacheControl: 'no-cache' } } },
      { ...drop, id: second, destinationId: null, choices: {}, isFromOutside: false },
    ])
  })

  it('leave together with what puts them into the queue, or not at all', () => {
    const checkpoint = open()
    const id = checkpoint.drops.keep(drop)
    expect(() =>
      checkpoint.drops.settle(id, () => {
        addUpload(checkpoint)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(checkpoint.drops.list()).toMatchObject([{ id }])
    expect(checkpoint.queue.counts().byFilter.all).toBe(0)

    expect(checkpoint.drops.settle(id, () => addUpload(checkpoint))).toBeGreaterThan(0)
    expect(checkpoint.drops.list()).toEqual([])
    expect(checkpoint.queue.counts().byFilter.all).toBe(1)
  })

  it.each(['destination_id', 'paths', 'choices', 'is_from_outside'])(
    'are not offered, but counted, when their %s changed by themselves (R5)',
    (column) => {
      const folder = temporaryFolder()
      const checkpoint = open(folder)
      const good = checkpoint.drops.keep(drop)
      const bad = checkpoint.drops.keep(drop)
      closeOpened()
      tamper(checkpoint.file, (sqlite) => {
        const value = column === 'is_from_outside' ? 0 : '["/etc/passwd"]'
        sqlite.prepare(`UPDATE waiting_drops SET ${column} = ? WHERE id = ?`).run(value, bad)
      })
      const { drops } = open(folder)
      expect(drops.removeUnreadable()).toBe(1)
      expect(drops.removeUnreadable()).toBe(0)
      expect(drops.list()).toMatchObject([{ id: good }])
    },
  )
})
