import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { messages } from '../../shared/locales/messages.ts'
import { type HttpProxyScript, startHttpProxy } from '../support/http-proxy.ts'
import { testAuthority } from '../support/test-authority.ts'
import { startTlsFront } from '../support/tls-front.ts'
import { MiB } from './support/files.ts'
import { Session } from './support/session.ts'
import type { Window } from './support/window.ts'

const session = Session.forEachTest()
const { proxy: words, settings: settingWords } = messages.en.dialogs
const logIn = { username: 'wang', password: 'correct horse: battery/staple' }
const name = 'film.mov'

/** The watched bucket behind TLS of a company's own authority, under a name that only a proxy can look up. */
async function office() {
  const front = await startTlsFront(testAuthority.good, session.line.proxy.endpoint)
  onTestFinished(front.close)
  const leadsTo = { host: '127.0.0.1', port: Number(new URL(front.endpoint).port) }
  mkdirSync(session.path(), { recursive: true })
  const caFile = session.path('company authority.pem')
  writeFileSync(caFile, testAuthority.ca)
  return {
    caFile,
    destination: { ...session.line.destination, endpoint: 'https://oss.stevedore.test' },
    async proxy(script: HttpProxyScript) {
      const proxy = await startHttpProxy({ ...script, leadsTo })
      onTestFinished(proxy.close)
      return proxy
    },
  }
}

const field = (window: Window, label: string) => window.page.getByLabel(label, { exact: true })

async function enterPassword(window: Window, password: string): Promise<void> {
  await field(window, words.password).fill(password)
  await window.page.getByRole('button', { name: words.save }).click()
  await vi.waitFor(async () => expect(await field(window, words.password).inputValue()).toBe(''))
}

const back = (window: Window) => window.page.getByRole('button', { name: settingWords.back }).click()

describe('behind a proxy of the office', () => {
  it('an upload waits at a wrong password, says so, and goes on by itself once the right one is entered', async () => {
    const { caFile, destination, proxy: startProxy } = await office()
    const proxy = await startProxy({ logIn })
    const sha256 = session.file(name, 5 * MiB)
    const window = await session.start()
    await window.call('settings.set', {
      language: 'en',
      partSizeBytes: MiB,
      multipartThresholdBytes: MiB,
    })
    await window.call('destinations.save', destination)

    await window.page.getByRole('button', { name: messages.en.window.sidebar.settings, exact: true }).click()
    await window.page.getByRole('button', { name: settingWords.chooseFile }).click()
    await session.program.untilState((state) => state.dialogs.length === 1, 'the file dialog')
    await session.program.act({ do: 'answer-dialog', answer: { canceled: false, filePaths: [caFile] } })
    await window.page.getByText(caFile).waitFor()
    await window.page.getByRole('combobox', { name: settingWords.name.proxyMode }).click()
    await window.page.getByRole('option', { name: settingWords.option.proxyMode.manual }).click()
    await field(window, words.address).fill(`127.0.0.1:${proxy.port}`)
    await field(window, words.username).fill(logIn.username)
    await enterPassword(window, 'wrong')
    await window.screenshot('proxy settings')
    await back(window)

    await window.drop([session.path(name)])
    await window.row(name).getByText('wants a user name and a password').waitFor()
    await window.screenshot('proxy password wrong')
    const waiting = await window.upload(name)
    expect(waiting).toMatchObject({ status: 'waiting', waitingFor: 'credentials' })
    expect(await session.line.hasObject(name)).toBe(false)

    await window.page.getByRole('button', { name: messages.en.window.sidebar.settings, exact: true }).click()
    await enterPassword(window, logIn.password)
    await back(window)
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT harbour.oss.stevedore.test:443']))
    expect(session.program.output).not.toContain(logIn.password)
  })

  it('the system’s proxy is asked for again when the computer wakes up somewhere else', async () => {
    const { caFile, destination, proxy: startProxy } = await office()
    const [gone, there] = [await startProxy({}), await startProxy({})]
    await gone.close()
    const sha256 = session.file(name, 3 * MiB)
    const window = await session.start()
    await session.program.act({ do: 'proxy', answer: `PROXY 127.0.0.1:${gone.port}` })
    await window.call('settings.set', { language: 'en', caFile })
    await window.call('destinations.save', destination)
    await window.drop([session.path(name)])
    await window.until(name, ({ reason }) => reason?.code === 'ProxyUnreachable', 'the proxy to be missed')
    await session.program.act({ do: 'power', event: 'suspend' })
    await session.program.act({ do: 'proxy', answer: `PROXY 127.0.0.1:${there.port}; DIRECT` })
    await session.program.act({ do: 'power', event: 'resume' })
    await window.untilShown(name, 'done')
    expect(await session.line.sha256(name)).toBe(sha256)
    expect(there.asked[0]).toBe('CONNECT harbour.oss.stevedore.test:443')
  })
})
