import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../../electron/cli/command-line.ts'
import { wayTo } from '../../electron/cli/network-options.ts'
import { UsageError } from '../../electron/cli/usage-error.ts'
import { createWords } from '../../electron/cli/words.ts'
import { UploadError } from '../../shared/upload-error.ts'

const words = createWords('en')
const KiB = 1024
const MiB = 1024 * KiB

function parse(line: string, env: NodeJS.ProcessEnv = {}) {
  const command = parseCommandLine(line.split(' '), env, words)
  if (command === null) throw new Error('only help was asked for')
  return command
}

/** The sentence a person reads when the line is refused. */
function refusal(line: string, env: NodeJS.ProcessEnv = {}): string {
  try {
    parse(line, env)
  } catch (error) {
    if (error instanceof UsageError) return words.say(error.key, error.values)
    if (error instanceof UploadError) return words.explain(error.data).sentence
    throw error
  }
  throw new Error(`accepted: ${line}`)
}

const toOss = '--to oss://films/2026 --region cn-hangzhou'

describe('where to', () => {
  it('takes bucket, prefix and region, and finds the endpoint of the region (R20)', () => {
    expect(parse(`a.mov ${toOss}`).target).toEqual({
      endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
      region: 'cn-hangzhou',
      bucket: 'films',
      prefix: '2026/',
      signatureVersion: 'v4',
      isCustomDomain: false,
    })
  })

  it('reads the region from an endpoint that names it, internal ones as well (R20)', () => {
    const target = parse('a.mov --to oss://films --endpoint oss-cn-beijing-internal.aliyuncs.com').target
    expect(target).toMatchObject({
      endpoint: 'https://oss-cn-beijing-internal.aliyuncs.com',
      region: 'cn-beijing',
    })
    expect(target?.prefix).toBe('')
  })

  it('takes a custom domain and V1 signatures (R20)', () => {
    const line = 'a.mov --to oss://films --endpoint https://up.example.com --custom-domain --signature v1'
    expect(parse(line).target).toMatchObject({ isCustomDomain: true, signatureVersion: 'v1', region: '' })
    // OSS is asked for the region then.
    expect(parse('a.mov --to oss://films --endpoint https://up.example.com').target?.region).toBe('')
  })

  it('reads OSS_ENDPOINT and OSS_REGION, which the options overrule', () => {
    const env = { OSS_ENDPOINT: 'https://oss-cn-shanghai.aliyuncs.com', OSS_REGION: 'cn-shanghai' }
    expect(parse('a.mov --to oss://films', env).target).toMatchObject({ region: 'cn-shanghai' })
    expect(parse(`a.mov --endpoint https://oss-cn-qingdao.aliyuncs.com ${toOss}`, env).target).toMatchObject({
      endpoint: 'https://oss-cn-qingdao.aliyuncs.com',
      region: 'cn-hangzhou',
    })
  })

  it('means the practice bucket when nothing is said, and a running one when only its address is', () => {
    expect(parse('a.mov').target).toBeNull()
    expect(parse('a.mov --endpoint http://127.0.0.1:9000').target).toMatchObject({
      endpoint: 'http://127.0.0.1:9000',
      bucket: 'practice',
    })
  })

  it.each([
    ['a.mov --to films/2026 --region cn-hangzhou', 'oss://BUCKET'],
    ['a.mov --to oss://films', '--region'],
    ['a.mov --region cn-hangzhou', '--to'],
    ['a.mov --to oss://films --region oss-cn-hangzhou', 'oss-cn-hangzhou'],
    ['a.mov --to oss://films --endpoint ftp://example.com', 'ftp://example.com'],
  ])('refuses %s and names what is wrong', (line, words) => {
    expect(refusal(line)).toContain(words)
  })

  it('refuses a bucket with capitals, with the rule in the message', () => {
    expect(refusal('a.mov --to oss://Films --region cn-hangzhou')).toMatch(/Films.+3.+63/s)
  })
})

