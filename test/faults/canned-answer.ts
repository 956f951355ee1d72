/** An answer in OSS's error format, given by the proxy in the bucket's place. */
export interface CannedAnswer {
  status: number
  /** OSS's `<Code>`. */
  code: string
  message: string
  /** Further elements of the XML, e.g. `ServerTime`. */
  elements?: Record<string, string>
  headers?: Record<string, string>
  /** False answers before the body is read and closes the connection, as gateways do. */
  readsBody: boolean
  /** Value of the `Date` header; now when absent. */
  date?: Date
}

const reasons: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** The answer's bytes. HEAD gets no body; OSS then puts the XML into `x-oss-err`, base64. */
export function renderAnswer(answer: CannedAnswer, method: string, requestId: string): Buffer {
  const elements = { RequestId: requestId, HostId: 'fault-proxy', ...answer.elements }
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Error>',
    `  <Code>${answer.code}</Code>`,
    `  <Message>${answer.message}</Message>`,
    ...Object.entries(elements).map(([name, value]) => `  <${name}>${value}</${name}>`),
    '</Error>',
    '',
  ].join('\n')
  const isHead = method === 'HEAD'
  const headers: Record<string, string> = {
    Server: 'AliyunOSS',
    Date: (answer.date ?? new Date()).toUTCString(),
    'x-oss-request-id': requestId,
    ...(isHead
      ? { 'x-oss-err': Buffer.from(xml).toString('base64') }
      : { 'Content-Type': 'application/xml' }),
    'Content-Length': isHead ? '0' : String(Buffer.byteLength(xml)),
    Connection: answer.readsBody ? 'keep-alive' : 'close',
    ...answer.headers,
  }
  const head = [
    `HTTP/1.1 ${answer.status} ${reasons[answer.status] ?? 'Answer'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')
  return Buffer.from(isHead ? head : head + xml)
}

/** 500 `InternalError`, 502 from a gateway, 503 `ServiceUnavailable`. */
export function serverTrouble(status: 500 | 502 | 503): CannedAnswer {
  const code = { 500: 'InternalError', 502: 'BadGateway', 503: 'ServiceUnavailable' }[status]
  return { status, code, message: 'Please try again.', readsBody: status !== 502 }
}

/** 403 as OSS gives it to a request signed more than 15 minutes away from its own clock. */
export function clockOff(serverTime: Date): CannedAnswer {
  return {
    status: 403,
    code: 'RequestTimeTooSkewed',
    message: 'The difference between the request time and the current time is too large.',
    elements: {
      MaxAllowedSkewMilliseconds: '900000',
      ServerTime: serverTime.toISOString(),
    },
    readsBody: true,
    date: serverTime,
  }
}

export const expiredToken: CannedAnswer = {
  status: 403,
  code: 'SecurityTokenExpired',
  message: 'The security token you provided has expired.',
  readsBody: true,
}

export const accessDenied: CannedAnswer = {
  status: 403,
  code: 'AccessDenied',
  message: 'You have no right to access this object because of bucket acl.',
  readsBody: true,
}
