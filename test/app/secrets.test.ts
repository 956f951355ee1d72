import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secrets } from '../../electron/app/secrets.ts'
import { inMemory, type OpenCheckpoint, openCheckpoint } from '../../electron/checkpoint/open-checkpoint.ts'
import { testKeyStore } from './support/key-store.ts'

let checkpoint: OpenCheckpoint
beforeEach(() => {
  checkpoint = openCheckpoint(inMemory)
  checkpoint.destinations.save({
    id: 'd',
    name: 'd',
    kind: 'oss',
    endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
    region: 'cn-hangzhou',
    bucket: 'bucket',
    prefix: '',
    signatureVersion: 'v4',
    isCustomDomain: false,
    metadata: {},
    accessKeyId: 'LTAI',
    createdAt: 0,
  })
})
afterEach(() => checkpoint.close())

const secret = { accessKeySecret: 'hunter2' }

describe('secrets of destinations', () => {
  it('are sealed by the key store and come back after a restart', async () => {
    await new Secrets(testKeyStore(), checkpoint.credentials, 'linux').save('d', secret, false)
    expect(checkpoint.credentials.find('d')?.toString()).not.toContain('hunter2')
    const afterRestart = new Secrets(testKeyStore(), checkpoint.credentials, 'linux')
    expect(afterRestart.has('d')).toBe(true)
    expect(await afterRestart.read('d')).toEqual(secret)
  })

  it('stay in memory only when the person wants it so, and replace what was sealed', async () => {
    const secrets = new Secrets(testKeyStore(), checkpoint.credentials, 'linux')
    await secrets.save('d', { accessKeySecret: 'old' }, false)
    await secrets.save('d', secret, true)
    expect(checkpoint.credentials.find('d')).toBeNull()
    expect(await secrets.read('d')).toEqual(secret)
    expect(new Secrets(testKeyStore(), checkpoint.credentials, 'linux').has('d')).toBe(false)
  })

  it('never reach the disk where the key store is a fixed key (Linux without a secret service)', async () => {
    const weak = testKeyStore({ backend: 'basic_text' })
    const secrets = new Secrets(weak, checkpoint.credentials, 'linux')
    expect(await secrets.canProtect()).toBe(false)
    await secrets.save('d', secret, false)
    expect(checkpoint.credentials.find('d')).toBeNull()
    expect(await new Secrets(weak, checkpoint.credentials, 'darwin').canProtect()).toBe(true)
  })

  it('stay sealed while the key store is locked, and are there once it is open', async () => {
    await new Secrets(testKeyStore(), checkpoint.credentials, 'linux').save('d', secret, false)
    let isLocked = true
    const secrets = new Secrets(testKeyStore({ isLocked: () => isLocked }), checkpoint.credentials, 'linux')
    await expect(secrets.read('d')).rejects.toMatchObject({ data: { code: 'KeyStoreLocked', retry: 'auth' } })
    isLocked = false
    expect(await secrets.read('d')).toEqual(secret)
  })

  it('are gone from memory and disk when they are removed', async () => {
    const secrets = new Secrets(testKeyStore(), checkpoint.credentials, 'linux')
    await secrets.save('d', secret, false)
    secrets.remove('d')
    expect(secrets.has('d')).toBe(false)
    expect(await secrets.read('d')).toBeNull()
  })
})
