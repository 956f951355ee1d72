import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reportLanguage } from '../../electron/cli/report-language.ts'
import {
  type DoctorCheck,
  type DoctorReport,
  doctorCheckNames,
  verdictOf,
} from '../../shared/doctor/doctor-report.ts'
import { minimalPolicy } from '../../shared/doctor/minimal-policy.ts'
import { checkText, reportText } from '../../shared/doctor/report-text.ts'
import { messages } from '../../shared/locales/messages.ts'

const place = {
  endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
  region: 'cn-hangzhou',
  bucket: 'films',
  prefix: 'raw/',
  isCustomDomain: false,
}

function check(name: DoctorCheck['name'], change: Partial<DoctorCheck> = {}): DoctorCheck {
  return { name, status: 'pass', seen: null, error: null, durationMs: 1, ...change }
}

function denied(name: DoctorCheck['name'], action: string): DoctorCheck {
  const params = {
    action,
    bucket: 'films',
    key: 'raw/*',
    host: 'films.oss-cn-hangzhou.aliyuncs.com',
    status: 403,
  }
  const error = {
    code: 'AccessDenied',
    retry: 'fatal' as const,
    message: 'no',
    fromServer: true,
    params,
    requestId: 'ABC',
  }
  return check(name, { status: 'fail', error })
}

function report(checks: DoctorCheck[]): DoctorReport {
  return { place, checks, verdict: verdictOf(checks), proposal: null }
}

const root = join(import.meta.dirname, '../..')
const checkFolder = join(root, 'electron/doctor/checks')
const checkSources = readdirSync(checkFolder)
  .map((name) => readFileSync(join(checkFolder, name), 'utf8'))
  .join('\n')

describe.each(['en', 'zh-CN'] as const)('the report of the doctor in %s', (locale) => {
  const language = reportLanguage(locale)
  const sentences: Record<string, string> = messages[locale].doctor

  it('has a title for every check', () => {
    for (const name of doctorCheckNames) expect(checkText(check(name), language).title).not.toBe(name)
  })

  it('has a sentence for everything a check can see', () => {
    const keys = [
      ...checkSources.matchAll(/(?:pass|skipped)\((?:[^'()]*\? )?'(\w+)'(?: : '(\w+)')?/g),
    ].flatMap(([, a, b]) => [a, b])
    const named = [...checkSources.matchAll(/'((?:tls|clock)[A-Z]\w+)'/g)].map(([, key]) => key)
    const all = new Set([...keys, ...named].filter((key) => key !== undefined))
    expect(all.size).toBeGreaterThan(20)
    for (const key of all) expect(sentences[key], key).toBeTruthy()
  })

  it('names the permission that is missing, what it costs and the request, and ends with the policy (R17, R22)', () => {
    const text = reportText(report([check('putObject'), denied('listParts', 'oss:ListParts')]), language)
    expect(text).toContain('RequestId: ABC')
    expect(text).toContain('raw/*')
    expect(text).toContain(sentences.without_listParts)
    expect(text).toContain(minimalPolicy(place))
    expect(text).not.toContain('{{')
  })
})

it('both languages say the same things with the same values', () => {
  const { en, 'zh-CN': zh } = messages
  expect(Object.keys(zh.doctor)).toEqual(Object.keys(en.doctor))
  const values = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()
  for (const [key, text] of Object.entries(en.doctor)) {
    expect(values(zh.doctor[key as keyof typeof zh.doctor]), key).toEqual(values(text))
  }
})

describe('the verdict', () => {
  const all = doctorCheckNames.map((name) => check(name))
  const withFailed = (...names: string[]) =>
    all.map((one) => (names.includes(one.name) ? { ...one, status: 'fail' as const } : one))

  it('is good when nothing failed', () => expect(verdictOf(all)).toBe('good'))
  it('is limited when only something uploads do without failed', () =>
    expect(verdictOf(withFailed('listParts', 'clock'))).toBe('limited'))
  it('is bad when uploads need what failed', () => expect(verdictOf(withFailed('uploadPart'))).toBe('bad'))
  it('is stopped when the end is missing', () => expect(verdictOf(all.slice(0, 5))).toBe('stopped'))
})

describe('the policy', () => {
  it('grants exactly what the program asks of a prefix and its bucket', () => {
    expect(JSON.parse(minimalPolicy(place))).toEqual({
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['oss:PutObject', 'oss:GetObject', 'oss:ListParts', 'oss:AbortMultipartUpload'],
          Resource: ['acs:oss:*:*:films/raw/*'],
        },
        {
          Effect: 'Allow',
          Action: ['oss:ListMultipartUploads', 'oss:GetBucketInfo'],
          Resource: ['acs:oss:*:*:films'],
        },
      ],
    })
  })

  it('adds what else was refused where it belongs, and nothing twice', () => {
    const { Statement } = JSON.parse(
      minimalPolicy(place, ['oss:ListParts', 'oss:DeleteObject', 'oss:ListObjects', 'oss:ListBuckets']),
    )
    expect(Statement.map(({ Action }: { Action: string[] }) => Action.slice(2))).toEqual([
      ['oss:ListParts', 'oss:AbortMultipartUpload', 'oss:DeleteObject'],
      ['oss:ListObjects'],
      [],
    ])
    expect(Statement[2]).toEqual({
      Effect: 'Allow',
      Action: ['oss:ListBuckets'],
      Resource: ['acs:oss:*:*:*'],
    })
  })

  it('names every action a request of an upload needs', () => {
    const sources = ['object-calls', 'multipart-calls', 'multipart-listings'].map((name) =>
      readFileSync(join(root, `electron/oss/${name}.ts`), 'utf8'),
    )
    const actions = new Set(
      [...sources.join('\n').matchAll(/action: '(oss:\w+)'/g)].map(([, action]) => action),
    )
    // The doctor alone deletes, and says so.
    actions.delete('oss:DeleteObject')
    for (const action of actions) expect(minimalPolicy(place)).toContain(`"${action}"`)
    expect(actions.size).toBeGreaterThan(3)
  })
})
