import type { ObjectStore, ObjectStores } from '../engine/ports/object-store.ts'

/**
 * Destinations as their uploads see them: what a person changes while an upload runs (a key, an endpoint, a name) holds from
 * the next request on. Without this a running upload would go on asking a client that was closed with the change.
 */
export function lastingStores(destinations: ObjectStores): ObjectStores {
  const stores = new Map<string, ObjectStore>()
  return {
    open: async (destinationId) => {
      // What is wrong with it is said at once.
      await destinations.open(destinationId)
      const known = stores.get(destinationId)
      if (known) return known
      const store = lastingStore(() => destinations.open(destinationId))
      stores.set(destinationId, store)
      return store
    },
  }
}

function lastingStore(current: () => Promise<ObjectStore>): ObjectStore {
  return {
    putObject: async (input) => (await current()).putObject(input),
    initiateMultipartUpload: async (input) => (await current()).initiateMultipartUpload(input),
    uploadPart: async (input) => (await current()).uploadPart(input),
    listParts: async (input) => (await current()).listParts(input),
    completeMultipartUpload: async (input) => (await current()).completeMultipartUpload(input),
    abortMultipartUpload: async (input) => (await current()).abortMultipartUpload(input),
    headObject: async (input) => (await current()).headObject(input),
    listMultipartUploads: async (input) => (await current()).listMultipartUploads(input),
    probe: async (signal) => (await current()).probe(signal),
  }
}
