import { writeFile } from 'node:fs/promises'
import type { PeerJob } from './peer.ts'

/** A job with thousands of files is too long for a command line. Answers the name of the file it went to. */
export async function writeJob(job: PeerJob): Promise<string> {
  const file = `${job.folder}.json`
  await writeFile(file, JSON.stringify(job))
  return file
}
