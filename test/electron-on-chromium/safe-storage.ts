import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import { theApp } from './app.ts'
import { run } from './run.ts'
import { strict } from './strict.ts'

const iv = Buffer.alloc(16, ' ')

/**
 * What Electron does on a Linux desktop without a secret service: AES under a key everyone knows. It says so
 * (`basic_text`), and where that cannot be said (macOS, Windows) it answers that there is no encryption.
 */
const publicKey = pbkdf2Sync('peanuts', 'saltysalt', 1, 16, 'sha1')

/** For tests of what happens where there is a secret service: a key of this data folder alone. */
function keyringKey(): Buffer {
  const file = join(theApp.getPath('userData'), 'stand-in-keyring')
  if (!existsSync(file)) writeFileSync(file, randomBytes(16), { mode: 0o600 })
  return readFileSync(file)
}

const key = () => (run.hasKeyring ? keyringKey() : publicKey)
// As Chromium marks them: sealed by the built-in key, or by the keyring.
const prefix = Buffer.from(run.hasKeyring ? 'v11' : 'v10')

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: async () => run.hasKeyring || process.platform === 'linux',
  getSelectedStorageBackend: () => (run.hasKeyring ? 'gnome_libsecret' : 'basic_text'),
  async encryptStringAsync(text) {
    const cipher = createCipheriv('aes-128-cbc', key(), iv)
    return Buffer.concat([prefix, cipher.update(text, 'utf8'), cipher.final()])
  },
  async decryptStringAsync(encrypted) {
    if (!encrypted.subarray(0, 3).equals(prefix)) throw new Error('Error while decrypting the ciphertext')
    const decipher = createDecipheriv('aes-128-cbc', key(), iv)
    const text = Buffer.concat([decipher.update(encrypted.subarray(3)), decipher.final()])
    return { result: text.toString('utf8'), shouldReEncrypt: false }
  },
} satisfies Pick<
  SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>)
