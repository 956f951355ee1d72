import { useEffect, useState } from 'react'
import { UploadError } from '../../shared/upload-error.ts'
import { call } from '../bridge.ts'
import { errorLine } from '../language/error-text.ts'
import { reportFailure } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'
import { useProxyFormStore } from './proxy-form-store.ts'

interface ProxyFields {
  address: string
  username: string
  password: string
  exceptions: string
  sessionOnly: boolean
}

export interface ProxyFormState {
  fields: ProxyFields
  /** What is wrong with the address, in words. */
  problem: string | null
  /** An empty password keeps the stored one. */
  keepsPassword: boolean
  isChanged: boolean
  isBusy: boolean
  set(change: Partial<ProxyFields>): void
  save(): Promise<void>
}

/** The fields of the proxy as they are typed; they count once they are saved, all together. */
export function useProxyForm(): ProxyFormState {
  const address = useAppStore(({ settings }) => settings.proxyAddress)
  const username = useAppStore(({ settings }) => settings.proxyUsername)
  const exceptions = useAppStore(({ settings }) => settings.proxyExceptions)
  const [typed, setTyped] = useState<Partial<ProxyFields>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [hasPassword, setHasPassword] = useState(false)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    void readHasPassword().then(setHasPassword)
  }, [])

  const fields = { address, username, exceptions, password: '', sessionOnly: false, ...typed }
  const isSameProxy = fields.address.trim() === address && fields.username.trim() === username
  return {
    fields,
    problem,
    keepsPassword: hasPassword && isSameProxy,
    isChanged: Object.keys(typed).length > 0,
    isBusy,
    set: (change) => {
      setTyped((before) => ({ ...before, ...change }))
      setProblem(null)
    },
    save: async () => {
      const { password, sessionOnly, ...others } = fields
      setBusy(true)
      try {
        const settings = await call('proxy.save', {
          ...others,
          ...(password === '' ? {} : { password }),
          ...(sessionOnly ? { sessionOnly } : {}),
        })
        useAppStore.setState({ settings })
        useProxyFormStore.setState({ isEntering: false })
        setTyped({})
        setHasPassword(await readHasPassword())
      } catch (thrown) {
        if (thrown instanceof UploadError && thrown.code.startsWith('Proxy'))
          setProblem(errorLine(thrown.data))
        else reportFailure(thrown)
      } finally {
        setBusy(false)
      }
    },
  }
}

/** Only a hint in a field: what cannot be asked is not there. */
async function readHasPassword(): Promise<boolean> {
  return (await call('proxy.get').catch(() => null))?.hasPassword ?? false
}
