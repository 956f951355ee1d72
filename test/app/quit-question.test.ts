import { beforeEach, describe, expect, it, vi } from 'vitest'
import { sayIn } from '../../electron/app/language.ts'

const asked: unknown[] = []
let answer = { response: 1, checkboxChecked: false }
vi.mock('electron', () => ({
  dialog: {
    showMessageBox: async (options: unknown) => {
      asked.push(options)
      return answer
    },
  },
}))
const { askAndQuit } = await import('../../electron/app/quit-question.ts')

beforeEach(() => {
  asked.length = 0
})

async function quitWith(running: number, isWanted: boolean, given = answer): Promise<string[]> {
  const done: string[] = []
  answer = given
  await askAndQuit({
    window: () => null,
    say: () => sayIn('en'),
    running: () => running,
    isWanted: () => isWanted,
    onNeverAgain: () => done.push('never again'),
    quit: () => done.push('quit'),
  })
  return done
}

describe('quitting', () => {
  it.each([
    ['nothing runs', 0, true],
    ['the person does not want to be asked', 2, false],
  ])('asks nothing when %s', async (_when, running, isWanted) => {
    expect(await quitWith(running, isWanted)).toEqual(['quit'])
    expect(asked).toEqual([])
  })

  it('says how much runs, and quits only when that is wanted', async () => {
    expect(await quitWith(2, true, { response: 1, checkboxChecked: true })).toEqual([])
    expect(asked).toMatchObject([
      { message: '2 uploads are running. Quit all the same?', defaultId: 1, cancelId: 1 },
    ])
    expect(await quitWith(2, true, { response: 0, checkboxChecked: false })).toEqual(['quit'])
  })

  it('remembers that nobody wants to be asked again', async () => {
    expect(await quitWith(1, true, { response: 0, checkboxChecked: true })).toEqual(['never again', 'quit'])
  })
})
