import { describe, expect, it } from 'vitest'
import { filterStatuses } from '../../shared/queue.ts'
import {
  endedStatuses,
  runningStatuses,
  statusesAllowing,
  transition,
  uploadEvents,
  uploadStatuses,
} from '../../shared/upload-state.ts'

describe('upload state table', () => {
  it('answers every status × event with a status or a refusal', () => {
    for (const status of uploadStatuses) {
      for (const event of uploadEvents) {
        const next = transition(status, event)
        expect(next === null || uploadStatuses.includes(next), `${status} × ${event}`).toBe(true)
      }
    }
  })

  it('keeps what the user paused paused over a restart and queues what was running (R2)', () => {
    expect(transition('paused', 'recover')).toBe('paused')
    expect(transition('pausing', 'recover')).toBe('paused')
    for (const status of ['uploading', 'retrying', 'completing', 'verifying', 'waiting'] as const) {
      expect(transition(status, 'recover'), status).toBe('queued')
    }
  })

  it('offers both forms of cancel wherever an upload is not ended (R13)', () => {
    for (const status of uploadStatuses) {
      if ((endedStatuses as readonly string[]).includes(status) || status === 'cleaning') continue
      expect(transition(status, 'cancelKeep'), status).toBe('cancelled-kept')
      expect(transition(status, 'cancelClean'), status).toBe('cleaning')
    }
  })

  it('never leaves done', () => {
    expect(uploadEvents.filter((event) => transition('done', event) !== null)).toEqual([])
  })

  it('can pause whatever runs', () => {
    for (const status of runningStatuses) {
      if (status === 'pausing') continue
      expect(transition(status, 'pause'), status).toBe('pausing')
    }
  })

  it('lists the statuses that allow an event', () => {
    expect(statusesAllowing('cleaned')).toEqual(['cleaning'])
  })

  it('puts every status in exactly one filter of the sidebar', () => {
    for (const status of uploadStatuses) {
      const filters = Object.values(filterStatuses).filter((statuses) => statuses?.includes(status))
      expect(filters.length, status).toBe(1)
    }
  })
})
