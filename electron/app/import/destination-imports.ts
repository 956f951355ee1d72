import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Destination } from '../../../shared/destination.ts'
import type {
  FoundImports,
  ImportAcceptance,
  ImportLeftover,
  ImportProposal,
} from '../../../shared/destination-import.ts'
import { UploadError } from '../../../shared/upload-error.ts'
import { type Credentials, environmentCredentials } from '../../oss/credentials.ts'
import type { Destinations } from '../destinations.ts'
import { keyPairModes, parseOssutilConfig } from './ossutil-config.ts'

/** A configuration file is a few lines; whatever is larger is something else. */
const maxFileBytes = 1024 * 1024

interface Parts {
  destinations: Pick<Destinations, 'save'>
  environment: Readonly<Record<string, string | undefined>>
  /** Where `.ossutilconfig` lies. */
  homeFolder: string
}

type Found = { proposal: ImportProposal; credentials: Credentials }

/**
 * Access that other tools on this computer have already. What is found is read again when it is accepted, so that no secret
 * is held meanwhile, and none ever goes to the window.
 */
export class DestinationImports {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** `file`: a configuration file instead of the usual one. Throws `ImportFileUnreadable`. */
  async find(file?: string): Promise<FoundImports> {
    const path = file ?? this.#usualFile()
    const isFileThere = existsSync(path)
    const { found, leftovers } = isFileThere ? fromOssutil(path) : { found: [], leftovers: [] }
    const all = [...(await this.#fromEnvironment()), ...found]
    return { proposals: all.map(({ proposal }) => proposal), leftovers, file: path, isFileThere }
  }

  /** Makes a destination of it. Throws `ImportGone`, and what a name or an endpoint is refused for. */
  async accept(acceptance: ImportAcceptance): Promise<Destination> {
    const path = acceptance.file ?? this.#usualFile()
    const all = [...(await this.#fromEnvironment()), ...(existsSync(path) ? fromOssutil(path).found : [])]
    const found = all.find(({ proposal }) => proposal.id === acceptance.proposalId)
    if (found === undefined) {
      throw new UploadError({
        code: 'ImportGone',
        retry: 'fatal',
        message: 'This access is no longer where it was found.',
        fromServer: false,
      })
    }
    const { proposal, credentials } = found
    const region = acceptance.region.trim() || proposal.region
    const endpoint = acceptance.endpoint.trim() || proposal.endpoint
    const { accessKeyId, accessKeySecret, securityToken } = credentials
    return await this.#parts.destinations.save({
      name: acceptance.bucket.trim(),
      kind: 'oss',
      endpoint: endpoint || `https://oss-${region}.aliyuncs.com`,
      region,
      bucket: acceptance.bucket,
      prefix: '',
      signatureVersion: 'v4',
      isCustomDomain: acceptance.isCustomDomain,
      metadata: {},
      accessKeyId,
      accessKeySecret,
      ...(securityToken && { securityToken }),
      ...(acceptance.sessionOnly && { sessionOnly: true }),
    })
  }

  #usualFile(): string {
    const { environment, homeFolder } = this.#parts
    return environment.OSSUTIL_CONFIG_FILE?.trim() || join(homeFolder, '.ossutilconfig')
  }

  async #fromEnvironment(): Promise<Found[]> {
    const { environment } = this.#parts
    const credentials = await environmentCredentials(environment)
      .get()
      .catch(() => null)
    if (credentials === null) return []
    const bucket = environment.OSS_BUCKET?.trim() ?? ''
    const endpoint = environment.OSS_ENDPOINT?.trim() ?? ''
    const proposal: ImportProposal = {
      id: 'environment',
      origin: 'environment',
      profile: '',
      file: '',
      accessKeyId: credentials.accessKeyId,
      isTemporary: credentials.securityToken !== undefined,
      endpoint,
      region: (environment.OSS_REGION?.trim() ?? '').replace(/^oss-/, ''),
      buckets: bucket === '' ? [] : [{ name: bucket, endpoint, isCustomDomain: false }],
    }
    return [{ proposal, credentials }]
  }
}

function fromOssutil(file: string): { found: Found[]; leftovers: ImportLeftover[] } {
  const found: Found[] = []
  const leftovers: ImportLeftover[] = []
  for (const profile of parseOssutilConfig(readConfig(file))) {
    const { name, accessKeyId, accessKeySecret, stsToken, endpoint, region, buckets } = profile
    const isPair = accessKeyId !== '' && accessKeySecret !== ''
    if (!isPair || !keyPairModes.includes(profile.mode)) {
      leftovers.push({ profile: name, reason: isPair || profile.mode === '' ? 'no-key' : 'unknown-mode' })
      continue
    }
    found.push({
      proposal: {
        id: `ossutil:${name}`,
        origin: 'ossutil',
        profile: name,
        file,
        accessKeyId,
        isTemporary: stsToken !== '',
        endpoint,
        region,
        buckets,
      },
      credentials: { accessKeyId, accessKeySecret, ...(stsToken !== '' && { securityToken: stsToken }) },
    })
  }
  return { found, leftovers }
}

function readConfig(file: string): string {
  try {
    if (statSync(file).size <= maxFileBytes) return readFileSync(file, 'utf8')
  } catch {
    // The cause may quote what it tried to read.
  }
  throw new UploadError({
    code: 'ImportFileUnreadable',
    retry: 'fatal',
    message: `${file} cannot be read as a configuration file.`,
    fromServer: false,
    params: { file },
  })
}
