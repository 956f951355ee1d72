import { describe, expect, it } from 'vitest'
import { sayIn } from '../../electron/app/language.ts'
import { type Happened, planNotifications } from '../../electron/app/notification-plan.ts'

const nothing: Happened = { ended: [], newProblems: 0, credentials: [] }
const all = { notifyDone: true, notifyProblems: true, notifyCredentials: true }
const plan = (happened: Partial<Happened>, wishes = all, language: 'en' | 'zh-CN' = 'en') =>
  planNotifications({ ...nothing, ...happened }, wishes, sayIn(language))
const batch = (name: string, done: number, problems = 0) => ({ name, done, problems })
const needed = (name: string, count: number) => ({ destinationId: name, destinationName: name, count })

describe('planNotifications', () => {
  it('says nothing when nothing happened', () => {
    expect(plan({})).toEqual([])
  })

  it('tells one finished batch by its name and the number of its files', () => {
    expect(plan({ ended: [batch('Shoot day 3', 120)] })).toEqual([
      {
        title: '120 files are uploaded',
        body: 'Shoot day 3',
        target: { place: 'queue', filter: 'done' },
      },
    ])
  })

  it('tells several finished batches at once', () => {
    const [told, ...others] = plan({ ended: [batch('a', 1), batch('b', 2), batch('c', 3)] })
    expect(told).toMatchObject({ title: '6 files are uploaded', body: 'a and 2 others' })
    expect(others).toEqual([])
  })

  it('tells a batch that ended with problems once, as problems', () => {
    expect(plan({ ended: [batch('Shoot day 3', 118, 2)], newProblems: 2 })).toEqual([
      {
        title: '2 uploads have problems',
        body: 'Shoot day 3: 118 files are uploaded.',
        target: { place: 'queue', filter: 'problems' },
      },
    ])
  })

  it('tells problems while their batch still goes on', () => {
    expect(plan({ newProblems: 1 })).toMatchObject([{ title: '1 upload has a problem' }])
  })

  it('says nothing of a batch that was cancelled as a whole', () => {
    expect(plan({ ended: [batch('a', 0)] })).toEqual([])
  })

  it('leads to the network settings when it is the proxy that wants a log-in', () => {
    expect(plan({ credentials: [{ ...needed('a', 1), isOfProxy: true }] })).toEqual([
      {
        title: 'The proxy wants a log-in',
        body: '1 upload waits for it. Open the network settings.',
        target: { place: 'settings', section: 'network' },
      },
    ])
    expect(plan({ credentials: [{ ...needed('a', 1), isOfProxy: true }, needed('b', 2)] })).toMatchObject([
      { target: { place: 'queue', filter: 'waiting' } },
    ])
  })

  it('opens the destination that needs credentials, or the waiting uploads where several do', () => {
    expect(plan({ credentials: [needed('Harbour', 4)] })).toEqual([
      {
        title: 'Harbour needs credentials',
        body: '4 uploads wait for a valid key.',
        target: { place: 'destination', id: 'Harbour' },
      },
    ])
    expect(plan({ credentials: [needed('a', 1), needed('b', 2)] })).toEqual([
      {
        title: '2 destinations need credentials',
        body: '3 uploads wait for a valid key.',
        target: { place: 'queue', filter: 'waiting' },
      },
    ])
  })

  it('is never more than one of each kind', () => {
    const happened = {
      ended: [batch('a', 1), batch('b', 2, 1), batch('c', 3)],
      newProblems: 1,
      credentials: [needed('x', 1), needed('y', 1)],
    }
    expect(plan(happened)).toHaveLength(3)
  })

  it.each([
    ['notifyDone', { ended: [batch('a', 1)] }],
    ['notifyProblems', { newProblems: 1 }],
    ['notifyCredentials', { credentials: [needed('a', 1)] }],
  ] as const)('is silent about what %s switches off', (name, happened) => {
    expect(plan(happened)).toHaveLength(1)
    expect(plan(happened, { ...all, [name]: false })).toEqual([])
  })

  it('speaks Chinese', () => {
    expect(plan({ ended: [batch('第三天', 12)] }, all, 'zh-CN')).toMatchObject([
      { title: '已上传 12 个文件', body: '第三天' },
    ])
  })
})
