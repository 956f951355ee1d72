import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { check, notRun, tests } from '../../scripts/test/steps.ts'

describe('a step of npm test', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stevedore-steps-'))
    writeFileSync(join(folder, 'vitest.config.mjs'), 'export default { test: { globals: true } }')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** Runs Vitest for real on one test file. */
  function runOn(source: string) {
    writeFileSync(join(folder, 'sample.test.ts'), source)
    return tests('sample', ['--root', folder], 'ignore')
  }

  it('counts what passed and gives the reason of what was skipped', async () => {
    const result = await runOn(`
      test('adds', () => expect(1 + 1).toBe(2))
      test('sleeps', (context) => context.skip('no power supply here'))
    `)
    expect(result).toMatchObject({ passed: 1, failed: [] })
    expect(result.skipped).toEqual([{ title: 'sample.test.ts › sleeps', reason: 'no power supply here' }])
  })

  it('fails with a failed test, a failed hook, and an error outside any test', async () => {
    const result = await runOn(`
      test('adds', () => expect(1 + 1).toBe(3))
      describe('group', () => {
        beforeAll(() => { throw new Error('hook broke') })
        test('never runs', () => {})
      })
      test('leaves a rejection', () => { Promise.reject(new Error('nobody listens')) })
    `)
    const text = result.failed.join('\n')
    expect(text).toContain('adds')
    expect(text).toContain('hook broke')
    expect(text).toContain('nobody listens')
  })

  it('fails when a test file does not load, or when there is none', async () => {
    const broken = await runOn('import "./no-such-file.ts"')
    expect(broken.passed).toBe(0)
    expect(broken.failed.length).toBeGreaterThan(0)
    rmSync(join(folder, 'sample.test.ts'))
    const empty = await tests('empty', ['--root', folder], 'ignore')
    expect(empty.failed).toEqual(['empty: vitest ended with code 1'])
  })

  it('counts a check that fails, and a step that cannot run, as failed', async () => {
    writeFileSync(join(folder, 'bad.json'), '{')
    const lint = await check(
      'lint',
      'biome',
      ['check', join(folder, 'bad.json'), '--vcs-enabled=false'],
      'ignore',
    )
    expect(lint).toMatchObject({ passed: 0, failed: ['lint: ended with code 1'] })
    expect(notRun('window', 'no browser')).toMatchObject({
      passed: 0,
      failed: ['window: not run: no browser'],
    })
  })
})
