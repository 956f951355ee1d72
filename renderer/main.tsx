import { createRoot } from 'react-dom/client'
import { languageForLocale } from '../shared/locales/messages.ts'
import { App } from './app.tsx'
import { BootFailure } from './boot-failure.tsx'
import { startI18n } from './language/i18n.ts'
import { loadWindow, startLive } from './store/live.ts'
import './styles/tokens.css'
import './styles/base.css'

/** The first picture shows what is there: settings and destinations are read before it. */
async function start(): Promise<void> {
  const element = document.getElementById('root')
  if (!element) throw new Error('index.html has no #root')
  const root = createRoot(element)
  startI18n(languageForLocale(navigator.language))
  try {
    startLive()
    await loadWindow()
    root.render(<App />)
  } catch (error) {
    console.error(error)
    root.render(<BootFailure hasBridge={window.stevedore !== undefined} />)
  }
}

void start()
