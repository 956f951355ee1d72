import { useState } from 'react'
import type { Destination } from '../../shared/destination.ts'
import type { TestResult } from '../../shared/ipc.ts'
import { call } from '../bridge.ts'
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
  result: TestResult | null
  set(change: Partial<DestinationForm>): void
  test(): Promise<void>
  /** Answers the saved destination, or null when something is missing or main refused. */
  save(): Promise<Destination | null>
}

/** The editor's fields, their checks, the test and the saving. */
export function useDestinationForm(stored: Destination | null): FormState {
  const canProtectSecrets = useAppStore(({ info }) => info?.canProtectSecrets ?? true)
  const [form, setForm] = useState(() => formFor(stored, canProtectSecrets))
  const [hasTried, setHasTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [result, setResult] = useState<TestResult | null>(null)
  const problems = problemsOf(form, stored)

  const whenComplete = async <T>(run: () => Promise<T>): Promise<T | undefined> => {
    setHasTried(true)
    if (Object.keys(problems).length > 0) return undefined
    setBusy(true)
    try {
      return await perform(run())
    } finally {
      setBusy(false)
    }
  }
  return {
    stored,
    form,
    problems: hasTried ? problems : {},
    isBusy,
    result,
    set: (change) => {
      setForm((before) => ({ ...before, ...change }))
      setResult(null)
    },
    test: async () => {
      setResult(null)
      const answer = await whenComplete(() => call('destinations.test', inputFrom(form, stored)))
      setResult(answer ?? null)
    },
    save: async () => (await whenComplete(() => call('destinations.save', inputFrom(form, stored)))) ?? null,
  }
}
