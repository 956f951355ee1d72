import { createCipheriv, createDecipheriv, pbkdf2Sync } from 'node:crypto'
import type { SafeStorage } from 'electron'
import { strict } from './strict.ts'

/**
 * What Electron does on a Linux desktop without a secret service: AES under a key everyone knows. It says so
 * (`basic_text`), and where that cannot be said (macOS, Windows) it answers that there is no encryption.
 */
const key = pbkdf2Sync('peanuts', 'saltysalt', 1, 16, 'sha1')
const iv = Buffer.alloc(16, ' ')
const prefix = Buffer.from('v10')

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: async () => process.platform === 'linux',
  getSelectedStorageBackend: () => 'basic_text' as const,
  async encryptStringAsync(text) {
    const cipher = createCipheriv('aes-128-cbc', key, iv)
    return Buffer.concat([prefix, cipher.update(text, 'utf8'), cipher.final()])
  },
  async decryptStringAsync(encrypted) {
    if (!encrypted.subarray(0, 3).equals(prefix)) throw new Error('Error while decrypting the ciphertext')
    const decipher = createDecipheriv('aes-128-cbc', key, iv)
    const text = Buffer.concat([decipher.update(encrypted.subarray(3)), decipher.final()])
    return { result: text.toString('utf8'), shouldReEncrypt: false }
  },
} satisfies Pick<
  SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>)
