import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type FetchFailure, fetchFailure } from './fetch-failure.ts'

const requireHere = createRequire(import.meta.url)
const packageFile = requireHere.resolve('electron/package.json')
const folder = dirname(packageFile)
// The downloader that Electron's own installer uses; it reads ELECTRON_MIRROR and keeps what it fetched.
const downloaderFile = createRequire(packageFile).resolve('@electron/get')

/** The two calls of `@electron/get` that are used here. */
interface Downloader {
  downloadArtifact(details: object): Promise<string>
  initializeProxy(): void
}

interface DownloadProgress {
  transferred: number
  /** Null when the server did not say. */
  total: number | null
}

export const runtimeVersion: string = requireHere(packageFile).version

/** Path of Electron's program; null while only its npm package is there, which brings types but no runtime. */
export function installedRuntime(): string | null {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const name = readText(join(folder, 'path.txt'))
  const path = override ? join(override, name ?? 'electron') : name && join(folder, 'dist', name)
  if (!path || !existsSync(path)) return null
  const isWanted = readText(join(folder, 'dist', 'version'))?.replace(/^v/, '') === runtimeVersion
  return override || isWanted ? path : null
}

/**
 * Downloads and unpacks Electron's runtime (about 120 MB). Gives up when no byte has come for `stallMs`.
 * Answers its path, or why it could not be had.
 */
export async function fetchRuntime(
  onProgress: (progress: DownloadProgress) => void,
  stallMs: number,
): Promise<{ path: string } | { failure: FetchFailure }> {
  const abort = new AbortController()
  const stall = setTimeout(() => abort.abort(), stallMs)
  try {
    await download((progress) => {
      stall.refresh()
      onProgress(progress)
    }, abort.signal)
    clearTimeout(stall)
    // Finds the archive in the downloader's cache and unpacks it.
    await runInstaller()
    const path = installedRuntime()
    if (path === null) throw new Error('unpacking left no program')
    return { path }
  } catch (error) {
    return {
      failure: abort.signal.aborted ? { kind: 'stalled', seconds: stallMs / 1000 } : fetchFailure(error),
    }
  } finally {
    clearTimeout(stall)
  }
}

async function download(
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const downloader: Downloader = await import(pathToFileURL(downloaderFile).href)
  if (process.env.ELECTRON_GET_USE_PROXY) downloader.initializeProxy()
  await downloader.downloadArtifact({
    version: runtimeVersion,
    artifactName: 'electron',
    platform: process.env.ELECTRON_INSTALL_PLATFORM ?? process.platform,
    arch: process.env.ELECTRON_INSTALL_ARCH ?? process.arch,
    cacheRoot: process.env.electron_config_cache,
    checksums: process.env.electron_use_remote_checksums
      ? undefined
      : requireHere(join(folder, 'checksums.json')),
    downloadOptions: {
      quiet: true,
      signal,
      getProgressCallback: async (progress: DownloadProgress) => onProgress(progress),
    },
  })
}

function runInstaller(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let output = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(output.trim().split('\n')[0]))))
  })
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}
