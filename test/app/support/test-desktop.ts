import type { openProgram } from '../../../electron/app/program.ts'

type Desktop = Parameters<typeof openProgram>[0]['desktop']

/** The system around a program in tests: every dialog is closed by the person, nothing is shown or copied. */
export function testDesktop(other: Partial<Desktop> = {}): Desktop {
  return {
    info: async (canProtectSecrets) => ({
      version: '0',
      platform: 'linux',
      locale: 'en',
      versions: {},
      canProtectSecrets,
      isElevated: false,
      canStartAtLogin: false,
      canUpdate: false,
    }),
    pick: async () => null,
    chooseReceipt: async () => null,
    showInFolder() {},
    async copy() {},
    exportDiagnostics: async () => null,
    practiceName: () => 'This computer',
    ...other,
  }
}
