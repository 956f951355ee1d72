import { expect, it, onTestFinished } from 'vitest'
import { staticCredentials } from '../../electron/oss/credentials.ts'
import { discoverRegion } from '../../electron/oss/discover-region.ts'
import { createDispatcher } from '../../electron/oss/proxy-dispatcher.ts'
import {
  accessKeyId,
  accessKeySecret,
  bucket,
  region,
  runningBucket,
} from '../practice-bucket/running-bucket.ts'
import { errorXml, ossError, startScriptedServer } from './scripted-server.ts'
import { noSignal, openTestStore } from './test-store.ts'

async function ask(endpoint: string, key = { accessKeyId, accessKeySecret }) {
  const dispatcher = createDispatcher()
  onTestFinished(() => dispatcher.destroy())
  const place = { endpoint, bucket, isCustomDomain: false }
  return await discoverRegion(place, staticCredentials(key), dispatcher, noSignal)
}

it('is what GetBucketInfo says, where the endpoint says nothing (R20)', async () => {
  const server = await runningBucket()
  expect(await ask(server.endpoint)).toBe(region)
})

it('is that of the endpoint a refusal names', async () => {
  const server = await startScriptedServer()
  onTestFinished(server.close)
  server.play(ossError(403, 'AccessDenied', 'm', '<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>'))
  expect(await ask(server.endpoint)).toBe('cn-beijing')
})

it('stays unknown where the key may not ask, and the next step is to give it', async () => {
  const limited = { accessKeyId: 'ram', accessKeySecret: 's', deniedActions: ['oss:GetBucketInfo'] }
  const server = await runningBucket({ limitedKeys: [limited] })
  await expect(ask(server.endpoint, limited)).rejects.toMatchObject({
    data: { code: 'RegionUnknown', params: { bucket, reason: 'AccessDenied' } },
  })
})

it('of a bucket that does not exist is not made up', async () => {
  const server = await runningBucket({ buckets: ['another'] })
  await expect(ask(server.endpoint)).rejects.toMatchObject({ data: { code: 'NoSuchBucket' } })
})

it('is named by the refusal of a signature for another region', async () => {
  const server = await runningBucket()
  const store = openTestStore(server.endpoint, { region: 'cn-hangzhou' })
  onTestFinished(() => store.close())
  const wrong = { data: { code: 'WrongRegion', params: { Region: region } } }
  await expect(store.getBucketInfo(noSignal)).rejects.toMatchObject(wrong)
  const scripted = await startScriptedServer()
  onTestFinished(scripted.close)
  const xml = errorXml('InvalidArgument').replace('0042-00000002', '0002-00000228')
  scripted.play(({ response }) => {
    response.writeHead(400, { 'x-oss-request-id': 'A', 'x-oss-region': 'oss-cn-beijing' }).end(xml)
  })
  const other = openTestStore(scripted.endpoint)
  onTestFinished(() => other.close())
  await expect(other.getBucketInfo(noSignal)).rejects.toMatchObject({
    data: { params: { Region: 'cn-beijing' } },
  })
})
