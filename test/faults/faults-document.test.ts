import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { expectedOutcomes, faultTitles, outcomes, phaseTitles } from './wire-outcomes.ts'
import { wireFaults, wirePhases } from './wire-scenario.ts'

/** The formatter aligns the columns; what counts are the cells. */
const text = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8')
  .replace(/ +\|/g, ' |')
  .replace(/-{3,}/g, '---')

/** The table as it must stand in the document. */
function table(): string {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [
    row(['what happens', ...wirePhases.map((phase) => phaseTitles[phase])]),
    row(['---', ...wirePhases.map(() => '---')]),
    ...wireFaults.map((fault) =>
      row([faultTitles[fault], ...wirePhases.map((phase) => expectedOutcomes[fault][phase] ?? '–')]),
    ),
  ].join('\n')
}

function legend(): string {
  return Object.entries(outcomes)
    .map(([name, sentence]) => `- **${name}** – ${sentence}`)
    .join('\n')
}

it('docs/faults.md has the table of the wire exactly as the tests prove it', () => {
  expect(text).toContain(table())
})

it('docs/faults.md explains every outcome in the table', () => {
  expect(text).toContain(legend())
})
