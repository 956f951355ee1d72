import { describe, expect, it } from 'vitest'
import { pastedCredentials } from '../../../renderer/destinations/credential-form.ts'
import { formFor, inputFrom, problemsOf } from '../../../renderer/destinations/destination-form.ts'
import { mayBeCustomDomain, readEndpoint } from '../../../renderer/destinations/endpoint-text.ts'
import type { Destination } from '../../../shared/destination.ts'
import { someDestinations } from '../fake/fake-destinations.ts'

const [stored] = someDestinations() as [Destination]
const filled = {
  ...formFor(null, true),
  endpointText: 'cn-hangzhou',
  bucket: 'footage',
  accessKeyId: 'LTAI5t',
  accessKeySecret: 'secret',
}

describe('readEndpoint (R20)', () => {
  it.each([
    ['cn-hangzhou', 'https://oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou'],
    [' oss-cn-shanghai.aliyuncs.com ', 'https://oss-cn-shanghai.aliyuncs.com', 'cn-shanghai'],
    ['oss-cn-beijing-internal.aliyuncs.com', 'https://oss-cn-beijing-internal.aliyuncs.com', 'cn-beijing'],
    [
      'http://footage.oss-cn-hangzhou.aliyuncs.com',
      'http://footage.oss-cn-hangzhou.aliyuncs.com',
      'cn-hangzhou',
    ],
    ['cn-hangzhou.oss.aliyuncs.com', 'https://cn-hangzhou.oss.aliyuncs.com', 'cn-hangzhou'],
    ['oss-accelerate.aliyuncs.com', 'https://oss-accelerate.aliyuncs.com', null],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000', null],
    ['files.example.com', 'https://files.example.com', null],
  ])('reads %s', (text, endpoint, region) => {
    expect(readEndpoint(text)).toEqual({ endpoint, region })
  })

  it.each(['', 'https://oss-cn-hangzhou.aliyuncs.com/bucket', 'https://user@host', 'not an endpoint'])(
    'refuses %j',
    (text) => {
      expect(readEndpoint(text).endpoint).toBe('')
    },
  )

  it('asks about a bound domain only where one is possible', () => {
    expect(mayBeCustomDomain('https://files.example.com')).toBe(true)
    expect(mayBeCustomDomain('https://oss-cn-hangzhou.aliyuncs.com')).toBe(false)
    expect(mayBeCustomDomain('http://127.0.0.1:9000')).toBe(false)
    expect(mayBeCustomDomain('http://localhost:9000')).toBe(false)
  })
})

describe('the destination form', () => {
  it('names every missing field', () => {
    expect(problemsOf(formFor(null, true), null)).toEqual({
      endpointText: 'endpointMissing',
      bucket: 'bucketMissing',
      accessKeyId: 'keyIdMissing',
      accessKeySecret: 'secretMissing',
    })
  })

  it('asks for the region where the endpoint does not name it', () => {
    const form = { ...filled, endpointText: 'oss-accelerate.aliyuncs.com' }
    expect(problemsOf(form, null)).toEqual({ regionText: 'regionMissing' })
    expect(problemsOf({ ...form, regionText: 'cn-hangzhou' }, null)).toEqual({})
  })

  it.each(['Footage', 'ab', '-footage', 'footage-', 'foot_age', 'a'.repeat(64)])(
    'refuses %j as a bucket',
    (bucket) => {
      expect(problemsOf({ ...filled, bucket }, null)).toEqual({ bucket: 'bucketInvalid' })
    },
  )

  it('keeps the stored secret unless the key id changes', () => {
    const form = formFor(stored, true)
    expect(problemsOf(form, stored)).toEqual({})
    expect(inputFrom(form, stored)).not.toHaveProperty('accessKeySecret')
    expect(problemsOf({ ...form, accessKeyId: 'another' }, stored)).toEqual({
      accessKeySecret: 'secretMissing',
    })
  })

  it('makes a folder of the prefix and names the destination after its bucket', () => {
    expect(inputFrom({ ...filled, prefix: 'raw/2026' }, null)).toMatchObject({
      name: 'footage',
      prefix: 'raw/2026/',
      endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
      region: 'cn-hangzhou',
    })
  })

  it('keeps a secret in memory only where the system cannot protect it', () => {
    expect(inputFrom({ ...filled, sessionOnly: formFor(null, false).sessionOnly }, null).sessionOnly).toBe(
      true,
    )
    expect(inputFrom(filled, null)).not.toHaveProperty('sessionOnly')
  })

  it('sends only what belongs to the chosen source of credentials', () => {
    const typed = { ...filled, securityToken: 'token', credentialPath: '/run/sts.json' }
    expect(inputFrom({ ...typed, sourceKind: 'key' }, null)).not.toHaveProperty('securityToken')
    expect(
      inputFrom({ ...typed, sourceKind: 'sts', expirationText: '2027-01-31T08:00:00Z' }, null),
    ).toMatchObject({
      securityToken: 'token',
      credentialSource: { kind: 'sts', expiresAt: Date.UTC(2027, 0, 31, 8) },
    })
    const fromFile = inputFrom({ ...typed, sourceKind: 'file' }, null)
    expect(fromFile).toMatchObject({
      accessKeyId: '',
      credentialSource: { kind: 'file', path: '/run/sts.json' },
    })
    expect(fromFile).not.toHaveProperty('accessKeySecret')
    expect(fromFile).not.toHaveProperty('securityToken')
  })

  it.each([
    ['sts', { securityToken: 'tokenMissing' }],
    ['file', { credentialPath: 'pathMissing' }],
    ['command', { credentialCommand: 'commandMissing' }],
    ['url', { credentialUrl: 'urlInvalid' }],
  ] as const)('names what the source %s still needs', (sourceKind, problems) => {
    expect(problemsOf({ ...filled, sourceKind }, null)).toEqual(problems)
  })

  it('asks for the secret again when another source takes the place of the stored one', () => {
    expect(problemsOf({ ...formFor(stored, true), sourceKind: 'sts' }, stored)).toEqual({
      accessKeySecret: 'secretMissing',
      securityToken: 'tokenMissing',
    })
  })

  it('fills all fields from the answer of STS pasted into one of them', () => {
    const answer = {
      RequestId: 'A',
      Credentials: {
        AccessKeyId: 'STS.x',
        AccessKeySecret: 'y',
        SecurityToken: 'z',
        Expiration: '2027-01-31T08:00:00Z',
      },
    }
    expect(pastedCredentials(JSON.stringify(answer))).toEqual({
      accessKeyId: 'STS.x',
      accessKeySecret: 'y',
      securityToken: 'z',
      expirationText: '2027-01-31T08:00:00.000Z',
    })
    expect(pastedCredentials('STS.x')).toBeNull()
    expect(pastedCredentials('{"half": ')).toBeNull()
  })
})
