import { Cloud, HardDrive, Languages } from 'lucide-react'
import { useState } from 'react'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { KeptDrops } from '../preflight/kept-drops.tsx'
import { useAppStore } from '../store/app-store.ts'
import { openDialog } from '../store/window-store.ts'
import { chooseTarget } from '../upload/add-paths.ts'
import { ConnectForm } from './connect-form.tsx'
import styles from './first-run.module.css'
import { LanguageChoice } from './language-choice.tsx'

/** Shown until there is a destination: one question, and for OSS one form. The list itself is the last screen. */
export function FirstRun() {
  const t = useText('dialogs')
  const [isConnecting, setConnecting] = useState(false)
  return (
    <main className={styles.page}>
      <div className={styles.corner}>
        <Languages aria-hidden size={16} />
        {/* The control carries the same name for those who do not see it. */}
        <span aria-hidden>{t('settings.name.language')}</span>
        <LanguageChoice />
      </div>
      {isConnecting ? (
        <ConnectForm onBack={() => setConnecting(false)} />
      ) : (
        <Welcome onConnect={() => setConnecting(true)} />
      )}
    </main>
  )
}

function Welcome({ onConnect }: Readonly<{ onConnect: () => void }>) {
  const t = useText('dialogs')
  const tSheet = useText('sheet')
  const tryHere = async () => {
    const practice = await perform(call('destinations.createPractice'))
    if (!practice) return
    chooseTarget(practice.id)
    // The event may come after the answer; the list must not wait for it.
    useAppStore.setState(({ destinations }) => ({
      destinations: destinations?.some(({ id }) => id === practice.id)
        ? destinations
        : [...(destinations ?? []), practice],
    }))
  }
  return (
    <div className={styles.welcome}>
      <h1 className={styles.title}>{t('firstRun.title')}</h1>
      <p className={styles.text}>{t('firstRun.text')}</p>
      <KeptDrops className={styles.waiting} textClassName={styles.waitingText} />
      <div className={styles.ways}>
        <button className={styles.way} type="button" onClick={() => void tryHere()}>
          <HardDrive aria-hidden size={22} strokeWidth={1.5} />
          <span>
            <span className={styles.wayTitle}>{t('firstRun.tryTitle')}</span>
            <span className={styles.wayText}>{t('firstRun.tryText')}</span>
          </span>
        </button>
        <button className={styles.way} type="button" onClick={onConnect}>
          <Cloud aria-hidden size={22} strokeWidth={1.5} />
          <span>
            <span className={styles.wayTitle}>{t('firstRun.connectTitle')}</span>
            <span className={styles.wayText}>{t('firstRun.connectText')}</span>
          </span>
        </button>
      </div>
      <Button className={styles.import} look="quiet" onClick={() => openDialog({ kind: 'import' })}>
        {tSheet('import.openLong')}
      </Button>
    </div>
  )
}
