import type { Commands, Request } from '../../../shared/ipc.ts'
import type { Settings } from '../../../shared/settings.ts'
import { badInput } from '../../oss/bad-input.ts'
import { parseProxyUrl, proxyAddress } from '../../oss/proxy-choice.ts'
import { readCaFile } from '../../oss/trusted-roots.ts'
import type { Handlers } from '../ipc.ts'
import type { ProxyPassword } from '../proxy-password.ts'

interface Parts {
  settings: () => Settings
  password: ProxyPassword
  /** Saves settings and makes them count. */
  change: (change: Partial<Settings>) => Settings
}

type NetworkCommand = Extract<keyof Commands, `proxy.${string}`>

/** RFC 1929. */
const maxSocksBytes = 255

/** The proxy as a person enters it: address and log-in belong together, so they are saved together. */
export function networkHandlers({ settings, password, change }: Parts): Pick<Handlers, NetworkCommand> {
  return {
    'proxy.get': () => ({ hasPassword: password.has() }),
    'proxy.save': async (input) => {
      const { address, username, typedPassword } = exact(input)
      const before = settings()
      // A password is for one proxy and one user: another one must never get it.
      const isSame = before.proxyAddress === address && before.proxyUsername === username
      if (typedPassword !== '') await password.save(typedPassword, input.sessionOnly ?? false)
      else if (!isSame) password.remove()
      return change({
        proxyMode: 'manual',
        proxyAddress: address,
        proxyUsername: username,
        proxyExceptions: input.exceptions.trim(),
      })
    },
  }
}

/** A log-in typed into the address moves to where it is kept safe. */
function exact(input: Request<'proxy.save'>) {
  const typed = parseProxyUrl(input.address)
  if (typed.kind === 'direct') throw badInput('ProxyInvalid', 'The address is missing.', { proxy: '' })
  const username = input.username.trim() || (typed.username ?? '')
  const typedPassword = input.password || (typed.password ?? '')
  const isTooLong = [username, typedPassword].some((text) => Buffer.byteLength(text) > maxSocksBytes)
  if (typed.kind === 'socks5' && isTooLong) {
    throw badInput('ProxyLoginTooLong', 'SOCKS5 takes at most 255 bytes.', { max: maxSocksBytes })
  }
  return { address: proxyAddress(typed), username, typedPassword }
}

/** Refuses what could only fail later: a proxy without an address, a file that holds no certificates. */
export function checkNetworkChange(change: Partial<Settings>, now: Settings): void {
  if (change.proxyMode === 'manual' && (change.proxyAddress ?? now.proxyAddress) === '') {
    throw badInput('ProxyInvalid', 'Enter the address of the proxy first.', { proxy: '' })
  }
  if (typeof change.caFile === 'string') readCaFile(change.caFile)
}
