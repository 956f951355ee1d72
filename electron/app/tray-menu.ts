import type { MenuItemConstructorOptions } from 'electron'
import { formatByteLimit, formatSpeed } from '../../shared/format/bytes.ts'
import { formatDuration } from '../../shared/format/duration.ts'
import type { Language } from '../../shared/locales/messages.ts'
import { speedPresets } from '../../shared/speed-presets.ts'
import type { Say } from './language.ts'

/** What the tray tells at a glance. */
export interface TrayFacts {
  running: number
  bytesPerSecond: number
  secondsLeft: number | null
  /** Queued, paused or waiting for something. */
  waiting: number
  problems: number
  isOffline: boolean
  /** Bytes per second over everything; null is none. */
  limit: number | null
}

export const noFacts: TrayFacts = {
  running: 0,
  bytesPerSecond: 0,
  secondsLeft: null,
  waiting: 0,
  problems: 0,
  isOffline: false,
  limit: null,
}

/** The icon changes only for what is worth acting on. */
export function traySign(facts: TrayFacts): 'idle' | 'busy' | 'paused' | 'problem' | 'offline' {
  if (facts.isOffline) return 'offline'
  if (facts.problems > 0) return 'problem'
  if (facts.running > 0) return 'busy'
  return facts.waiting > 0 ? 'paused' : 'idle'
}

export interface TrayActions {
  open(): void
  upload(kind: 'files' | 'folder'): void
  pauseAll(when: 'now' | 'after-parts'): void
  pauseFor(time: 'half-hour' | 'until-morning'): void
  resumeAll(): void
  setLimit(bytesPerSecond: number | null): void
  showProblems(): void
  showSettings(): void
  quit(): void
}

/** One line that says what is going on, e.g. `3 uploading · 12.4 MiB/s · 1 hr left`. */
export function liveLine(facts: TrayFacts, say: Say, language: Language): string {
  if (facts.running === 0) {
    return facts.waiting > 0 ? say('tray.waiting', { count: facts.waiting }) : say('tray.idle')
  }
  const pieces = [
    say('tray.uploading', { count: facts.running }),
    formatSpeed(facts.bytesPerSecond, language),
    facts.secondsLeft === null ? '' : say('tray.left', { time: formatDuration(facts.secondsLeft, language) }),
  ]
  return pieces.filter((piece) => piece !== '').join(' · ')
}

/** The tray's menu: default action first, then the live line, what can be done, and Quit last. */
export function trayMenu(
  facts: TrayFacts,
  actions: TrayActions,
  say: Say,
  language: Language,
): MenuItemConstructorOptions[] {
  return [
    { label: say('tray.open'), click: actions.open },
    { label: liveLine(facts, say, language), enabled: false },
    ...(facts.problems > 0
      ? [{ label: say('tray.problems', { count: facts.problems }), click: actions.showProblems }]
      : []),
    { type: 'separator' },
    { label: say('tray.uploadFiles'), click: () => actions.upload('files') },
    { label: say('tray.uploadFolder'), click: () => actions.upload('folder') },
    { type: 'separator' },
    {
      label: say('tray.pauseAll'),
      // Nothing runs and nothing is queued: there is nothing to pause; the other way round to resume.
      enabled: facts.running + facts.waiting > 0,
      submenu: pauseMenu(actions, say),
    },
    { label: say('tray.resumeAll'), enabled: facts.waiting > 0, click: actions.resumeAll },
    { label: say('tray.speed'), submenu: speedMenu(facts.limit, actions, say, language) },
    { type: 'separator' },
    { label: say('tray.settings'), click: actions.showSettings },
    { label: say('tray.quit'), click: actions.quit },
  ]
}

function pauseMenu(actions: TrayActions, say: Say): MenuItemConstructorOptions[] {
  return [
    { label: say('tray.pauseNow'), click: () => actions.pauseAll('now') },
    { label: say('tray.pauseAfterParts'), click: () => actions.pauseAll('after-parts') },
    { type: 'separator' },
    { label: say('tray.pauseHalfHour'), click: () => actions.pauseFor('half-hour') },
    { label: say('tray.pauseUntilMorning'), click: () => actions.pauseFor('until-morning') },
  ]
}

/** The limit in force is ticked, also one that is none of the usual. */
function speedMenu(
  limit: number | null,
  actions: TrayActions,
  say: Say,
  language: Language,
): MenuItemConstructorOptions[] {
  const choices = speedPresets.includes(limit) ? speedPresets : [...speedPresets, limit]
  return choices.map((choice) => ({
    label: choice === null ? say('tray.noLimit') : `${formatByteLimit(choice, language)}/s`,
    type: 'radio',
    checked: choice === limit,
    click: () => actions.setLimit(choice),
  }))
}
