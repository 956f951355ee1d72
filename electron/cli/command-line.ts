import { Command, CommanderError, Option } from 'commander'
import type { FetchedSource } from '../../shared/credential-source.ts'
import { type ConflictPolicy, conflictPolicies, type ObjectMetadata } from '../../shared/object-metadata.ts'
import { defaultSettings, settingRanges } from '../../shared/settings.ts'
import type { EngineSettings } from '../engine/ports/engine.ts'
import { type CredentialOptions, credentialOptions, parseCredentialSource } from './credential-options.ts'
import { type NetworkOptions, type NetworkWay, parseNetwork } from './network-options.ts'
import { type MetadataOptions, oneOf, parseMetadata } from './parse-metadata.ts'
import { parseCount, parseSizeWithin } from './parse-size.ts'
import { parseReceipt } from './run-receipt.ts'
import { parseTarget, type Target, type TargetOptions } from './target.ts'
import { UsageError } from './usage-error.ts'
import type { Words } from './words.ts'

/** Everything one `npm run upload` was asked to do. */
export interface UploadCommand {
  files: string[]
  /** Null: the practice bucket of this computer. */
  target: Target | null
  /** Null: the key pair of the environment. */
  credentials: FetchedSource | null
  network: NetworkWay
  engine: EngineSettings
  /** Null: the data folder. */
  checkpointFolder: string | null
  resume: boolean
  conflictPolicy: ConflictPolicy
  metadata: ObjectMetadata
  followLinks: boolean
  /** False ends the run when the endpoint does not answer. */
  waitsForNetwork: boolean
  output: 'text' | 'json' | 'json-lines'
  /** Absolute path; null writes no receipt. */
  receipt: string | null
  isVerbose: boolean
}

interface RawOptions
  extends MetadataOptions,
    CredentialOptions,
    NetworkOptions,
    Omit<TargetOptions, 'signature'> {
  signature: string
  partSize: string
  threshold: string
  parallel: string
  files: string
  limit?: string
  checkpointDir?: string
  resume: boolean
  conflict: string
  wait: boolean
  followLinks?: boolean
  json?: boolean
  jsonLines?: boolean
  receipt?: string
  verbose?: boolean
}

/**
 * Reads the command line. Answers null after `--help`; throws `UsageError`, or `UploadError` for names OSS refuses.
 */
export function parseCommandLine(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  words: Words,
): UploadCommand | null {
  const program = describeOptions(words)
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return null
    throw usageErrorOf(error)
  }
  const raw = program.opts<RawOptions>()
  if (program.args.length === 0) throw new UsageError('usageMissingFiles')
  const target = parseTarget({ ...raw, signature: oneOf('--signature', raw.signature, ['v4', 'v1']) }, env)
  return {
    files: program.args,
    target,
    network: parseNetwork(raw, target?.endpoint ?? '', env),
    credentials: parseCredentialSource(raw, env),
    engine: parseEngineSettings(raw),
    checkpointFolder: raw.checkpointDir ?? null,
    resume: raw.resume,
    conflictPolicy: oneOf('--conflict', raw.conflict, conflictPolicies),
    metadata: parseMetadata(raw),
    followLinks: raw.followLinks ?? false,
    waitsForNetwork: raw.wait,
    output: raw.jsonLines ? 'json-lines' : raw.json ? 'json' : 'text',
    receipt: parseReceipt(raw.receipt),
    isVerbose: raw.verbose ?? false,
  }
}

function parseEngineSettings(raw: RawOptions): EngineSettings {
  const isAuto = raw.parallel === 'auto'
  return {
    filesAtOnce: parseCount('--files', raw.files, settingRanges.filesAtOnce),
    partsAtOnce: isAuto
      ? defaultSettings.partsAtOnce
      : parseCount('--parallel', raw.parallel, settingRanges.partsAtOnce),
    ...(isAuto && { concurrency: 'auto' as const }),
    partSizeBytes: parseSizeWithin('--part-size', raw.partSize, settingRanges.partSizeBytes),
    multipartThresholdBytes: parseSizeWithin(
      '--threshold',
      raw.threshold,
      settingRanges.multipartThresholdBytes,
    ),
    bandwidthLimit:
      raw.limit === undefined ? null : parseSizeWithin('--limit', raw.limit, settingRanges.bandwidthLimit),
  }
}

