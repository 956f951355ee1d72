import { useState } from 'react'
import type { Destination } from '../../shared/destination.ts'
import type { PlaceProposal } from '../../shared/doctor/doctor-report.ts'
import { call } from '../bridge.ts'
import { type DoctorState, useDoctor } from '../doctor/use-doctor.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'
import {
  type DestinationForm,
  type FormProblems,
  formFor,
  inputFrom,
  problemsOf,
} from './destination-form.ts'

export interface FormState {
  stored: Destination | null
  form: DestinationForm
  /** Shown once the person has tried to go on; while typing nobody is scolded. */
  problems: FormProblems
  isBusy: boolean
  doctor: DoctorState
  set(change: Partial<DestinationForm>): void
  test(): Promise<void>
  /** Takes over the endpoint and region that OSS names. */
  use(proposal: PlaceProposal): void
  /** Answers the saved destination, or null when something is missing or main refused. */
  save(): Promise<Destination | null>
}

/** The editor's fields, their checks, the test and the saving. */
export function useDestinationForm(stored: Destination | null): FormState {
  const canProtectSecrets = useAppStore(({ info }) => info?.canProtectSecrets ?? true)
  const [form, setForm] = useState(() => formFor(stored, canProtectSecrets))
  const [hasTried, setHasTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const doctor = useDoctor()
  const problems = problemsOf(form, stored)

  const whenComplete = async <T>(run: () => Promise<T>, inTheWay = problems): Promise<T | undefined> => {
    const isIncomplete = Object.keys(inTheWay).length > 0
    setHasTried(isIncomplete)
    if (isIncomplete) return undefined
    setBusy(true)
    try {
      return await perform(run())
    } finally {
      setBusy(false)
    }
  }
  const set = (change: Partial<DestinationForm>) => {
    setForm((before) => ({ ...before, ...change }))
    doctor.clear()
  }
  return {
    stored,
    form,
    problems: hasTried ? problems : {},
    isBusy,
    doctor,
    set,
    use: ({ endpoint, region }) => set({ endpointText: endpoint, regionText: region }),
    test: async () => {
      // OSS is asked for a region that is missing.
      const { regionText: _asked, ...others } = problems
      await whenComplete(() => doctor.run(inputFrom(form, stored)), others)
    },
    save: async () => (await whenComplete(() => call('destinations.save', inputFrom(form, stored)))) ?? null,
  }
}
