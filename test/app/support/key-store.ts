import type { KeyStore } from '../../../electron/app/secrets.ts'

/** A key store as a desktop has one; `isLocked` refuses as a locked keyring does. */
export function testKeyStore(
  options: { isLocked?: () => boolean; backend?: 'gnome_libsecret' | 'basic_text' } = {},
): KeyStore {
  const { isLocked = () => false, backend = 'gnome_libsecret' } = options
  return {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: async (text) => Buffer.from(`sealed:${Buffer.from(text).toString('base64')}`),
    decryptStringAsync: async (sealed) => {
      if (isLocked()) throw new Error('the keyring is locked')
      const text = sealed.toString()
      if (!text.startsWith('sealed:')) throw new Error('not sealed by this store')
      return {
        result: Buffer.from(text.slice('sealed:'.length), 'base64').toString(),
        shouldReEncrypt: false,
      }
    },
  }
}
