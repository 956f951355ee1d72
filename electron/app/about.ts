import { app } from 'electron'

/** What "About Stevedore" shows: the versions a report needs. */
export function setAbout(): void {
  const { electron, chrome, node } = process.versions
  const parts = [
    electron ? `Electron ${electron}` : null,
    chrome ? `Chromium ${chrome}` : null,
    `Node ${node}`,
    `${process.platform} ${process.arch}`,
  ]
  const versions = parts.filter((part) => part !== null)
  app.setAboutPanelOptions({
    applicationName: 'Stevedore',
    applicationVersion: app.getVersion(),
    // macOS shows the second line, Windows and Linux the third.
    version: versions.join(' · '),
    credits: versions.join('\n'),
    copyright: `© 2026 Stevedore contributors · MIT\n${versions.join('\n')}`,
  })
}
