import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { barReporter } from '../../electron/cli/report/bar-reporter.ts'
import { jsonLinesReporter, jsonReporter } from '../../electron/cli/report/json-reporter.ts'
import { lineReporter, progressLine } from '../../electron/cli/report/line-reporter.ts'
import { fitName, plainText } from '../../electron/cli/report/plain-text.ts'
import type { EndedUpload, Outcome, Progress } from '../../electron/cli/report/reporter.ts'
import { summaryLines } from '../../electron/cli/report/summary-lines.ts'
import { createWords } from '../../electron/cli/words.ts'
import { safeName } from '../../shared/format/safe-name.ts'

const words = createWords('en')
const MiB = 1024 * 1024

const upload: EndedUpload = {
  id: 1,
  path: '/films/a.mov',
  name: 'a.mov',
  objectKey: '2027/a.mov',
  sizeBytes: 30 * MiB,
  status: 'done',
  waitingFor: null,
  error: null,
  etag: 'E',
  crc64: '1',
  requestId: 'R',
  partCount: 4,
  keptParts: 0,
  resentBytes: 0,
}
const denied = {
  code: 'AccessDenied',
  retry: 'fatal',
  message: 'No permission.',
  fromServer: true,
  requestId: '6A1B',
} as const
const outcome: Outcome = {
  exitCode: 0,
  isRecorded: true,
  halt: null,
  endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
  bucket: 'films',
  prefix: '2027/',
  files: { total: 1, uploaded: 1, skipped: 0, failed: 0, unfinished: 0, leftOut: 0, skippedLinks: 0 },
  totalBytes: 30 * MiB,
  confirmedBytes: 30 * MiB,
  uploadedBytes: 30 * MiB,
  sentBytes: 30 * MiB,
  resentBytes: 0,
  keptParts: 0,
  alreadyUploaded: 0,
  seconds: 3,
  practiceFolder: null,
  receipt: null,
  uploads: [upload],
  leftOut: [],
}
const progress: Progress = {
  isCounting: false,
  files: 3,
  endedFiles: 1,
  totalBytes: 100 * MiB,
  confirmedBytes: 30 * MiB,
  inFlightBytes: 10 * MiB,
  bytesPerSecond: 5 * MiB,
  secondsLeft: 12,
  running: [{ id: 2, name: 'b.mov', sizeBytes: 70 * MiB, sentBytes: 10 * MiB }],
}

describe('the percentage in a terminal', () => {
  const allSent = { ...progress, confirmedBytes: 100 * MiB, inFlightBytes: 0, secondsLeft: null }

  it('is never 100 before every file has ended, however much was sent', () => {
    expect(progressLine(words, { ...allSent, endedFiles: 2 })).toContain('99 %')
    expect(progressLine(words, { ...allSent, endedFiles: 3, isCounting: true })).toContain('99 %')
    expect(progressLine(words, { ...allSent, endedFiles: 3 })).toContain('100 %')
  })
})

