import { useEffect, useState } from 'react'
import type { PartFact } from '../../shared/queue.ts'
import { classNames } from '../controls/class-names.ts'
import { useText } from '../language/text.ts'
import { useFormat } from '../language/use-format.ts'
import { throttled } from '../store/throttled.ts'
import type { PartMapModel } from './part-map-model.ts'
import { worstParts } from './worst-parts.ts'
import styles from './worst-parts-list.module.css'

const most = 10

export interface WorstPartsListProps {
  model: PartMapModel
  /** The part that the map tells about. */
  partNumber: number | null
  onPart: (partNumber: number) => void
}

/** Parts that were tried often or went slowly; choosing one shows it in the map. */
export function WorstPartsList({ model, partNumber, onPart }: Readonly<WorstPartsListProps>) {
  const t = useText()
  const worst = useWorstParts(model)
  return (
    <section aria-label={t('worst.label')} className={styles.list}>
      <h3 className={styles.title}>{t('worst.label')}</h3>
      {worst.length === 0 ? (
        <p className={styles.none}>{t('worst.none')}</p>
      ) : (
        <ol>
          {worst.map((fact) => (
            <li key={fact.partNumber}>
              <button
                aria-pressed={fact.partNumber === partNumber}
                className={classNames(styles.part, fact.partNumber === partNumber && styles.chosen)}
                type="button"
                onClick={() => onPart(fact.partNumber)}
              >
                <WorstPart fact={fact} />
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function WorstPart({ fact }: Readonly<{ fact: PartFact }>) {
  const t = useText()
  const format = useFormat()
  const { partNumber, tries, bytesPerSecond, code } = fact
  const why = [
    ...(tries > 1 ? [t('worst.tries', { count: tries })] : []),
    ...(bytesPerSecond === null ? [] : [format.speed(bytesPerSecond)]),
    ...(code === null ? [] : [code]),
  ].join(' · ')
  return (
    <>
      <span className={styles.number}>{t('worst.part', { number: format.count(partNumber) })}</span>{' '}
      <span className={styles.why} title={why}>
        {why}
      </span>
    </>
  )
}

function useWorstParts(model: PartMapModel): PartFact[] {
  const [worst, setWorst] = useState<PartFact[]>([])
  useEffect(() => {
    const read = () => setWorst(worstParts(model, most))
    read()
    return model.subscribe(throttled(read, 1000))
  }, [model])
  return worst
}
