/** What a suite is told. */
export interface BenchOptions {
  /** Rounds of peers that take turns. */
  rounds: number
  /** Of the large file. */
  sizeBytes: number
  /** Number of small files, or of rows. */
  count: number | null
  sink: 'discard' | 'practice'
  /** Where the window's traces go; null keeps none. */
  traceFolder: string | null
  /** Empty folder, removed at the end. */
  scratch: string
  /** What is going on, for people who wait. */
  say: (text: string) => void
}

/** What a suite answers: `text` for people, `data` for `--json`. */
export interface BenchReport {
  text: string
  data: Record<string, unknown>
}

export type Suite = (options: BenchOptions) => Promise<BenchReport>
