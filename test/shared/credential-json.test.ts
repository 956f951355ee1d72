import { describe, expect, it } from 'vitest'
import { readCredentialJson } from '../../shared/credential-json.ts'

const temporary = {
  accessKeyId: 'STS.id',
  accessKeySecret: 'secret',
  securityToken: 'token',
  expiresAt: Date.parse('2026-12-29T07:45:02Z'),
}
const read = (value: unknown) => readCredentialJson(JSON.stringify(value))

describe('credentials as JSON (R21)', () => {
  it.each([
    [
      'the metadata service, credential URIs and the process provider of the SDKs',
      {
        Code: 'Success',
        AccessKeyId: 'STS.id',
        AccessKeySecret: 'secret',
        SecurityToken: 'token',
        Expiration: '2026-12-29T07:45:02Z',
        LastUpdated: '2026-12-29T01:45:02Z',
      },
    ],
    [
      'AssumeRole',
      {
        RequestId: '6894B13B',
        AssumedRoleUser: { Arn: 'acs:ram::1:role/x/y' },
        Credentials: {
          AccessKeyId: 'STS.id',
          AccessKeySecret: 'secret',
          SecurityToken: 'token',
          Expiration: '2026-12-29T07:45:02Z',
        },
      },
    ],
    [
      'a program for the Alibaba Cloud CLI',
      {
        mode: 'StsToken',
        access_key_id: ' STS.id\n',
        access_key_secret: 'secret',
        sts_token: 'token',
        expiration: '2026-12-29T07:45:02Z',
      },
    ],
    [
      'the configuration of the Alibaba Cloud CLI',
      {
        current: 'work',
        profiles: [
          { name: 'default', mode: 'AK', access_key_id: 'other', access_key_secret: 'other' },
          {
            name: 'work',
            mode: 'StsToken',
            access_key_id: 'STS.id',
            access_key_secret: 'secret',
            sts_token: 'token',
            sts_expiration: temporary.expiresAt / 1000,
            ram_role_name: '',
          },
        ],
      },
    ],
  ])('are read as %s gives them', (_name, value) => {
    expect(read(value)).toEqual({ credentials: temporary })
  })

  it('may be a key pair that does not end', () => {
    expect(read({ AccessKeyId: 'id', AccessKeySecret: 'secret', SecurityToken: '', Expiration: '' })).toEqual(
      {
        credentials: { accessKeyId: 'id', accessKeySecret: 'secret' },
      },
    )
  })

  it.each([
    ['', { problem: 'empty' }],
    ['not yet logged in', { problem: 'not-json' }],
    ['["a"]', { problem: 'not-json' }],
    ['null', { problem: 'not-json' }],
    [
      '{"AccessKeyId":"id","SecretAccessKey":"hunter2"}',
      { problem: 'field-missing', missing: 'AccessKeySecret', found: ['AccessKeyId', 'SecretAccessKey'] },
    ],
    [
      '{"AccessKeyId":7,"AccessKeySecret":"hunter2"}',
      { problem: 'field-missing', missing: 'AccessKeyId', found: ['AccessKeyId', 'AccessKeySecret'] },
    ],
    ['{"Code":"EntityNotExist.Role","Message":"x"}', { problem: 'refused', code: 'EntityNotExist.Role' }],
    [
      '{"AccessKeyId":"id","AccessKeySecret":"hunter2","Expiration":"tomorrow"}',
      { problem: 'expiration-unreadable' },
    ],
    [
      '{"profiles":[{"name":"sso","mode":"CloudSSO","access_key_secret":"hunter2"}]}',
      { problem: 'profile-mode', profile: 'sso', mode: 'CloudSSO' },
    ],
    ['{"profiles":[]}', { problem: 'field-missing', missing: 'profiles', found: ['profiles'] }],
  ])('that cannot be used say what is wrong, never a value: %s', (json, problem) => {
    expect(readCredentialJson(json)).toEqual(problem)
    expect(JSON.stringify(readCredentialJson(json))).not.toContain('hunter2')
  })
})
