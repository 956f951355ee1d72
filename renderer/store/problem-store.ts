import { create } from 'zustand'
import type { ProblemGroups } from '../../shared/queue.ts'
import { call } from '../bridge.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { throttled } from './throttled.ts'

/** What does not move, grouped by its reason. */
export const useProblemStore = create<ProblemGroups>(() => ({ failed: [], waiting: [] }))

export const refreshProblems = throttled(() => {
  call('queue.problems').then((groups) => useProblemStore.setState(groups), reportFailure)
}, 1000)
