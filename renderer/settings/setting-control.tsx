import { Switch } from '@base-ui/react/switch'
import { type Settings, settingRanges } from '../../shared/settings.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { Choice } from '../controls/choice.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'
import { ByteField } from './byte-field.tsx'
import { changeSetting } from './change-setting.ts'
import { CountField } from './count-field.tsx'
import { LimitField } from './limit-field.tsx'
import { ProxyModeControl } from './proxy-mode-control.tsx'
import styles from './setting-control.module.css'
import { choices, type SettingName, type SettingOf, settingKinds } from './setting-list.ts'
import { useIsPossible } from './use-is-possible.ts'
import { useOptionText } from './use-value-text.ts'

type Named<K extends Parameters<typeof isKind>[1]> = Readonly<{ name: SettingOf<K> }>

function isKind<K extends (typeof settingKinds)[SettingName]>(
  name: SettingName,
  kind: K,
): name is SettingOf<K> {
  return settingKinds[name] === kind
}

/** The control that fits the kind of a setting. */
export function SettingControl({ name }: Readonly<{ name: SettingName }>) {
  if (isKind(name, 'count')) return <CountSetting name={name} />
  if (isKind(name, 'bytes')) return <BytesSetting name={name} />
  if (isKind(name, 'limit')) return <LimitField />
  if (isKind(name, 'switch')) return <SwitchSetting name={name} />
  if (isKind(name, 'choice')) return <ChoiceSetting name={name} />
  if (isKind(name, 'proxy')) return <ProxyModeControl />
  if (isKind(name, 'file')) return <FileSetting />
  return <FolderSetting />
}

function CountSetting({ name }: Named<'count'>) {
  const t = useText('dialogs')
  const value = useAppStore((state) => state.settings[name])
  const [min, max] = settingRanges[name]
  return (
    <CountField
      label={t(`settings.name.${name}`)}
      max={max}
      min={min}
      value={value}
      onChange={(next) => void changeSetting(name, next)}
    />
  )
}

function BytesSetting({ name }: Named<'bytes'>) {
  const t = useText('dialogs')
  const value = useAppStore((state) => state.settings[name])
  return (
    <ByteField
      label={t(`settings.name.${name}`)}
      range={settingRanges[name]}
      value={value}
      onChange={(next) => void changeSetting(name, next)}
    />
  )
}

function SwitchSetting({ name }: Named<'switch'>) {
  const value = useAppStore((state) => state.settings[name])
  const isPossible = useIsPossible(name)
  return (
    <Switch.Root
      aria-describedby={`setting-${name}-text`}
      aria-labelledby={`setting-${name}`}
      checked={value}
      className={styles.switch}
      disabled={!isPossible}
      onCheckedChange={(next) => void changeSetting(name, next)}
    >
      <Switch.Thumb className={styles.thumb} />
    </Switch.Root>
  )
}

function ChoiceSetting({ name }: Named<'choice'>) {
  const t = useText('dialogs')
  const textOf = useOptionText()
  const value = useAppStore((state) => state.settings[name])
  return (
    <Choice
      className={styles.choice}
      label={t(`settings.name.${name}`)}
      options={choices[name].map((option) => ({ value: option, label: textOf(name, option) }))}
      value={value}
      onChange={(next) => void changeSetting(name, next as Settings[typeof name])}
    />
  )
}

function FolderSetting() {
  const t = useText('dialogs')
  const folder = useAppStore((state) => state.settings.checkpointFolder)
  const choose = async () => {
    const paths = await perform(call('queue.pick', { kind: 'folder' }))
    const path = paths?.[0]
    if (path) await changeSetting('checkpointFolder', path)
  }
  return (
    <>
      <span className={styles.path} title={folder ?? undefined}>
        {folder ?? t('settings.ownFolder')}
      </span>
      <Button onClick={() => void choose()}>{t('settings.chooseFolder')}</Button>
    </>
  )
}

function FileSetting() {
  const t = useText('dialogs')
  const file = useAppStore((state) => state.settings.caFile)
  const choose = async () => {
    const paths = await perform(call('queue.pick', { kind: 'files' }))
    const path = paths?.[0]
    if (path) await changeSetting('caFile', path)
  }
  return (
    <>
      <span className={styles.path} title={file ?? undefined}>
        {file ?? t('settings.noFile')}
      </span>
      <Button onClick={() => void choose()}>{t('settings.chooseFile')}</Button>
    </>
  )
}
