/** How long a signed link may live, in seconds, as the window offers it; OSS takes at most 7 days. */
export const linkLives = [900, 3600, 86_400, 604_800] as const

/** What can be said about links to one object before one is made. */
export interface LinkChoices {
  /** The upload itself made the object readable for everyone: a plain URL without an end works. */
  isPublic: boolean
  /** The links are signed with temporary credentials and die with them. */
  isTemporary: boolean
  /** When those end (Unix milliseconds); null where that is not known, or where they do not end. */
  credentialsEndAt: number | null
  /** The bucket is on this computer: nobody else can open the link. */
  isThisComputer: boolean
}

export type LinkRequest =
  | { id: number; kind: 'public' }
  | { id: number; kind: 'signed'; expiresSeconds: number }

/** What has been copied. */
export interface CopiedLink {
  /** Unix milliseconds; null for a link without an end. */
  endsAt: number | null
  /** The link ends earlier than asked, with the credentials that signed it. */
  isCutShort: boolean
}
