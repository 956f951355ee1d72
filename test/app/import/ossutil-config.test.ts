import { describe, expect, it } from 'vitest'
import { parseOssutilConfig } from '../../../electron/app/import/ossutil-config.ts'

describe('the configuration file of ossutil 1', () => {
  it('gives the key, its endpoint and the buckets that have one of their own', () => {
    const [profile, ...others] = parseOssutilConfig(`
[Credentials]
language=CH
endpoint = oss-cn-hangzhou.aliyuncs.com
accessKeyID=LTAI1
accessKeySecret="s=e c#ret"
stsToken=tok
[Bucket-Endpoint]
my-Bucket=oss-cn-beijing.aliyuncs.com
[Bucket-Cname]
site=http://files.example.com
`)
    expect(others).toEqual([])
    expect(profile).toEqual({
      name: 'Credentials',
      accessKeyId: 'LTAI1',
      accessKeySecret: 's=e c#ret',
      stsToken: 'tok',
      endpoint: 'oss-cn-hangzhou.aliyuncs.com',
      region: '',
      mode: '',
      buckets: [
        { name: 'site', endpoint: 'http://files.example.com', isCustomDomain: true },
        { name: 'my-bucket', endpoint: 'oss-cn-beijing.aliyuncs.com', isCustomDomain: false },
      ],
    })
  })
})

describe('the configuration file of ossutil 2', () => {
  it('gives every profile, whatever way its keys are written', () => {
    const profiles = parseOssutilConfig(
      '\uFEFF[default]\r\naccess-key-id = A\r\naccess_key_secret = B\r\nregion = cn-hangzhou\r\n# a note\r\n; another\r\n' +
        '[ Profile  dev ]\r\nACCESSKEYID=C\r\nAccessKeySecret=D\r\nregion=oss-cn-shanghai\r\nmode=StsToken\r\nsts-token=T\r\n',
    )
    expect(profiles).toMatchObject([
      { name: 'default', accessKeyId: 'A', accessKeySecret: 'B', region: 'cn-hangzhou', mode: '' },
      {
        name: 'dev',
        accessKeyId: 'C',
        accessKeySecret: 'D',
        region: 'cn-shanghai',
        mode: 'ststoken',
        stsToken: 'T',
      },
    ])
  })

  it('takes over what the source of a profile has, also when sources go in a circle', () => {
    const profiles = parseOssutilConfig(`
[default]
accessKeyId=A
accessKeySecret=B
region=cn-hangzhou
[profile dev]
source_profile=default
region=cn-beijing
[profile one]
source-profile=two
accessKeyId=1
[profile two]
source-profile=one
accessKeySecret=2
`)
    expect(profiles.find(({ name }) => name === 'dev')).toMatchObject({
      accessKeyId: 'A',
      accessKeySecret: 'B',
      region: 'cn-beijing',
    })
    expect(profiles.find(({ name }) => name === 'one')).toMatchObject({
      accessKeyId: '1',
      accessKeySecret: '2',
    })
  })
})

it.each(['', 'accessKeyId=A', '[default', '[default]\n=\nx', '\0\0\0', '[profile ]', '{"json": true}'])(
  'a file that is none (%j) gives no key',
  (text) => {
    expect(parseOssutilConfig(text).filter(({ accessKeyId }) => accessKeyId !== '')).toEqual([])
  },
)
