/** How `npm run upload` ends; part of its interface, so numbers never change their meaning. */
export const exitCode = {
  /** Everything is in the bucket, or was skipped as the conflict policy asked. */
  done: 0,
  /** A bug, or the machine failed us. */
  unexpected: 1,
  /** The command line: an option, a value out of range, a bucket name, missing credentials. Nothing was sent. */
  usage: 2,
  /** Some or all files could not be uploaded; the others are in the bucket. */
  problems: 3,
  /** `--no-wait`, and the endpoint does not answer. What is confirmed is kept. */
  unreachable: 4,
  /** The credentials are refused or have expired. What is confirmed is kept. */
  credentials: 5,
  /** The checkpoint or the practice bucket cannot be written or read, or another command is using it. */
  checkpoint: 6,
  /** Ctrl-C (128 + SIGINT): what is confirmed is kept. */
  interrupted: 130,
  /** 128 + SIGTERM, kept likewise. */
  terminated: 143,
} as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
