import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MaybePeer } from './peer.ts'
import { runProgram } from './run-program.ts'
import { writeJob } from './write-job.ts'

/** Where Debian's golang-github-aliyun-aliyun-oss-go-sdk-dev puts the sources of Go libraries. */
const debianSources = '/usr/share/gocode'
const library = join(debianSources, 'src/github.com/aliyun/aliyun-oss-go-sdk/oss')

/** The official Go library, compiled into `folder`; nothing is downloaded for it. */
export async function goPeer(folder: string): Promise<MaybePeer> {
  const name = 'Go library'
  if (!existsSync(library))
    return { name, absent: 'golang-github-aliyun-aliyun-oss-go-sdk-dev is not installed' }
  const program = join(folder, 'go-library')
  const source = join(import.meta.dirname, 'go-library', 'main.go')
  try {
    const env = { GO111MODULE: 'off', GOPATH: debianSources, GOFLAGS: '', GOCACHE: join(folder, 'go-cache') }
    await runProgram('go', ['build', '-o', program, source], env)
  } catch (error) {
    return { name, absent: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  }
  return {
    name,
    async upload(job) {
      const { output } = await runProgram(program, [await writeJob(job)])
      return JSON.parse(output)
    },
  }
}