describe('how to send', () => {
  it('has the defaults it documents (R9, R12)', () => {
    expect(parse(`a.mov ${toOss}`)).toMatchObject({
      engine: {
        partSizeBytes: 8 * MiB,
        multipartThresholdBytes: 10 * MiB,
        partsAtOnce: 5,
        concurrency: 'auto',
        filesAtOnce: 3,
        bandwidthLimit: null,
      },
      resume: true,
      conflictPolicy: 'overwrite',
      waitsForNetwork: true,
      checkpointFolder: null,
      output: 'text',
    })
  })

  it('finds the number of requests by itself unless it is given one', () => {
    const engine = (options: string) => parse(`a.mov ${toOss} ${options}`).engine
    expect(engine('--parallel 8').concurrency).toBeUndefined()
    expect(engine('--files 2').concurrency).toBeUndefined()
    expect(engine('--files 2')).toMatchObject({ filesAtOnce: 2, partsAtOnce: 5 })
    expect(engine('--files 2 --parallel auto')).toMatchObject({ filesAtOnce: 2, concurrency: 'auto' })
  })

  it('takes sizes as people write them; KB and MB are powers of 1024 as in OSS’s limits', () => {
    const partSize = (text: string) => parse(`a.mov ${toOss} --part-size ${text}`).engine.partSizeBytes
    expect([partSize('8388608'), partSize('8MiB'), partSize('8MB'), partSize('8m')]).toEqual(
      Array(4).fill(8 * MiB),
    )
    expect(partSize('1.5GiB')).toBe(1.5 * 1024 * MiB)
    expect(partSize('100KB')).toBe(100 * KiB)
  })

  it.each(['99KB', '6GB', '0'])('refuses a part size of %s with the range in the message (R7)', (size) => {
    const sentence = refusal(`a.mov ${toOss} --part-size ${size}`)
    expect(sentence).toContain(`--part-size ${size}`)
    expect(sentence).toContain('100 KB to 5 GB')
  })

  it.each([
    ['--part-size many', '8MiB'],
    ['--parallel 0', '1 to 64'],
    ['--files 65', '1 to 64'],
    ['--parallel 2.5', '1 to 64'],
    ['--conflict ask', 'overwrite, skip, rename, different'],
    ['--signature v3', 'v4, v1'],
    ['--limit 1KiB', '10 KB'],
    ['--part-size', 'needs a value'],
    ['--fast', 'no option --fast'],
  ])('refuses %s and says what is possible', (options, words) => {
    expect(refusal(`a.mov ${toOss} ${options}`)).toContain(words)
  })

  it('asks for files when there are none', () => {
    expect(() => parseCommandLine([], {}, words)).toThrow(UsageError)
  })
})

describe('about the object', () => {
  it('takes metadata, ACL, storage class, tags, encryption and callback (R18, R19)', () => {
    const line = [
      `a.mov ${toOss} --content-type video/mp4 --cache-control no-cache --meta author=me --meta take=2`,
      '--acl public-read --storage-class ia --tag kind=raw=4k --encryption kms:alias/films --forbid-overwrite',
      '--callback http://a.example/x --callback http://b.example/x --callback-body key=1 --callback-var x:user=7',
      '--traffic-limit 819200 --expires 2027-01-31T00:00:00Z',
    ].join(' ')
    expect(parse(line).metadata).toEqual({
      contentType: 'video/mp4',
      cacheControl: 'no-cache',
      expires: 'Sun, 31 Jan 2027 00:00:00 GMT',
      userMetadata: { author: 'me', take: '2' },
      acl: 'public-read',
      storageClass: 'IA',
      tags: { kind: 'raw=4k' },
      encryption: { algorithm: 'KMS', keyId: 'alias/films' },
      forbidOverwrite: true,
      callback: {
        urls: ['http://a.example/x', 'http://b.example/x'],
        body: 'key=1',
        variables: { 'x:user': '7' },
      },
      trafficLimitBitsPerSecond: 819_200,
    })
  })

  it('sets nothing that was not asked for', () => {
    expect(parse(`a.mov ${toOss}`).metadata).toEqual({})
  })

  it.each([
    ['--meta author', 'NAME=VALUE'],
    ['--acl everybody', 'public-read'],
    ['--expires soon', 'not a date'],
    ['--callback http://a.example', '--callback-body'],
    ['--callback http://a.example --callback-body b --callback-var user=1', 'x:'],
    ['--traffic-limit 1000', '819200 to 838860800'],
  ])('refuses %s', (options, words) => {
    expect(refusal(`a.mov ${toOss} ${options}`)).toContain(words)
  })
})