function describeOptions(words: Words): Command {
  const { say } = words
  const groups: [string, Option[]][] = [
    [
      say('uploadGroupTarget'),
      [
        new Option('--to <oss://BUCKET/PREFIX>', say('uploadOptionTo')),
        new Option('--endpoint <URL>', say('uploadOptionEndpoint')),
        new Option('--region <ID>', say('uploadOptionRegion')),
        new Option('--custom-domain', say('uploadOptionCustomDomain')),
        new Option('--signature <v4|v1>', say('uploadOptionSignature')).default('v4'),
      ],
    ],
    [say('uploadGroupCredentials'), credentialOptions(words)],
    [
      say('uploadGroupNetwork'),
      [
        new Option('--proxy <URL|none>', say('uploadOptionProxy')),
        new Option('--ca-file <FILE>', say('uploadOptionCaFile')),
        new Option('--allow-http', say('uploadOptionAllowHttp')),
      ],
    ],
    [
      say('uploadGroupSending'),
      [
        new Option('--part-size <SIZE>', say('uploadOptionPartSize')).default('8MiB'),
        new Option('--threshold <SIZE>', say('uploadOptionThreshold')).default('10MiB'),
        new Option(
          '--parallel <N|auto>',
          say('uploadOptionParallel', { parts: defaultSettings.partsAtOnce }),
        ).default('auto'),
        // Who says how many files wants no more than that.
        new Option('--files <N>', say('uploadOptionFiles', { parts: defaultSettings.partsAtOnce }))
          .default(String(defaultSettings.filesAtOnce))
          .implies({ parallel: String(defaultSettings.partsAtOnce) }),
        new Option('--limit <SIZE>', say('uploadOptionLimit')),
        new Option('--checkpoint-dir <DIR>', say('uploadOptionCheckpointDir')),
        new Option('--no-resume', say('uploadOptionNoResume')),
        new Option(
          '--conflict <POLICY>',
          say('uploadOptionConflict', { choices: conflictPolicies.join(', ') }),
        ).default(defaultSettings.conflictPolicy),
        new Option('--follow-links', say('uploadOptionFollowLinks')),
        new Option('--no-wait', say('uploadOptionNoWait')),
      ],
    ],
    [say('uploadGroupObject'), metadataOptions(words)],
    [
      say('uploadGroupOutput'),
      [
        new Option('--json', say('uploadOptionJson')),
        new Option('--json-lines', say('uploadOptionJsonLines')),
        new Option('--receipt <FILE>', say('uploadOptionReceipt')),
        new Option('--verbose', say('uploadOptionVerbose')),
        // Read before everything else, so that these sentences are in that language.
        new Option('--lang <LANGUAGE>', say('uploadOptionLang')),
      ],
    ],
  ]
  const program = new Command('npm run upload --')
    .argument('[FILE...]', say('uploadFiles'))
    .description(say('uploadDescription'))
    .helpOption('-h, --help', say('uploadOptionHelp'))
    .addHelpText('after', `\n${say('uploadHelpEnd')}`)
    .configureHelp({
      styleTitle: (title) => titleIn(words, title),
      optionDescription: ({ description, defaultValue }) =>
        typeof defaultValue === 'string'
          ? say('uploadDefault', { description, value: defaultValue })
          : description,
    })
    // What is wrong is said by us, in the person's language.
    .configureOutput({ writeErr: () => {} })
    .exitOverride()
  for (const [heading, options] of groups)
    for (const option of options) program.addOption(option.helpGroup(heading))
  return program
}

function metadataOptions({ say }: Words): Option[] {
  const collect = (value: string, previous: string[] | undefined) => [...(previous ?? []), value]
  return [
    new Option('--content-type <TYPE>', say('uploadOptionContentType')),
    new Option('--cache-control <VALUE>', say('uploadOptionCacheControl')),
    new Option('--content-disposition <VALUE>', say('uploadOptionContentDisposition')),
    new Option('--content-encoding <VALUE>', say('uploadOptionContentEncoding')),
    new Option('--expires <DATE>', say('uploadOptionExpires')),
    new Option('--meta <NAME=VALUE>', say('uploadOptionMeta')).argParser(collect),
    new Option(
      '--acl <ACL>',
      say('uploadOptionAcl', { choices: 'default, private, public-read, public-read-write' }),
    ),
    new Option(
      '--storage-class <CLASS>',
      say('uploadOptionStorageClass', { choices: 'Standard, IA, Archive, ColdArchive, DeepColdArchive' }),
    ),
    new Option('--tag <NAME=VALUE>', say('uploadOptionTag')).argParser(collect),
    new Option('--encryption <ALGORITHM>', say('uploadOptionEncryption')),
    new Option('--forbid-overwrite', say('uploadOptionForbidOverwrite')),
    new Option('--callback <URL>', say('uploadOptionCallback')).argParser(collect),
    new Option('--callback-body <TEXT>', say('uploadOptionCallbackBody')),
    new Option('--callback-body-type <TYPE>', say('uploadOptionCallbackBodyType')),
    new Option('--callback-host <HOST>', say('uploadOptionCallbackHost')),
    new Option('--callback-var <x:NAME=VALUE>', say('uploadOptionCallbackVar')).argParser(collect),
    new Option('--traffic-limit <BITS>', say('uploadOptionTrafficLimit')),
  ]
}

function titleIn({ say }: Words, title: string): string {
  if (title === 'Usage:') return say('uploadHelpUsage')
  if (title === 'Options:') return say('uploadHelpOptions')
  return title === 'Arguments:' ? say('uploadHelpArguments') : title
}

/** Commander's own refusals in our words; `'--part-size <SIZE>'` stands quoted in its message. */
function usageErrorOf(error: CommanderError): UsageError {
  const option = /'(--?[^\s']+)/.exec(error.message)?.[1] ?? error.message
  return error.code === 'commander.optionMissingArgument'
    ? new UsageError('usageMissingValue', { option })
    : new UsageError('usageUnknownOption', { option })
}
