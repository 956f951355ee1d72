import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DestinationImports } from '../../../electron/app/import/destination-imports.ts'
import type { Destination, DestinationInput } from '../../../shared/destination.ts'
import type { ImportAcceptance } from '../../../shared/destination-import.ts'

let folder: string
let saved: DestinationInput[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stevedore-import-'))
  saved = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const imports = (environment: Record<string, string> = {}) =>
  new DestinationImports({
    environment,
    homeFolder: folder,
    destinations: {
      save: async (input) => {
        saved.push(input)
        return { ...input, id: 'x', hasSecret: true, createdAt: 0 } as unknown as Destination
      },
    },
  })

const config = (text: string, name = '.ossutilconfig') => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const accept = (
  change: Partial<ImportAcceptance> & Pick<ImportAcceptance, 'proposalId'>,
): ImportAcceptance => ({
  bucket: 'photos',
  endpoint: '',
  region: '',
  isCustomDomain: false,
  sessionOnly: false,
  ...change,
})

describe('access that other tools have on this computer', () => {
  it('is proposed without its secrets', async () => {
    config(
      '[default]\naccessKeyId=A\naccessKeySecret=first-secret\nregion=cn-hangzhou\n[profile ecs]\nmode=EcsRamRole\n',
    )
    const found = await imports({
      OSS_ACCESS_KEY_ID: 'STS.E',
      OSS_ACCESS_KEY_SECRET: 'second-secret',
      OSS_SESSION_TOKEN: 'third-secret',
      OSS_REGION: 'oss-cn-shanghai',
      OSS_BUCKET: 'nightly',
    }).find()
    expect(found.proposals).toMatchObject([
      {
        id: 'environment',
        accessKeyId: 'STS.E',
        isTemporary: true,
        region: 'cn-shanghai',
        buckets: [{ name: 'nightly' }],
      },
      {
        id: 'ossutil:default',
        profile: 'default',
        accessKeyId: 'A',
        isTemporary: false,
        region: 'cn-hangzhou',
      },
    ])
    expect(found.leftovers).toEqual([{ profile: 'ecs', reason: 'unknown-mode' }])
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  it('becomes a destination with its secret once it is accepted', async () => {
    config(
      '[Credentials]\nendpoint=oss-cn-hangzhou.aliyuncs.com\naccessKeyID=A\naccessKeySecret=S\nstsToken=T\n',
    )
    await imports().accept(accept({ proposalId: 'ossutil:Credentials', sessionOnly: true }))
    expect(saved).toMatchObject([
      {
        bucket: 'photos',
        endpoint: 'oss-cn-hangzhou.aliyuncs.com',
        accessKeyId: 'A',
        accessKeySecret: 'S',
        securityToken: 'T',
        sessionOnly: true,
      },
    ])
  })

  it('reaches the region’s own endpoint where none is named, or the one the person says', async () => {
    const some = imports({ OSS_ACCESS_KEY_ID: 'A', OSS_ACCESS_KEY_SECRET: 'S', OSS_REGION: 'cn-beijing' })
    await some.accept(accept({ proposalId: 'environment' }))
    await some.accept(
      accept({ proposalId: 'environment', endpoint: 'https://files.example.com', isCustomDomain: true }),
    )
    expect(saved.map(({ endpoint, region, isCustomDomain }) => [endpoint, region, isCustomDomain])).toEqual([
      ['https://oss-cn-beijing.aliyuncs.com', 'cn-beijing', false],
      ['https://files.example.com', 'cn-beijing', true],
    ])
  })

  it('may lie in a file that is chosen, or that the environment names', async () => {
    const file = config('[default]\naccessKeyId=B\naccessKeySecret=S\nregion=cn-hangzhou\n', 'other.ini')
    expect((await imports().find(file)).proposals).toMatchObject([{ accessKeyId: 'B', file }])
    expect((await imports({ OSSUTIL_CONFIG_FILE: file }).find()).proposals).toHaveLength(1)
    await imports().accept(accept({ proposalId: 'ossutil:default', file }))
    expect(saved[0]).toMatchObject({ accessKeyId: 'B', accessKeySecret: 'S' })
  })

  it('is nothing where there is nothing', async () => {
    expect(await imports().find()).toEqual({
      proposals: [],
      leftovers: [],
      file: join(folder, '.ossutilconfig'),
      isFileThere: false,
    })
    await expect(imports().accept(accept({ proposalId: 'environment' }))).rejects.toMatchObject({
      data: { code: 'ImportGone' },
    })
  })

  it('is not looked for in what cannot be a configuration file', async () => {
    await expect(imports().find(folder)).rejects.toMatchObject({ data: { code: 'ImportFileUnreadable' } })
    const large = config('x'.repeat(1024 * 1024 + 1), 'large')
    await expect(imports().find(large)).rejects.toMatchObject({ data: { code: 'ImportFileUnreadable' } })
  })
})
