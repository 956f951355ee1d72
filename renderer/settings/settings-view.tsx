import { Fragment, useEffect, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { useAppStore } from '../store/app-store.ts'
import { goTo, openDialog, useWindowStore } from '../store/window-store.ts'
import { exportDiagnostics } from './export-diagnostics.ts'
import { ProxyForm } from './proxy-form.tsx'
import { type SettingName, sections } from './setting-list.ts'
import { SettingRow } from './setting-row.tsx'
import styles from './settings-view.module.css'

/** All settings on one page, narrowed by a search over their names and explanations. */
export function SettingsView() {
  const t = useText('dialogs')
  const tWindow = useText()
  const [search, setSearch] = useState('')
  const version = useAppStore(({ info }) => info?.version ?? '')
  const section = useWindowStore(({ settingsSection }) => settingsSection)
  useEffect(() => {
    if (section !== null) document.getElementById(`section-${section}`)?.scrollIntoView()
  }, [section])
  const wanted = search.trim().toLowerCase()
  const isFound = (name: SettingName) =>
    `${t(`settings.name.${name}`)} ${t(`settings.text.${name}`)}`.toLowerCase().includes(wanted)
  const shown = sections
    .map((section) => ({ ...section, settings: section.settings.filter(isFound) }))
    .filter(({ settings }) => settings.length > 0)
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <div className={styles.head}>
          <h2 className={styles.title}>{t('settings.title')}</h2>
          <input
            aria-label={t('settings.search')}
            className={styles.search}
            placeholder={t('settings.search')}
            spellCheck={false}
            type="text"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Button onClick={() => goTo('queue')}>{t('settings.back')}</Button>
        </div>
        {shown.map(({ name, settings }) => (
          <section key={name} aria-labelledby={`section-${name}`} className={styles.section}>
            <h3 className={styles.heading} id={`section-${name}`}>
              {t(`settings.section.${name}`)}
            </h3>
            {settings.map((setting) => (
              <Fragment key={setting}>
                <SettingRow name={setting} />
                {setting === 'proxyMode' && <ProxyForm />}
              </Fragment>
            ))}
          </section>
        ))}
        {shown.length === 0 && <p className={styles.nothing}>{t('settings.nothing', { search })}</p>}
        <p className={styles.version}>
          {t('settings.version', { version })}
          <span className={styles.more}>
            <Button onClick={() => openDialog({ kind: 'shortcuts' })}>{tWindow('shortcuts.open')}</Button>
            <Button onClick={() => void exportDiagnostics(t)}>{t('settings.diagnostics')}</Button>
          </span>
        </p>
      </div>
    </div>
  )
}
