import type { KeyStore } from '../../../electron/app/secrets.ts'

/** Keys stay in memory, as on a system without a key store. */
export const withoutKeyStore: KeyStore = {
  isAsyncEncryptionAvailable: async () => false,
  getSelectedStorageBackend: () => 'basic_text',
  encryptStringAsync: async (text) => Buffer.from(text),
  decryptStringAsync: async (sealed) => ({ result: sealed.toString(), shouldReEncrypt: false }),
}

/** Nobody is there to be asked. */
export const windowlessDesktop = {
  info: async (canProtectSecrets: boolean) => ({
    version: '0',
    platform: process.platform,
    locale: 'en' as const,
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
}
