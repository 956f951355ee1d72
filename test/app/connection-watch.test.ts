import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchConnection } from '../../electron/app/connection-watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(isOnlineAtFirst: boolean) {
  const told: boolean[] = []
  const connection = { isOnline: isOnlineAtFirst }
  const end = watchConnection({ isOnline: () => connection.isOnline, onChange: (is) => told.push(is) })
  return { told, connection, end }
}

it('tells every change once, and nothing while nothing changes', () => {
  const { told, connection } = setUp(true)
  vi.advanceTimersByTime(30_000)
  expect(told).toEqual([])
  connection.isOnline = false
  vi.advanceTimersByTime(30_000)
  connection.isOnline = true
  vi.advanceTimersByTime(30_000)
  expect(told).toEqual([false, true])
})

it('tells at once when the program starts without a network', () => {
  expect(setUp(false).told).toEqual([false])
})

it('is silent after its end', () => {
  const { told, connection, end } = setUp(true)
  end()
  connection.isOnline = false
  vi.advanceTimersByTime(30_000)
  expect(told).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})
