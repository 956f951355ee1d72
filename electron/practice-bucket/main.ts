import i18next from 'i18next'
import { languageForLocale, messages } from '../../shared/locales/messages.ts'
import {
  type CommandLine,
  CommandLineError,
  defaultDirectory,
  defaultPort,
  readCommandLine,
} from './command-line.ts'
import { installationKeys } from './installation.ts'
import { defaultBucket, defaultRegion, type PracticeBucket, startPracticeBucket } from './practice-bucket.ts'
import { PracticeBucketError } from './practice-bucket-error.ts'

const { LC_ALL, LC_MESSAGES, LANG } = process.env
const locale = LC_ALL || LC_MESSAGES || LANG || Intl.DateTimeFormat().resolvedOptions().locale
await i18next.init({
  lng: languageForLocale(locale),
  resources: messages,
  defaultNS: 'practice',
  interpolation: { escapeValue: false },
})
const say = (key: string, values: Record<string, string | number> = {}) => i18next.t(key, values)

try {
  const commandLine = readCommandLine(process.argv.slice(2))
  if (commandLine.isHelp) {
    console.log(
      say('usage', {
        port: defaultPort,
        directory: defaultDirectory,
        bucket: defaultBucket,
        region: defaultRegion,
      }),
    )
  } else {
    await run(commandLine)
  }
} catch (error) {
  process.exitCode = explain(error)
}

async function run({ directory, port, bucket, region, isJson }: CommandLine): Promise<void> {
  const keys = installationKeys(directory, process.env)
  const server = await startPracticeBucket({
    dir: directory,
    port,
    region,
    buckets: [bucket],
    ...keys,
    log: (message) => console.error(message),
  })
  stopWhenAsked(server, isJson)
  const facts = { endpoint: server.endpoint, region, bucket, ...keys }
  if (isJson) {
    console.log(JSON.stringify({ ...facts, dir: directory }))
    return
  }
  const lines = Object.entries({ ...facts, files: `${directory}/${bucket}` })
  const width = Math.max(...lines.map(([name]) => say(name).length))
  console.log(say('ready'))
  for (const [name, value] of lines) console.log(`  ${say(name).padEnd(width)}  ${value}`)
}

/** On a signal, or when the program that started this one is gone. A second signal does not wait for anything. */
function stopWhenAsked(server: PracticeBucket, isJson: boolean): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) process.exit(130)
    isStopping = true
    if (!isJson) console.log(say('stopping'))
    void server.close().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  process.on('disconnect', stop)
}

/** Says what is wrong and what to do; answers the exit code: 2 for a wrong command line, else 1. */
function explain(error: unknown): number {
  if (error instanceof CommandLineError) {
    const { message, port } = error
    console.error(port === undefined ? say('badOption', { message }) : say('badPort', { subject: port }))
    return 2
  }
  if (!(error instanceof PracticeBucketError)) throw error
  const reason = error.cause instanceof Error ? error.cause.message : ''
  console.error(say(error.code, { subject: error.subject, reason }))
  return 1
}
