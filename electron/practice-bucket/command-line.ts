import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultBucket, defaultRegion } from './practice-bucket.ts'

export interface CommandLine {
  port: number
  directory: string
  bucket: string
  region: string
  isJson: boolean
  isHelp: boolean
}

/** Where the terminal keeps its objects when nobody says otherwise. */
export const defaultDirectory = join(homedir(), 'Stevedore Practice Bucket')
export const defaultPort = 9000

/** What is wrong with the command line; `port` is set when it is the port. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError'
  readonly port: string | undefined

  constructor(message: string, port?: string) {
    super(message)
    this.port = port
  }
}

/** Options of `npm run practice-bucket`; throws `CommandLineError`. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { port, dir, bucket, region, json, help } = parseOptions(args)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new CommandLineError('--port', port)
  return {
    port: Number(port),
    directory: resolve(dir),
    bucket,
    region,
    isJson: json,
    isHelp: help,
  }
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: 'string', default: String(defaultPort) },
        dir: { type: 'string', default: defaultDirectory },
        bucket: { type: 'string', default: defaultBucket },
        region: { type: 'string', default: defaultRegion },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new CommandLineError(error instanceof Error ? error.message : String(error))
  }
}
