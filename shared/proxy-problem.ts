import type { UploadErrorData } from './upload-error.ts'

/** What the proxy, not OSS, wants of a person before an upload can go on. */
export type ProxyProblem = 'proxyPassword' | 'proxy'

const problems: Readonly<Record<string, ProxyProblem>> = {
  ProxyAuthenticationRequired: 'proxyPassword',
  ProxyPasswordLocked: 'proxyPassword',
  ProxyAuthenticationUnsupported: 'proxy',
  ProxyInvalid: 'proxy',
}

/** Null where it is not the proxy; the settings of the network help with the others. */
export function proxyProblem(reason: UploadErrorData | null | undefined): ProxyProblem | null {
  return (reason && problems[reason.code]) ?? null
}
