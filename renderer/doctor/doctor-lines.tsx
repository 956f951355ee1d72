import { Check, CircleAlert, Minus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import {
  type DoctorCheck,
  type DoctorReport,
  missingActions,
  type PlaceProposal,
} from '../../shared/doctor/doctor-report.ts'
import { minimalPolicy } from '../../shared/doctor/minimal-policy.ts'
import { checkText, reportText } from '../../shared/doctor/report-text.ts'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { copyText } from '../queue/queue-commands.ts'
import styles from './doctor-lines.module.css'
import { reportLanguage } from './report-language.ts'
import type { DoctorState } from './use-doctor.ts'

export interface DoctorLinesProps {
  doctor: DoctorState
  /** Takes over the endpoint and region that OSS names. */
  onUse: (proposal: PlaceProposal) => void
}

/** The report, line by line as it is made; what has nothing to tell stays quiet. */
export function DoctorLines({ doctor, onUse }: Readonly<DoctorLinesProps>) {
  const t = useText('doctor')
  const start = useRef<HTMLElement>(null)
  const end = useRef<HTMLDivElement>(null)
  const { checks, report, isRunning } = doctor
  const isOver = report !== null
  const count = checks.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line comes into view.
  useEffect(() => {
    // The verdict stands above the lines.
    if (isOver) start.current?.scrollIntoView({ block: 'start' })
    else end.current?.scrollIntoView({ block: 'nearest' })
  }, [count, isOver])
  if (!isRunning && !isOver) return null
  return (
    <section ref={start} aria-busy={isRunning} aria-label={t('ui_label')} className={styles.report}>
      {isRunning && <p role="status">{t('ui_running')}</p>}
      {report && <Verdict report={report} onUse={onUse} />}
      <ul>
        {checks.map((check) => (
          <Line key={check.name} check={check} />
        ))}
      </ul>
      <div ref={end} />
    </section>
  )
}

const icons = { pass: Check, fail: CircleAlert, skipped: Minus }

function Line({ check }: Readonly<{ check: DoctorCheck }>) {
  const t = useText('doctor')
  const { title, seen, below } = checkText(check, reportLanguage())
  const Icon = icons[check.status]
  return (
    <li className={styles.line}>
      <Icon aria-hidden className={styles[check.status]} size={14} />
      <span className={styles.what}>
        <span className={styles.title}>{title}</span>
        <span className="visually-hidden">{t(`ui_status_${check.status}`)}</span>
        {seen !== '' && <span className={styles.seen}>{seen}</span>}
        {below.map((text) => (
          <span key={text} className={styles.below}>
            {text}
          </span>
        ))}
      </span>
    </li>
  )
}

function Verdict({ report, onUse }: Readonly<{ report: DoctorReport } & Pick<DoctorLinesProps, 'onUse'>>) {
  const t = useText('doctor')
  const { verdict, proposal, checks, place } = report
  const missing = missingActions(checks)
  return (
    <>
      <p className={styles[`verdict-${verdict}`]} role="status">
        {t(`verdict_${verdict}`)}
      </p>
      {proposal && <p className={styles.below}>{t('proposal', { ...proposal })}</p>}
      <div className={styles.actions}>
        {proposal && (
          <Button onClick={() => onUse(proposal)}>
            {t('ui_use', { place: hostOf(proposal, place.endpoint) })}
          </Button>
        )}
        {missing.length > 0 && (
          <Button onClick={() => void copyText(minimalPolicy(place, missing))}>{t('ui_copyPolicy')}</Button>
        )}
        <Button onClick={() => void copyText(reportText(report, reportLanguage()))}>
          {t('ui_copyReport')}
        </Button>
      </div>
    </>
  )
}

/** The endpoint's host where that changes, else the region. */
function hostOf({ endpoint, region }: PlaceProposal, present: string): string {
  return endpoint === present ? region : endpoint.replace(/^https?:\/\//, '')
}
