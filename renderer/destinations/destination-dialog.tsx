import type { Destination } from '../../shared/destination.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { TextField } from '../controls/text-field.tsx'
import { DoctorLines } from '../doctor/doctor-lines.tsx'
import { useText } from '../language/text.ts'
import { closeDialog, openDialog } from '../store/window-store.ts'
import { chooseTarget } from '../upload/add-paths.ts'
import styles from './destination-dialog.module.css'
import { DestinationFields } from './destination-fields.tsx'
import { duplicateDestination } from './duplicate-destination.ts'
import { ObjectDefaults } from './object-defaults.tsx'
import { useDestinationForm } from './use-destination-form.ts'

/** Adds a destination, or edits one. */
export function DestinationDialog({ destination }: Readonly<{ destination: Destination | null }>) {
  const t = useText('dialogs')
  const tSheet = useText('sheet')
  const state = useDestinationForm(destination)
  const isPractice = destination?.kind === 'practice'
  const save = async () => {
    const saved = await state.save()
    if (!saved) return
    if (!destination) chooseTarget(saved.id)
    closeDialog()
  }
  return (
    <Dialog
      isQuestion
      isWide
      footer={
        <>
          {destination ? (
            <>
              <Button
                className={styles.remove}
                look="quiet"
                onClick={() => openDialog({ kind: 'remove-destination', destination })}
              >
                {t('destination.remove')}
              </Button>
              <Button
                className={styles.duplicate}
                look="quiet"
                onClick={() => void duplicateDestination(destination.id)}
              >
                {tSheet('import.duplicate')}
              </Button>
            </>
          ) : (
            <Button className={styles.import} look="quiet" onClick={() => openDialog({ kind: 'import' })}>
              {tSheet('import.open')}
            </Button>
          )}
          <Button onClick={closeDialog}>{t('destination.leave')}</Button>
          {!isPractice && (
            <Button disabled={state.isBusy} onClick={() => void state.test()}>
              {t(state.isBusy ? 'destination.busy' : 'destination.test')}
            </Button>
          )}
          <Button disabled={state.isBusy} look="primary" onClick={() => void save()}>
            {t('destination.save')}
          </Button>
        </>
      }
      title={destination ? t('destination.edit', { name: destination.name }) : t('destination.add')}
      onClose={closeDialog}
    >
      {isPractice ? (
        <div className={styles.practice}>
          <p className={styles.text}>{t('destination.practiceText')}</p>
          <TextField
            label={t('destination.name')}
            value={state.form.name}
            onChange={(name) => state.set({ name })}
          />
          <TextField
            isCode
            label={t('destination.prefix')}
            placeholder={t('destination.prefixPlaceholder')}
            value={state.form.prefix}
            onChange={(prefix) => state.set({ prefix })}
          />
        </div>
      ) : (
        <DestinationFields state={state} />
      )}
      <ObjectDefaults state={state} />
      <DoctorLines doctor={state.doctor} onUse={state.use} />
    </Dialog>
  )
}
