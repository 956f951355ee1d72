import { describe, expect, it, vi } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'

const session = Session.forEachTest()
const words = messages.en.window

describe('a file dropped on the window', () => {
  it('appears as a row, lights up part by part and is whole in the bucket (R1, R15, R23, R24)', async () => {
    const sha256 = session.file('a film + 文.mov', 10 * MiB + 1)
    const window = await session.startWithDestination()
    const letGo = session.line.holdAfter(4)
    await window.drop([session.path('a film + 文.mov')])
    await window.untilShown('a film + 文.mov', 'uploading')
    await window.until('a film + 文.mov', (row) => row.confirmedBytes === 4 * MiB, 'four confirmed parts')

    await window.row('a film + 文.mov').click()
    const legend = (state: keyof typeof words.parts.state, count: number) =>
      window.page.getByText(
        words.parts.legend.replace('{{state}}', words.parts.state[state]).replace('{{count}}', String(count)),
      )
    await legend('done', 4).waitFor()
    await legend('sending', 3).waitFor()
    await legend('waiting', 4).waitFor()
    await window.screenshot('uploading')

    letGo()
    await window.untilShown('a film + 文.mov', 'done')
    await window.screenshot('done')
    expect(await session.line.sha256('a film + 文.mov')).toBe(sha256)
    expect(session.line.confirmedParts().sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it('goes up in one request when it is smaller than the threshold, also when it is empty (R12)', async () => {
    const small = session.file('small.bin', MiB - 1)
    const empty = session.file('empty.bin', 0)
    const window = await session.startWithDestination()
    await window.drop([session.path('small.bin'), session.path('empty.bin')])
    await window.untilShown('small.bin', 'done')
    await window.untilShown('empty.bin', 'done')
    expect(await session.line.sha256('small.bin')).toBe(small)
    expect(await session.line.sha256('empty.bin')).toBe(empty)
    expect(session.line.proxy.of('put').map((request) => request.clientStatus)).toEqual([200, 200])
    expect(session.line.proxy.of('initiate')).toEqual([])
  })
})

describe('a folder dropped on the window', () => {
  it('goes up file by file under its own name, keys exact (R23)', async () => {
    const names = ['a.bin', 'deep/b b.bin', 'deep/er/文件.bin', 'deep/er/c+%&#.bin']
    const sums = Object.fromEntries(
      names.map((name) => [`photos/${name}`, session.file(`photos/${name}`, 40_000)]),
    )
    const window = await session.startWithDestination()
    await window.drop([session.path('photos')])
    for (const name of Object.keys(sums)) await window.untilShown(name, 'done')
    for (const [key, sum] of Object.entries(sums)) expect(await session.line.sha256(key), key).toBe(sum)
    await window.screenshot('folder')
  })

  it('shows all rows of a large folder and sends each file once', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `many/${index % 7}/file ${index}.bin`)
    for (const name of names) session.file(name, 200)
    const window = await session.startWithDestination({ filesAtOnce: 16 })
    await window.drop([session.path('many')])
    await vi.waitFor(
      async () => {
        const { byFilter } = await window.call('queue.counts', undefined)
        expect(byFilter).toMatchObject({ all: 300, done: 300 })
      },
      { timeout: 60_000, interval: 200 },
    )
    const keys = session.line.proxy.of('put').map((request) => request.objectKey)
    expect(keys.sort()).toEqual([...names].sort())
  })
})
