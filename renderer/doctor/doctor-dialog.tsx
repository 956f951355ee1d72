import { useEffect, useRef } from 'react'
import type { Destination, DestinationInput } from '../../shared/destination.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { closeDialog, openDialog } from '../store/window-store.ts'
import { DoctorLines } from './doctor-lines.tsx'
import { useDoctor } from './use-doctor.ts'

/** Examines a saved destination with the key it has. */
export function DoctorDialog({ destination }: Readonly<{ destination: Destination }>) {
  const t = useText('doctor')
  const doctor = useDoctor()
  const { run } = doctor
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void run(inputOf(destination))
  }, [destination, run])
  return (
    <Dialog
      isQuestion
      isWide
      footer={
        <>
          <Button onClick={() => openDialog({ kind: 'destination', destination })}>{t('ui_edit')}</Button>
          {doctor.isRunning ? (
            <Button onClick={doctor.stop}>{t('ui_stop')}</Button>
          ) : (
            <Button onClick={() => void run(inputOf(destination))}>{t('ui_again')}</Button>
          )}
          <Button look="primary" onClick={closeDialog}>
            {t('ui_close')}
          </Button>
        </>
      }
      title={t('ui_title', { name: destination.name })}
      onClose={closeDialog}
    >
      <DoctorLines
        doctor={doctor}
        onUse={async (proposal) => {
          const saved = await perform(call('destinations.save', { ...inputOf(destination), ...proposal }))
          if (saved) openDialog({ kind: 'doctor', destination: saved })
        }}
      />
    </Dialog>
  )
}

/** What the editor would send without a change; an absent secret means the stored one. */
function inputOf({ hasSecret: _, createdAt: __, ...rest }: Destination): DestinationInput {
  return rest
}
