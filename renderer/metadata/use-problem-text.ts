import { metadataLimits } from '../../shared/metadata-limits.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import type { MetadataForm } from './metadata-form.ts'
import { metadataProblems } from './metadata-problems.ts'

/** Answers the sentence below a field, or null where nothing is wrong. */
export function useProblemText(form: MetadataForm): (name: keyof MetadataForm) => string | null {
  const t = useText('sheet')
  const format = useFormat()
  const problems = metadataProblems(form)
  const [min, max] = metadataLimits.trafficLimitBitsPerSecond
  return (name) => {
    const found = problems[name]
    if (!found) return null
    const range = { min: `${format.byteLimit(min / 8)}/s`, max: `${format.byteLimit(max / 8)}/s` }
    const values = found.kind === 'trafficRange' ? range : found.values
    return t(`metadata.problem.${found.kind}`, values)
  }
}
