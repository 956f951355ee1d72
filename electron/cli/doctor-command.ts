import { Command, CommanderError } from 'commander'
import type { FetchedSource } from '../../shared/credential-source.ts'
import {
  type DoctorCheck,
  type DoctorReport,
  missingActions,
  verdictOf,
} from '../../shared/doctor/doctor-report.ts'
import { minimalPolicy } from '../../shared/doctor/minimal-policy.ts'
import { checkLine, endingText, headingText } from '../../shared/doctor/report-text.ts'
import { UploadError } from '../../shared/upload-error.ts'
import { placeProposal } from '../doctor/place-proposal.ts'
import { runDoctor } from '../doctor/run-doctor.ts'
import { type CredentialProvider, environmentCredentials } from '../oss/credentials.ts'
import { createOssStore } from '../oss/oss-store.ts'
import { type CredentialOptions, credentialOptions, parseCredentialSource } from './credential-options.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { fetchedCredentials } from './fetched-credentials.ts'
import { connectionsOver, type NetworkOptions, type NetworkWay, parseNetwork } from './network-options.ts'
import { oneOf } from './parse-metadata.ts'
import { reportLanguage } from './report-language.ts'
import { onStopSignal } from './stop-signals.ts'
import { parseTarget, type Target, type TargetOptions } from './target.ts'
import { withRegion } from './target-region.ts'
import { UsageError } from './usage-error.ts'
import type { Words } from './words.ts'

interface RawOptions extends CredentialOptions, NetworkOptions, Omit<TargetOptions, 'signature'> {
  signature: string
  json?: boolean
}

/**
 * `npm run upload -- doctor --to oss://BUCKET/PREFIX`: examines the way to a bucket, line by line. `--json` prints one
 * object: the report with `policy` and `exitCode`. Throws `UsageError`, or `UploadError` for a name OSS refuses.
 */
export async function doctorCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  words: Words,
): Promise<ExitCode> {
  const raw = parseOptions(args, words)
  if (raw === null) return exitCode.done
  const signature = oneOf('--signature', raw.signature, ['v4', 'v1'] as const)
  const target = parseTarget({ ...raw, signature }, environment)
  if (target === null) throw new UsageError('usageToMissing')
  const network = parseNetwork(raw, target.endpoint, environment)
  const source = parseCredentialSource(raw, environment)
  const stop = new AbortController()
  let stoppedWith: ExitCode | null = null
  onStopSignal((code) => {
    stoppedWith = code
    stop.abort()
  })
  const report = await withCredentials(source, network, environment, (credentials) =>
    examine(target, network, credentials, words, raw.json ?? false, stop.signal),
  )
  const exit = stoppedWith ?? exitOf(report)
  if (raw.json) {
    const missing = missingActions(report.checks)
    const policy = missing.length > 0 ? minimalPolicy(report.place, missing) : null
    print(JSON.stringify({ ...report, policy, exitCode: exit }))
  }
  return exit
}

/** What is not in the environment is a mistake of the command line; what a source does not give, a line of the report. */
async function withCredentials<T>(
  source: FetchedSource | null,
  network: NetworkWay,
  environment: NodeJS.ProcessEnv,
  run: (credentials: CredentialProvider) => Promise<T>,
): Promise<T> {
  if (source === null) {
    const credentials = environmentCredentials(environment)
    await credentials.get()
    return await run(credentials)
  }
  const fetched = fetchedCredentials(source, network, environment)
  try {
    return await run(fetched)
  } finally {
    fetched.close()
  }
}

async function examine(
  asked: Target,
  network: NetworkWay,
  credentials: CredentialProvider,
  words: Words,
  isJson: boolean,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const language = reportLanguage(words.language)
  const target = await withRegionIfAccepted(asked, network, credentials)
  const { endpoint, region, bucket, prefix, isCustomDomain } = target
  const place = { endpoint, region, bucket, prefix, isCustomDomain }
  const dispatcher = connectionsOver(network, endpoint)
  const store = createOssStore({ ...target, credentials, dispatcher })
  const checks: DoctorCheck[] = []
  try {
    if (!isJson) print(headingText({ place }, language))
    for await (const check of runDoctor({ place, store, dispatcher, ways: [network.proxy], signal })) {
      checks.push(check)
      if (!isJson) print(checkLine(check, language))
    }
  } finally {
    await store.close()
    await dispatcher.destroy()
  }
  const report = { place, checks, verdict: verdictOf(checks), proposal: placeProposal(place, checks) }
  if (!isJson) print(endingText(report, language))
  return report
}

/** Without accepted credentials nobody tells the region. A V1 signature needs none, and the report says what is wrong. */
async function withRegionIfAccepted(
  asked: Target,
  network: NetworkWay,
  credentials: CredentialProvider,
): Promise<Target> {
  try {
    return await withRegion(asked, network, credentials)
  } catch (error) {
    if (error instanceof UploadError && error.retry === 'auth') return { ...asked, signatureVersion: 'v1' }
    throw error
  }
}

/** By what failed first: the way there, the key, or anything else. */
function exitOf({ checks, verdict }: DoctorReport): ExitCode {
  if (verdict === 'good') return exitCode.done
  const failed = checks.find(({ status }) => status === 'fail')?.name
  if (failed === 'credentials') return exitCode.credentials
  const isWay = failed === 'name' || failed === 'tcp' || failed === 'tls' || failed === 'service'
  return isWay ? exitCode.unreachable : exitCode.problems
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function parseOptions(args: readonly string[], words: Words): RawOptions | null {
  const { say } = words
  const program = new Command('npm run upload -- doctor')
    .description(say('doctorDescription'))
    .option('--to <oss://BUCKET/PREFIX>', say('uploadOptionTo'))
    .option('--endpoint <URL>', say('uploadOptionEndpoint'))
    .option('--region <ID>', say('uploadOptionRegion'))
    .option('--custom-domain', say('uploadOptionCustomDomain'))
    .option('--signature <v4|v1>', say('uploadOptionSignature'), 'v4')
    .option('--proxy <URL|none>', say('uploadOptionProxy'))
    .option('--ca-file <FILE>', say('uploadOptionCaFile'))
    .option('--allow-http', say('uploadOptionAllowHttp'))
    .option('--json', say('doctorOptionJson'))
    .option('--lang <LANGUAGE>', say('uploadOptionLang'))
    .helpOption('-h, --help', say('uploadOptionHelp'))
    .configureOutput({ writeErr: () => {} })
    .allowExcessArguments(false)
    .exitOverride()
  for (const option of credentialOptions(words)) program.addOption(option)
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return null
    const option = /'(--?[^\s']+)/.exec(error.message)?.[1] ?? error.message
    throw new UsageError(
      error.code === 'commander.optionMissingArgument' ? 'usageMissingValue' : 'usageUnknownOption',
      { option },
    )
  }
  return program.opts<RawOptions>()
}
