import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { PracticeServer } from '../../electron/app/practice-server.ts'

test('the practice bucket keeps its last port where it is free, and takes another where it is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'practice-server-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const first = new PracticeServer(folder, () => undefined)
  const endpoint = await first.endpoint(null)
  await first.close()

  const second = new PracticeServer(folder, () => undefined)
  expect(await second.endpoint(endpoint)).toBe(endpoint)
  await second.close()

  const stranger = createServer()
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    stranger.close()
  })
  const taken = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
  const third = new PracticeServer(folder, () => undefined)
  onTestFinished(() => third.close())
  expect(await third.endpoint(taken)).not.toBe(taken)
})
