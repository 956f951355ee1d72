import { app } from 'electron'
import type { OutsideIntake } from '../add-from-outside.ts'
import type { Desktop } from '../handlers/desktop.ts'
import type { MenuActions } from '../menu.ts'
import type { Program } from '../program.ts'
import { askAndQuit } from '../quit-question.ts'
import { endOfPause } from '../timed-pause.ts'
import type { TrayActions } from '../tray-menu.ts'
import type { Shell } from './shell.ts'

interface Parts {
  program: Program
  shell: Shell
  desktop: Pick<Desktop, 'pick'>
  intake: OutsideIntake
}

/** What a person does outside of the window: in the menu and in the tray. */
export function personActions({ program, shell, desktop, intake }: Parts): {
  menu: MenuActions
  tray: TrayActions
} {
  const { service, settings, change, pauseUntil } = program
  const { window, navigation, appearance } = shell
  const all = { kind: 'all', filter: 'all' } as const
  const quit = () =>
    void askAndQuit({
      window: () => window.browserWindow,
      say: () => appearance.say,
      running: () => service.engine.running().length,
      isWanted: () => settings().askBeforeQuit,
      onNeverAgain: () => change({ askBeforeQuit: false }),
      quit: () => app.quit(),
    })
  /** The dialog belongs to the window, so the window comes first. */
  const pickAndUpload = async (kind: 'files' | 'folder') => {
    window.show()
    const paths = await desktop.pick(kind)
    if (paths) intake.add(paths)
  }
  const upload = (kind: 'files' | 'folder') => void pickAndUpload(kind)
  const showSettings = () => navigation.goTo({ place: 'settings' })
  return {
    menu: {
      upload,
      showSettings,
      showShortcuts: () => navigation.goTo({ place: 'shortcuts' }),
      exportDiagnostics: () => void exportDiagnostics(program),
      showAbout: () => app.showAboutPanel(),
      quit,
    },
    tray: {
      open: () => window.show(),
      upload,
      pauseAll: (when) => void service.engine.pause(all, when),
      pauseFor: (time) => pauseUntil(endOfPause(time, new Date())),
      resumeAll: () => void service.engine.resume({ kind: 'all', filter: 'waiting' }),
      setLimit: (bandwidthLimit) => change({ bandwidthLimit }),
      showProblems: () => navigation.goTo({ place: 'queue', filter: 'problems' }),
      showSettings,
      quit,
    },
  }
}

async function exportDiagnostics({ handlers, notify }: Pick<Program, 'handlers' | 'notify'>): Promise<void> {
  try {
    const path = await handlers['app.exportDiagnostics'](undefined)
    if (path) notify({ kind: 'diagnosticsSaved', level: 'info', params: { path } })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    notify({ kind: 'diagnosticsFailed', level: 'error', params: { reason } })
  }
}
