import { expect, it } from 'vitest'
import { serverError } from './support/bucket-model.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

async function withThreeParts() {
  const rig = scriptedRig()
  const { id, bytes } = rig.queueFile({ parts: 5 }, { name: 'a' })
  rig.engine.start()
  await (await rig.store.next('initiateMultipartUpload')).proceed()
  for (let part = 1; part <= 3; part += 1) await (await rig.store.next('uploadPart', part)).proceed()
  await until(() => rig.uploads.row(id).parts.size === 3)
  const first = rig.uploads.row(id).checkpoint?.multipartUploadId ?? ''
  return { ...rig, id, bytes, first, scope: { kind: 'ids' as const, ids: [id] } }
}

it('sends all parts of a paused upload again, under a new upload id, the old parts deleted', async () => {
  const { engine, store, uploads, id, bytes, first, scope, reached, historyOf } = await withThreeParts()
  engine.pause(scope)
  await reached(id, 'paused')
  store.flow()
  expect(engine.startOver([id])).toEqual({ changed: 1, refused: 0 })
  await reached(id, 'done')
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(store.model.multiparts.has(first)).toBe(false)
  expect(historyOf(id)).toContain('start-over-asked')
  expect(uploads.row(id).parts.size).toBe(0)
  expect(store.requests.filter(({ operation }) => operation === 'initiateMultipartUpload')).toHaveLength(2)
})

it('cuts an upload that runs and begins it anew', async () => {
  const { engine, store, id, bytes, first, reached } = await withThreeParts()
  store.flow()
  engine.startOver([id])
  await reached(id, 'done')
  expect(store.model.objects.get('a')?.bytes.equals(bytes)).toBe(true)
  expect(store.model.multiparts.has(first)).toBe(false)
})

it('is still meant after the program was ended in between', async () => {
  const rig = await withThreeParts()
  const { engine, uploads, id } = rig
  await engine.stop()
  uploads.uploads.markStartOver([id])
  const again = scriptedRig(rig)
  again.store.flow()
  again.engine.start()
  await again.reached(id, 'done')
  expect(again.historyOf(id)).toContain('start-over-asked')
  expect(uploads.uploads.get(id)?.mustStartOver).toBe(false)
})

it('ends when its upload id has been given up: a later failure goes on from the new parts', async () => {
  const { engine, store, uploads, id, scope, reached, historyOf } = await withThreeParts()
  engine.pause(scope)
  await reached(id, 'paused')
  engine.startOver([id])
  store.when('listParts', (request) => request.proceed())
  await (await store.next('abortMultipartUpload')).proceed()
  await (await store.next('initiateMultipartUpload')).proceed()
  await (await store.next('uploadPart', 1)).proceed()
  await until(() => uploads.row(id).parts.size === 1)
  expect(uploads.uploads.get(id)?.mustStartOver).toBe(false)
  engine.pause(scope)
  await reached(id, 'paused')
  store.flow()
  engine.resume(scope)
  await reached(id, 'done')
  expect(historyOf(id).filter((kind) => kind === 'start-over-asked')).toHaveLength(1)
})

it('goes on though the old parts may not be deleted, and says so', async () => {
  const { engine, store, id, scope, reached, historyOf } = await withThreeParts()
  engine.pause(scope)
  await reached(id, 'paused')
  engine.startOver([id])
  await (await store.next('abortMultipartUpload')).fail(serverError('AccessDenied', 403, 'fatal'))
  store.flow()
  await reached(id, 'done')
  expect(historyOf(id)).toContain('abort-failed')
})
