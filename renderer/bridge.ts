import type { Bridge, CommandName, EventName, Events, Request, Response } from '../shared/ipc.ts'
import { UploadError } from '../shared/upload-error.ts'

declare global {
  interface Window {
    /** Put there by the preload; absent when the page is opened without it. */
    readonly stevedore?: Bridge
  }
}

function bridge(): Bridge {
  const found = window.stevedore
  if (!found) throw new Error('This page only works inside Stevedore: window.stevedore is missing.')
  return found
}

type Arguments<K extends CommandName> = Request<K> extends undefined ? [] : [request: Request<K>]

/** Sends one command to the main process. Rejects with `UploadError` when the answer is an error. */
export async function call<K extends CommandName>(name: K, ...args: Arguments<K>): Promise<Response<K>> {
  const answer = await bridge().invoke(name, args[0] as Request<K>)
  if (answer.ok) return answer.value
  throw new UploadError(answer.error)
}

/** Listens to one event; returns the function that ends exactly this subscription. */
export function listen<K extends EventName>(name: K, listener: (payload: Events[K]) => void): () => void {
  return bridge().subscribe(name, listener)
}

/**
 * Absolute paths of dropped or pasted files and folders. Files
 * made by a page (a copied picture) have none and are left out.
 */
export function pathsOfFiles(files: Iterable<File>): string[] {
  return [...files].map((file) => bridge().pathForFile(file)).filter((path) => path !== '')
}
