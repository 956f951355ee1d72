import type { Bridge } from '../../../shared/ipc.ts'

declare global {
  /** Put there by the preload. */
  var stevedore: Bridge
  /** What a test collects inside the page. */
  var got: unknown[]
}
