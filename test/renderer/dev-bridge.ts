import { createFakeBridge, type FakeOptions } from './fake/fake-bridge.ts'

/**
 * Simulated queue for `npm run dev:renderer`. The address chooses what to see:
 * `?scenario=first-run`, `?scenario=many&rows=100000`, `?platform=darwin`, `?locale=zh-CN`, `?theme=dark`.
 */
const query = new URLSearchParams(location.search)
const scenario = query.get('scenario')
const rows = Number(query.get('rows') ?? 100_000)
const options: FakeOptions = {
  ...(scenario ? { scenario: scenario as NonNullable<FakeOptions['scenario']> } : {}),
  rows,
  info: {
    platform: query.get('platform') ?? 'linux',
    locale: query.get('locale') === 'zh-CN' ? 'zh-CN' : 'en',
  },
  settings: { theme: query.get('theme') === 'dark' ? 'dark' : 'system' },
}
const { bridge, control } = createFakeBridge(options)
Object.assign(window, { stevedore: bridge, fake: control })
setInterval(() => control.tick(150), 150)
