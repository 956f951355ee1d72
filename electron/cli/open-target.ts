import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FetchedSource } from '../../shared/credential-source.ts'
import type { Destination } from '../../shared/destination.ts'
import { environmentCredentials, staticCredentials } from '../oss/credentials.ts'
import { createOssStore, type OssStore } from '../oss/oss-store.ts'
import { installationKeys } from '../practice-bucket/installation.ts'
import { defaultBucket, defaultRegion, startPracticeBucket } from '../practice-bucket/practice-bucket.ts'
import { fetchedCredentials } from './fetched-credentials.ts'
import { connectionsOver, type NetworkWay } from './network-options.ts'
import type { Target } from './target.ts'
import { withRegion } from './target-region.ts'

/** A bucket that is ready to be written to. */
export interface OpenTarget {
  destination: Omit<Destination, 'hasSecret'>
  store: OssStore
  /** Where people find the objects as files; null for OSS. */
  practiceFolder: string | null
  close(): Promise<void>
}

/**
 * OSS, or an OSS-compatible server, over the given way and with the credentials of `source`, or of the environment where
 * that is null (R21). Throws `CredentialsMissing` where the environment has none.
 */
export async function openOssTarget(
  id: string,
  asked: Target,
  network: NetworkWay,
  source: FetchedSource | null,
  env: NodeJS.ProcessEnv,
): Promise<OpenTarget> {
  const fetched = source && fetchedCredentials(source, network, env)
  const credentials = fetched ?? environmentCredentials(env)
  // Fetched ones are asked for when they are needed: while there are none, the upload waits.
  const accessKeyId = fetched ? '' : (await credentials.get()).accessKeyId
  const target = await withRegion(asked, network, credentials)
  const dispatcher = connectionsOver(network, target.endpoint)
  const store = createOssStore({ ...target, credentials, dispatcher })
  return {
    destination: {
      id,
      name: `${target.bucket}/${target.prefix}`,
      kind: 'oss',
      ...target,
      metadata: {},
      accessKeyId,
      createdAt: Date.now(),
    },
    store,
    practiceFolder: null,
    close: async () => {
      fetched?.close()
      await store.close()
      await dispatcher.destroy()
    },
  }
}

/** The practice bucket in `folder`, served by this process for as long as it runs. */
export async function openPracticeTarget(id: string, folder: string): Promise<OpenTarget> {
  mkdirSync(folder, { recursive: true })
  const keys = installationKeys(folder)
  const server = await startPracticeBucket({ dir: folder, ...keys })
  const place = { region: defaultRegion, bucket: defaultBucket, isCustomDomain: false }
  const store = createOssStore({
    ...place,
    endpoint: server.endpoint,
    credentials: staticCredentials(keys),
  })
  return {
    destination: {
      id,
      name: defaultBucket,
      kind: 'practice',
      ...place,
      // The port changes from run to run; what was begun in this bucket goes on all the same.
      endpoint: `file://${folder}`,
      prefix: '',
      signatureVersion: 'v4',
      metadata: {},
      accessKeyId: keys.accessKeyId,
      createdAt: Date.now(),
    },
    store,
    practiceFolder: join(folder, defaultBucket),
    close: async () => {
      await store.close()
      await server.close()
    },
  }
}