describe('the way to the endpoint', () => {
  const way = (line: string, env: NodeJS.ProcessEnv = {}) =>
    parse(`a.mov ${toOss} ${line}`.trim(), env).network

  it('is straight unless a proxy is named', () => {
    expect(way('')).toEqual({
      proxy: { kind: 'direct' },
      isChosen: false,
      caPem: null,
      showsPassword: false,
    })
  })

  it('goes through the proxy of the environment, in either case, unless the list of exceptions names the host', () => {
    expect(way('', { HTTPS_PROXY: 'a:1' }).proxy).toMatchObject({ host: 'a' })
    expect(way('', { ALL_PROXY: 'socks5://b:2', http_proxy: 'c:3' }).proxy).toMatchObject({ kind: 'socks5' })
    expect(way('', { https_proxy: 'a:1', NO_PROXY: '.aliyuncs.com' }).proxy).toEqual({ kind: 'direct' })
    expect(way('', { https_proxy: 'http://u:p@a:1' }).showsPassword).toBe(false)
  })

  it('goes through --proxy whatever the environment says, and straight with none', () => {
    const env = { https_proxy: 'a:1', no_proxy: '*' }
    expect(way('--proxy socks5://h:9', env).proxy).toEqual({ kind: 'socks5', host: 'h', port: 9 })
    expect(way('--proxy none', { https_proxy: 'a:1' }).proxy).toEqual({ kind: 'direct' })
    expect(way('--proxy http://u:p@h:9').showsPassword).toBe(true)
  })

  it('to the URL of credentials is that of --proxy too, or the environment’s; this computer is reached straight', () => {
    const env = { https_proxy: 'a:1', no_proxy: 'broker.example' }
    const to = (url: string, line: string) => wayTo(url, way(line, env), env).proxy
    expect(to('https://broker.example/sts', '--proxy http://h:9')).toMatchObject({ host: 'h' })
    expect(to('https://broker.example/sts', '')).toEqual({ kind: 'direct' })
    expect(to('https://other.example/sts', '')).toMatchObject({ host: 'a' })
    expect(to('https://other.example/sts', '--proxy none')).toEqual({ kind: 'direct' })
    expect(to('http://127.0.0.1:9/sts', '--proxy http://h:9')).toEqual({ kind: 'direct' })
  })

  it('is refused without repeating a password when the proxy or the environment cannot be read', () => {
    expect(refusal(`a.mov ${toOss} --proxy ftp://me:hunter2@h`)).toContain('ftp://…@h')
    expect(() => way('', { https_proxy: 'me:hunter2@h:99999' })).toThrowError(/^(?!.*hunter2)/)
  })

  it('trusts a file of authorities that is there and holds some', () => {
    expect(refusal(`a.mov ${toOss} --ca-file /nowhere/ca.pem`)).toContain('/nowhere/ca.pem')
    expect(refusal(`a.mov ${toOss} --ca-file ${import.meta.filename}`)).toContain('no-certificate')
  })

  it('is encrypted unless --allow-http says otherwise or it stays on this computer', () => {
    const line = 'a.mov --to oss://films --region cn-x --endpoint'
    expect(refusal(`${line} http://10.0.0.7:9000`)).toContain('10.0.0.7:9000')
    expect(parse(`${line} http://10.0.0.7:9000 --allow-http`).target).toMatchObject({ allowPlainHttp: true })
    expect(parse(`${line} http://127.0.0.1:9000`).target).not.toHaveProperty('allowPlainHttp')
  })
})
