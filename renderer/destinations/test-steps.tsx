import { Check, CircleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { TestResult } from '../../shared/ipc.ts'
import { Button } from '../controls/button.tsx'
import { errorDetails, errorLine } from '../language/error-text.ts'
import { sentenceFor } from '../language/open-keys.ts'
import { say, useText } from '../language/text.ts'
import { copyText } from '../queue/queue-commands.ts'
import styles from './test-steps.module.css'

/** What a test tried, in order, with what went wrong at its step. */
export function TestSteps({ result }: Readonly<{ result: TestResult }>) {
  const t = useText('dialogs')
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section ref={section} aria-label={t('test.label')} aria-live="polite" className={styles.steps}>
      <p className={result.ok ? styles.good : styles.bad}>{t(result.ok ? 'test.ok' : 'test.failed')}</p>
      <ul>
        {result.steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ul>
    </section>
  )
}

function Step({ step }: Readonly<{ step: TestResult['steps'][number] }>) {
  const t = useText('dialogs')
  const { error } = step
  const Icon = step.ok ? Check : CircleAlert
  return (
    <li className={styles.step}>
      <Icon aria-hidden className={step.ok ? styles.good : styles.bad} size={14} />
      <span className={styles.what}>
        {sentenceFor('dialogs', `test.step.${step.name}`, {}) ?? step.name}
        <span className="visually-hidden">{step.ok ? t('test.stepOk') : t('test.stepFailed')}</span>
        {error && <span className={styles.why}>{errorLine(error)}</span>}
      </span>
      {error && (
        <Button className={styles.copy} onClick={() => void copyText(errorDetails(error))}>
          {say('notices.copyDetails')}
        </Button>
      )}
    </li>
  )
}
