import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diagnosticsName, diagnosticsZip } from '../../electron/app/diagnostics.ts'
import type { Destination } from '../../shared/destination.ts'
import type { UploadRow } from '../../shared/queue.ts'
import { defaultSettings } from '../../shared/settings.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-diagnostics-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const destination = {
  id: 'd',
  name: 'Harbour',
  endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
  accessKeyId: 'LTAI5tABCDEFGHIJKLMN',
} as Destination

function exported() {
  const log = join(folder, 'stevedore.log')
  writeFileSync(log, '{"message":"started"}\n')
  const failed = [
    { name: 'a.mov', reason: { message: 'refused: https://b.example/k?x-oss-signature=s3cret' } },
  ] as UploadRow[]
  const zip = diagnosticsZip({
    versions: { stevedore: '1.2.3' },
    settings: defaultSettings,
    destinations: [destination],
    counts: { byFilter: {}, byDestination: {}, bytesLeft: 0 } as never,
    failed,
    logFiles: [log, join(folder, 'stevedore.1.log')],
  })
  return Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

describe('exported diagnostics', () => {
  it('hold versions, settings, destinations, the queue, failed uploads and the log that is there', () => {
    const files = exported()
    expect(Object.keys(files).sort()).toEqual([
      'destinations.json',
      'failed-uploads.json',
      'queue.json',
      'settings.json',
      'stevedore.log',
      'versions.json',
    ])
    expect(JSON.parse(files['versions.json'] ?? '')).toEqual({ stevedore: '1.2.3' })
    expect(JSON.parse(files['settings.json'] ?? '')).toMatchObject({ partsAtOnce: 5 })
    expect(JSON.parse(files['failed-uploads.json'] ?? '')).toMatchObject([{ name: 'a.mov' }])
    expect(files['stevedore.log']).toContain('started')
  })

  it('hold no signature and no whole AccessKey id', () => {
    const all = Object.values(exported()).join('\n')
    expect(all).not.toContain('s3cret')
    expect(all).not.toContain('LTAI5t')
    expect(all).toContain('…KLMN')
  })
})

it('are named by their day', () => {
  expect(diagnosticsName(new Date('2026-11-21T08:00:00Z'))).toBe('stevedore-diagnostics-2026-11-21.zip')
})