describe('numbers and names in a terminal', () => {
  it.each([
    [0.2, '1 sec'],
    [61, '1 min'],
    [3 * 3600 + 125, '3 hr, 2 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(plainText(words).duration(seconds)).toBe(text)
  })

  it('cannot be steered by a file name', () => {
    expect(safeName('a\x1b[2Jb\nc')).toBe('a\uFFFD[2Jb\uFFFDc')
    expect(safeName('👩‍👩‍👧 é')).toBe('👩‍👩‍👧 é')
    expect(safeName('photo\u202Egpj.exe')).toBe('photo\uFFFDgpj.exe')
    expect(safeName('half \uD83D')).toBe('half \uFFFD')
  })

  it('fits a name into columns, wide characters counted as two, the end of the name kept', () => {
    expect(fitName('short', 8)).toBe('short   ')
    expect(fitName('a very long name of a film.mov', 16)).toMatch(/^a very.*….*\.mov *$/)
    expect(fitName('很长的文件名字很长的文件名字.mov', 12)).toMatch(/^很.*….*mov *$/)
  })
})

describe('plain lines', () => {
  function reporter(isVerbose = false) {
    const lines: string[] = []
    const clock = { now: 0 }
    const made = lineReporter({ words, print: (line) => lines.push(line), now: () => clock.now, isVerbose })
    return { lines, clock, made }
  }

  it('say progress at every tenth, but not twice within two seconds and at least every fifteen', () => {
    const { lines, clock, made } = reporter()
    made.progress(progress)
    expect(lines).toEqual([])
    clock.now = 2_000
    made.progress(progress)
    made.progress(progress)
    expect(lines).toEqual(['1 of 3 files · 40 % · 40.0 MiB of 100 MiB · 5.0 MiB/s · 12 sec left'])
    clock.now = 16_999
    made.progress(progress)
    expect(lines).toHaveLength(1)
    clock.now = 17_000
    made.progress(progress)
    expect(lines).toHaveLength(2)
  })

  it('promise no time while folders are still being counted', () => {
    const { lines, clock, made } = reporter()
    clock.now = 2_000
    made.progress({ ...progress, isCounting: true })
    expect(lines[0]).toContain('still counting')
    expect(lines[0]).not.toContain('left')
  })

  it('name a failure with what OSS said', () => {
    const { lines, made } = reporter()
    made.ended({ ...upload, status: 'failed', error: denied })
    expect(lines[0]).toMatch(/^✗ \/films\/a\.mov: .+\[AccessDenied, RequestId 6A1B\]$/)
  })

  it('keep details for --verbose', () => {
    const notice = { key: 'noteFoundComplete', values: { name: 'a.mov' }, isDetail: true } as const
    const quiet = reporter()
    quiet.made.notice(notice)
    expect(quiet.lines).toEqual([])
    const verbose = reporter(true)
    verbose.made.notice(notice)
    expect(verbose.lines).toHaveLength(1)
  })
})

describe('the summary', () => {
  const last = (changes: Partial<Outcome>) => summaryLines(words, { ...outcome, ...changes }).join('\n')

  it('says what was uploaded, how fast, and what was kept from before', () => {
    expect(last({ keptParts: 2, sentBytes: 15 * MiB })).toContain(
      'Uploaded 1 file, 30.0 MiB, in 3 sec (5.0 MiB/s).',
    )
    expect(last({ keptParts: 2 })).toContain('2 parts were in the bucket from before')
    expect(last({ practiceFolder: '/data/practice' })).toContain('/data/practice')
  })

  it('says how to go on after problems, an interruption, refused credentials and a missing network', () => {
    const files = { ...outcome.files, uploaded: 0, failed: 1 }
    expect(last({ exitCode: 3, files })).toMatch(/1 file could not be uploaded.+same command again/s)
    expect(last({ exitCode: 130, confirmedBytes: 8 * MiB })).toContain('8.0 MiB of 30.0 MiB')
    expect(last({ exitCode: 130, isRecorded: false })).toContain('--no-resume')
    expect(last({ exitCode: 5, halt: { kind: 'credentials', error: denied } })).toContain('OSS_ACCESS_KEY_ID')
    expect(last({ exitCode: 4, halt: { kind: 'unreachable', error: denied } })).toContain('--no-wait')
    const untrusted = { ...denied, code: 'CertificateIssuerUnknown', params: { host: 'h', systemCode: 'X' } }
    expect(last({ exitCode: 4, halt: { kind: 'unreachable', error: untrusted } })).toContain('--ca-file')
  })

  it('lists the problems of a long run again, and how many more there are', () => {
    const failed = Array.from({ length: 60 }, (_, index) => ({
      ...upload,
      path: `/films/${index}.mov`,
      status: 'failed' as const,
      error: denied,
    }))
    const text = last({ exitCode: 3, uploads: failed, files: { ...outcome.files, total: 60, failed: 60 } })
    expect(text).toContain('/films/49.mov')
    expect(text).not.toContain('/films/50.mov')
    expect(text).toContain('… and 10 more')
  })
})

describe('JSON', () => {
  it('is one object at the end and nothing else', () => {
    const lines: string[] = []
    const made = jsonReporter((line) => lines.push(line))
    made.progress(progress)
    made.ended(upload)
    made.leftOut({ path: '/x', error: denied })
    made.finish(outcome)
    expect(lines.map((line) => JSON.parse(line))).toEqual([outcome])
  })

  it('as lines tells each event by its type, the result last', () => {
    const lines: string[] = []
    const made = jsonLinesReporter((line) => lines.push(line))
    made.progress(progress)
    made.ended(upload)
    made.leftOut({ path: '/x', error: denied })
    made.notice({ key: 'noteBack', values: {}, isDetail: false })
    made.finish(outcome)
    expect(lines.map((line) => JSON.parse(line).type)).toEqual([
      'progress',
      'ended',
      'left-out',
      'notice',
      'result',
    ])
  })
})

describe('bars', () => {
  it('leave every line that was said on the screen, the last one included', () => {
    let written = ''
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 30 })
    stream.on('data', (chunk: Buffer) => {
      written += chunk.toString()
    })
    const made = barReporter({ words, stream: stream as never, isVerbose: false })
    made.progress(progress)
    made.ended(upload)
    made.leftOut({ path: '/films/gone.mov', error: denied })
    made.finish({ ...outcome, exitCode: 3 })
    expect(written).toContain('✓ a.mov → 2027/a.mov\n')
    expect(written).toContain('✗ /films/gone.mov')
    expect(written.trimEnd()).toMatch(/same command again[^\n]*$/)
  })
})
