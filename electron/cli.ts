/**
 * npm run upload -- FILE… [--to oss://BUCKET/PREFIX] [options]: the window's engine, checkpoint and client in a terminal.
 * `doctor --to …` examines the way to a bucket instead.
 * `--help` lists the options, `electron/cli/exit-code.ts` the exit codes.
 */
import { join, resolve } from 'node:path'
import { UploadError } from '../shared/upload-error.ts'
import { openCheckpointSlot } from './cli/checkpoint-slot.ts'
import { commandId } from './cli/command-id.ts'
import { parseCommandLine, type UploadCommand } from './cli/command-line.ts'
import { terminalDataFolder } from './cli/data-folder.ts'
import { doctorCommand } from './cli/doctor-command.ts'
import { type ExitCode, exitCode } from './cli/exit-code.ts'
import { makeReporter } from './cli/make-reporter.ts'
import { type OpenTarget, openOssTarget, openPracticeTarget } from './cli/open-target.ts'
import { openingNotices } from './cli/opening-notices.ts'
import { tellRefusal } from './cli/refusal.ts'
import { onStopSignal } from './cli/stop-signals.ts'
import { terminalLog } from './cli/terminal-log.ts'
import { UploadSession } from './cli/upload-session.ts'
import { UsageError } from './cli/usage-error.ts'
import { createWords, terminalLanguage } from './cli/words.ts'
import { prepareFileThread } from './files/file-workers.ts'

const args = process.argv.slice(2)
// Before the command line is read: what is wrong with it is said in this language.
const words = createWords(terminalLanguage(valueAfter('--lang')))

// `npm run upload … | head` has read enough: that is no failure of ours.
process.stdout.on('error', () => {})
// Not `process.exit`: standard output may still be on its way into a pipe.
process.exitCode = await main()
// A channel to the npm script that started this would keep the process alive.
if (process.connected) process.disconnect()

async function main(): Promise<ExitCode> {
  try {
    if (args[0] === 'doctor') return await doctorCommand(args.slice(1), process.env, words)
    const command = parseCommandLine(args, process.env, words)
    return command === null ? exitCode.done : await upload(command)
  } catch (error) {
    return tellRefusal(error, words, args.includes('--json') || args.includes('--json-lines'))
  }
}

async function upload(command: UploadCommand): Promise<ExitCode> {
  // It takes as long as opening the checkpoint, and does so beside it.
  prepareFileThread()
  const dataFolder = terminalDataFolder()
  const roots = command.files.map((file) => resolve(file))
  const id = commandId(command, roots)
  const target = await openTarget(command, id, dataFolder)
  try {
    const folder = command.resume ? (command.checkpointFolder ?? join(dataFolder, 'checkpoint')) : null
    const checkpoint = openCheckpointSlot(folder, id)
    try {
      const reporter = makeReporter(command, words, process.stdout)
      for (const notice of openingNotices(command, target, checkpoint)) reporter.notice(notice)
      const log = terminalLog(command.isVerbose)
      const session = new UploadSession({ command, target, checkpoint, reporter, words, log })
      onStopSignal((code) => session.stop(code))
      const outcome = await session.run()
      reporter.finish(outcome)
      return outcome.exitCode
    } finally {
      checkpoint.close()
    }
  } finally {
    await target.close()
  }
}

async function openTarget(command: UploadCommand, id: string, dataFolder: string): Promise<OpenTarget> {
  if (command.target === null) return openPracticeTarget(id, join(dataFolder, 'practice-bucket'))
  try {
    return await openOssTarget(id, command.target, command.network, command.credentials, process.env)
  } catch (error) {
    if (error instanceof UploadError && error.code === 'CredentialsMissing')
      throw new UsageError('usageCredentialsMissing', { ...error.data.params })
    throw error
  }
}

function valueAfter(option: string): string | undefined {
  const at = args.indexOf(option)
  if (at !== -1) return args[at + 1]
  return args.find((arg) => arg.startsWith(`${option}=`))?.slice(option.length + 1)
}
