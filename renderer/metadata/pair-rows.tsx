import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Button } from '../controls/button.tsx'
import { classNames } from '../controls/class-names.ts'
import { IconButton } from '../controls/icon-button.tsx'
import field from '../controls/text-field.module.css'
import { useText } from '../language/text.ts'
import styles from './metadata-editor.module.css'
import type { Pair } from './metadata-form.ts'

export interface PairRowsProps {
  /** Names the group and, with its number, each field. */
  label: string
  hint: string
  addLabel: string
  pairs: readonly Pair[]
  error: string | null
  onChange: (pairs: readonly Pair[]) => void
}

/** Lines of name and value. */
export function PairRows({ label, hint, addLabel, pairs, error, onChange }: Readonly<PairRowsProps>) {
  const t = useText('sheet')
  const noteId = useId()
  const change = (index: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)))
  return (
    <fieldset aria-describedby={noteId} className={styles.pairs}>
      <legend className={field.label}>{label}</legend>
      {pairs.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; two lines may say the same while typing
        <div key={index} className={styles.pair}>
          {(['name', 'value'] as const).map((part) => (
            <input
              key={part}
              aria-invalid={error !== null}
              aria-label={t(`metadata.pair.${part}`, { label, number: index + 1 })}
              autoComplete="off"
              className={classNames(field.input, field.code)}
              placeholder={t(`metadata.pairPlaceholder.${part}`)}
              spellCheck={false}
              type="text"
              value={pair[part]}
              onChange={(event) => change(index, { [part]: event.target.value })}
            />
          ))}
          <IconButton
            icon={X}
            label={t('metadata.pair.remove', { label, number: index + 1 })}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button
        className={styles.add}
        look="quiet"
        onClick={() => onChange([...pairs, { name: '', value: '' }])}
      >
        <Plus aria-hidden size={14} />
        {addLabel}
      </Button>
      <p className={error === null ? field.hint : field.error} id={noteId}>
        {error ?? hint}
      </p>
    </fieldset>
  )
}
