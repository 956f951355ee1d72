import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import {
  expectedFileOutcomes,
  fileFaults,
  fileFaultTitles,
  fileOutcomes,
  filePhases,
  filePhaseTitles,
} from './file-outcomes.ts'
import { expectedOutcomes, faultTitles, outcomes, phaseTitles } from './wire-outcomes.ts'
import { wireFaults, wirePhases } from './wire-scenario.ts'

/** The formatter aligns the columns; what counts are the cells. */
const text = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8')
  .replace(/ +\|/g, ' |')
  .replace(/-{3,}/g, '---')

/** A table as it must stand in the document. */
function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function legend(sentences: Record<string, string>): string {
  return Object.entries(sentences)
    .map(([name, sentence]) => `- **${name}** – ${sentence}`)
    .join('\n')
}

it('docs/faults.md has the table of the wire exactly as the tests prove it', () => {
  const rows = wireFaults.map((fault) => [
    faultTitles[fault],
    ...wirePhases.map((phase) => expectedOutcomes[fault][phase] ?? '–'),
  ])
  expect(text).toContain(table(['what happens', ...wirePhases.map((phase) => phaseTitles[phase])], rows))
})

it('docs/faults.md has the table of the file exactly as the tests prove it', () => {
  const rows = fileFaults.map((fault) => [
    fileFaultTitles[fault],
    ...filePhases.map((phase) => expectedFileOutcomes[fault][phase]),
  ])
  const head = ['what happens to the file', ...filePhases.map((phase) => filePhaseTitles[phase])]
  expect(text).toContain(table(head, rows))
})

it('docs/faults.md explains every outcome in the tables', () => {
  expect(text).toContain(legend(outcomes))
  expect(text).toContain(legend(fileOutcomes))
})
