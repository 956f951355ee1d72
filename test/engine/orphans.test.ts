import { expect, it } from 'vitest'
import { findOrphans, sizeOfOrphan } from '../../electron/engine/orphans.ts'
import { scriptedRig } from './support/scripted-rig.ts'
import { until } from './support/until.ts'

it('finds open multipart uploads that no row owns, oldest first, with what they hold', async () => {
  const { engine, store, uploads, clock, queueFile } = scriptedRig()
  const { id } = queueFile({ parts: 3 })
  engine.start()
  await (await store.next('initiateMultipartUpload')).proceed()
  await until(() => uploads.row(id).checkpoint?.multipartUploadId != null)
  await engine.stop()

  const younger = store.model.initiate('b', clock.now())
  const older = store.model.initiate('a', clock.now() - 86_400_000)
  store.model.uploadPart(older, 1, Buffer.alloc(100))
  store.model.uploadPart(older, 2, Buffer.alloc(50))
  const gone = store.model.initiate('gone', clock.now())
  store.when('listParts', (request) => {
    store.model.multiparts.delete(gone)
    return request.proceed()
  })
  store.flow()
  const { signal } = new AbortController()
  const orphans = await findOrphans({ store, uploads: uploads.uploads, prefix: '', signal })
  expect(orphans).toEqual([
    { key: 'a', uploadId: older, initiatedAt: clock.now() - 86_400_000 },
    { key: 'b', uploadId: younger, initiatedAt: clock.now() },
    { key: 'gone', uploadId: gone, initiatedAt: clock.now() },
  ])
  const sizes = await Promise.all(orphans.map((orphan) => sizeOfOrphan(store, orphan, signal)))
  expect(sizes).toEqual([{ parts: 2, sizeBytes: 150 }, { parts: 0, sizeBytes: 0 }, null])
})
