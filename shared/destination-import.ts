/** Access that was found on this computer and can become a destination. The secret stays in the main process. */
export interface ImportProposal {
  /** Stable as long as the place it was found in. */
  id: string
  origin: 'environment' | 'ossutil'
  /** Name of the profile; empty for the environment. */
  profile: string
  /** File it was found in; empty for the environment. */
  file: string
  accessKeyId: string
  isTemporary: boolean
  /** Empty where not named. */
  endpoint: string
  region: string
  /** Buckets that are named beside it, each with the endpoint that is meant for it. */
  buckets: { name: string; endpoint: string; isCustomDomain: boolean }[]
}

/** Something that looks like access but cannot be used, with the reason. */
export interface ImportLeftover {
  profile: string
  reason: 'no-key' | 'unknown-mode'
}

export interface FoundImports {
  proposals: ImportProposal[]
  leftovers: ImportLeftover[]
  /** Configuration file that was looked into, and whether it is there. */
  file: string
  isFileThere: boolean
}

/** One proposal that a person accepts, with what it does not say by itself. */
export interface ImportAcceptance {
  proposalId: string
  /** A configuration file that was chosen; absent for the usual one. */
  file?: string
  bucket: string
  /** A region or an endpoint; empty takes what was found. */
  endpoint: string
  region: string
  isCustomDomain: boolean
  sessionOnly: boolean
}
