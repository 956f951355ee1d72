import type { Settings } from '../../shared/settings.ts'
import { call } from '../bridge.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'

/** Changes one setting at once; main answers what is in force. */
export async function changeSetting<Name extends keyof Settings>(
  name: Name,
  value: Settings[Name],
): Promise<void> {
  const settings = await perform(call('settings.set', { [name]: value }))
  if (settings) useAppStore.setState({ settings })
}
