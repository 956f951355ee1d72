import type { Net } from 'electron'
import { state } from './state.ts'
import { strict } from './strict.ts'

export const net = strict('net', {
  isOnline: () => state.isOnline,
} satisfies Pick<Net, 'isOnline'>)
