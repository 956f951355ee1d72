/** What can happen to the file while its upload lives. */
export const fileFaults = [
  'shrinks',
  'grows',
  'overwritten',
  'replaced',
  'deleted',
  'locked',
  'forbidden',
] as const
export type FileFault = (typeof fileFaults)[number]

/** When it can happen, in the order in which a person would tell it. */
export const filePhases = [
  'queued',
  'opening',
  'sending',
  'last part',
  'joining',
  'small',
  'stopped',
] as const
export type FilePhase = (typeof filePhases)[number]

/** What the upload does about it. The sentence is what `docs/faults.md` tells people. */
export const fileOutcomes = {
  'as it is': 'The file is taken as it is when its turn comes.',
  'all again':
    'What is up of the old version is given up, and the whole file as it is now is sent; the row says so.',
  'as it was': 'The object is the file as it was: all of it had been read when it happened.',
  fails: 'Nothing has been sent yet: stops and says why; Resume tries again.',
  waits:
    'Waits for the file, looks for it again by itself, and goes on with the parts that are up; others go on.',
  'goes on': 'Goes on: a file that is open stays readable.',
} as const satisfies Record<string, string>
export type FileOutcome = keyof typeof fileOutcomes

const changed: Record<FilePhase, FileOutcome> = {
  queued: 'as it is',
  opening: 'all again',
  sending: 'all again',
  'last part': 'all again',
  joining: 'as it was',
  small: 'as it was',
  stopped: 'all again',
}

/** The table of `docs/faults.md`. */
export const expectedFileOutcomes: Record<FileFault, Record<FilePhase, FileOutcome>> = {
  shrinks: changed,
  grows: changed,
  overwritten: changed,
  replaced: changed,
  deleted: {
    queued: 'fails',
    opening: 'waits',
    sending: 'waits',
    'last part': 'waits',
    joining: 'as it was',
    small: 'as it was',
    stopped: 'waits',
  },
  locked: {
    queued: 'waits',
    opening: 'waits',
    sending: 'waits',
    'last part': 'as it was',
    joining: 'as it was',
    small: 'as it was',
    stopped: 'waits',
  },
  forbidden: {
    queued: 'fails',
    opening: 'goes on',
    sending: 'goes on',
    'last part': 'as it was',
    joining: 'as it was',
    small: 'as it was',
    stopped: 'waits',
  },
}

/** How the document calls the moments. */
export const filePhaseTitles: Record<FilePhase, string> = {
  queued: 'while it waits its turn',
  opening: 'opening the multipart upload',
  sending: 'sending parts',
  'last part': 'the last part has arrived',
  joining: 'putting the object together',
  small: 'sending a small file',
  stopped: 'while the program does not run',
}

/** How the document calls what happens. */
export const fileFaultTitles: Record<FileFault, string> = {
  shrinks: 'it becomes shorter',
  grows: 'it becomes longer',
  overwritten: 'bytes in it change',
  replaced: 'another file of the same size and time takes its place',
  deleted: 'it is deleted or moved away',
  locked: 'another program locks it',
  forbidden: 'the right to read it is taken away',
}
