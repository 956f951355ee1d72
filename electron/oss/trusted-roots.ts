import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { UploadError } from '../../shared/upload-error.ts'

/** A bundle of all roots of a system has 200 KB; nobody means a film. */
const maxFileBytes = 4 * 1024 * 1024

/**
 * Whom to believe who a server is: the authorities that come with Node, those of this computer, and those of `pem`.
 * Made once for many connections, because reading the roots takes longer than a handshake.
 */
export function trustContext(pem: string | null): SecureContext {
  const own = pem === null ? [] : certificatesIn(pem)
  return createSecureContext({
    ca: [...new Set([...getCACertificates('default'), ...systemRoots(), ...own])],
  })
}

/** Companies install the authority of their inspecting proxy here. A store that cannot be read only trusts less. */
function systemRoots(): string[] {
  try {
    return getCACertificates('system')
  } catch {
    return []
  }
}

/** The PEM text of a file with certificates; throws `CaFileInvalid` (class `fatal`) that names the file and the reason. */
export function readCaFile(file: string): string {
  let pem: string
  try {
    if (statSync(file).size > maxFileBytes) throw refused(file, 'too-large')
    pem = readFileSync(file, 'utf8')
  } catch (thrown) {
    if (thrown instanceof UploadError) throw thrown
    throw refused(file, thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable')
  }
  const certificates = certificatesIn(pem)
  if (certificates.length === 0) throw refused(file, 'no-certificate')
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate)
    } catch {
      throw refused(file, 'damaged-certificate')
    }
  }
  return certificates.join('\n')
}

/** Certificates alone: a key that lies in the same file is nothing to trust and stays unread. */
function certificatesIn(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
}

function refused(file: string, reason: string): UploadError {
  return new UploadError({
    code: 'CaFileInvalid',
    retry: 'fatal',
    message: `"${file}" cannot be used for certificate authorities (${reason}). Give a file with certificates in PEM form.`,
    fromServer: false,
    params: { file, reason },
  })
}
