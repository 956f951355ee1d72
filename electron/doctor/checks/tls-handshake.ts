import { once } from 'node:events'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { DoctorSentence } from '../../../shared/doctor/doctor-report.ts'
import { UploadError } from '../../../shared/upload-error.ts'
import { isCertificateTrouble } from '../../oss/network-error.ts'
import type { BucketHost } from '../bucket-host.ts'
import { type Check, type Finding, skipped } from '../check.ts'
import { type Certificate, describeCertificate } from '../first-contact.ts'

const dayMs = 86_400_000
/** Certificates are renewed weeks before their end; one that was not deserves a word. */
const soonDays = 14

export const tlsHandshake: Check = {
  name: 'tls',
  needs: ['tcp'],
  run: async ({ host, contact, ways, now }, signal) => {
    if (!host.isTls) return skipped('tlsNotUsed')
    try {
      const { certificate } = await contact(signal)
      if (certificate === null) return { status: 'pass' }
      return { status: 'pass', seen: sentence(certificate, now()) }
    } catch (error) {
      const isRefused = error instanceof UploadError && isCertificateTrouble(error)
      if (!isRefused || ways.some(({ kind }) => kind !== 'direct')) throw error
      return await lookAtRefused(host, error, now(), signal)
    }
  },
}

/** Whose certificate was refused tells who is listening in. Nothing is sent over this connection. */
async function lookAtRefused(
  { hostname, port }: BucketHost,
  error: UploadError,
  now: number,
  signal: AbortSignal,
): Promise<Finding> {
  const servername = isIP(hostname) === 0 ? { servername: hostname } : {}
  const socket = connect({ host: hostname, port, rejectUnauthorized: false, ...servername })
  try {
    await once(socket, 'secureConnect', { signal })
    return { status: 'fail', seen: sentence(describeCertificate(socket), now), error: error.data }
  } catch {
    signal.throwIfAborted()
    return { status: 'fail', error: error.data }
  } finally {
    socket.destroy()
  }
}

function sentence({ version, issuer, expiresAt }: Certificate, now: number): DoctorSentence {
  if (Number.isNaN(expiresAt)) return { key: 'tlsSeenUndated', values: { version, issuer } }
  const days = Math.floor((expiresAt - now) / dayMs)
  const expires = new Date(expiresAt).toISOString().slice(0, 10)
  const key = days < 0 ? 'tlsExpired' : days < soonDays ? 'tlsEndsSoon' : 'tlsSeen'
  return { key, values: { version, issuer, expires, days: Math.abs(days) } }
}
