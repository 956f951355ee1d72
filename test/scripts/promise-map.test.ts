import { describe, expect, it } from 'vitest'
import { mapPromises } from '../../scripts/promises/promise-map.ts'

const markdown = `
| #   | promise |
| --- | ------- |
| R1  | Parts become one object. |
| R2  | Progress is recorded. |
`

function map(text: string) {
  return mapPromises(markdown, new Map([['a.test.ts', text]]))
}

describe('the map from promises to tests', () => {
  it('lists each test under every promise that its title names', () => {
    const { promises, problems } = map(`it('goes on after a kill (R1, R2)', () => {})`)
    expect(problems).toEqual([])
    expect(promises.map(({ id, tests }) => [id, tests])).toEqual([
      ['R1', [{ file: 'a.test.ts', title: 'goes on after a kill (R1, R2)' }]],
      ['R2', [{ file: 'a.test.ts', title: 'goes on after a kill (R1, R2)' }]],
    ])
  })

  it('finds the titles of tables of cases, whatever quotes they are in', () => {
    const text = 'it.each([1, 2])("cuts %i bytes (R1)", () => {})\ndescribe(`records (R2) at once`, () => {})'
    expect(map(text).problems).toEqual([])
  })

  it('complains about a promise without a test', () => {
    expect(map(`it('cuts (R1)', () => {})`).problems).toEqual(['R2 has no test: Progress is recorded.'])
  })

  it('complains about a test that names a promise there is none of', () => {
    expect(map(`it('cuts (R1, R2)'); it('flies (R9)')`).problems).toEqual([
      'a.test.ts names R9, which is no promise: “flies (R9)”',
    ])
  })

  it('takes no comment for a proof', () => {
    expect(map(`// as promised (R1, R2)`).problems).toHaveLength(2)
  })

  it('complains when there is no list', () => {
    expect(mapPromises('', new Map()).problems).toEqual(['There is no table of promises.'])
  })
})
