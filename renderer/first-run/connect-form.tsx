import { Button } from '../controls/button.tsx'
import { DestinationFields } from '../destinations/destination-fields.tsx'
import { useDestinationForm } from '../destinations/use-destination-form.ts'
import { DoctorLines } from '../doctor/doctor-lines.tsx'
import { useText } from '../language/text.ts'
import { chooseTarget } from '../upload/add-paths.ts'
import styles from './first-run.module.css'

/**
 * Connects to a bucket. It need not be listed: key pair, region
 * and bucket are typed, because restricted keys are the norm.
 */
export function ConnectForm({ onBack }: Readonly<{ onBack: () => void }>) {
  const t = useText('dialogs')
  const state = useDestinationForm(null)
  const save = async () => {
    const saved = await state.save()
    if (saved) chooseTarget(saved.id)
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h1 className={styles.formTitle}>{t('firstRun.connectTitle')}</h1>
      <DestinationFields state={state} />
      <DoctorLines doctor={state.doctor} onUse={state.use} />
      <div className={styles.buttons}>
        <Button className={styles.back} onClick={onBack}>
          {t('firstRun.back')}
        </Button>
        <Button disabled={state.isBusy} onClick={() => void state.test()}>
          {t(state.isBusy ? 'destination.busy' : 'destination.test')}
        </Button>
        <Button disabled={state.isBusy} look="primary" type="submit">
          {t('destination.save')}
        </Button>
      </div>
    </form>
  )
}
