import { existsSync } from 'node:fs'
import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { sayIn } from '../../electron/app/language.ts'
import {
  liveLine,
  noFacts,
  type TrayActions,
  type TrayFacts,
  trayMenu,
  traySign,
} from '../../electron/app/tray-menu.ts'

const idle = noFacts
const busy: TrayFacts = { ...idle, running: 3, bytesPerSecond: 13_002_342, secondsLeft: 3600, waiting: 2 }
const en = sayIn('en')
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')

describe('liveLine', () => {
  it.each([
    [idle, 'Nothing to upload'],
    [{ ...idle, waiting: 2 }, '2 waiting'],
    [busy, '3 uploading · 12.3 MiB/s · 1 hr left'],
    [{ ...busy, secondsLeft: null }, '3 uploading · 12.3 MiB/s'],
  ])('says in one line what is going on: %#', (facts, line) => {
    expect(plain(liveLine(facts, en, 'en'))).toBe(line)
  })

  it('speaks Chinese', () => {
    expect(plain(liveLine(busy, sayIn('zh-CN'), 'zh-CN'))).toBe('3 个正在上传 · 12.3 MiB/s · 还需 1小时')
  })
})

describe('traySign', () => {
  it.each([
    [idle, 'idle'],
    [busy, 'busy'],
    [{ ...idle, waiting: 2 }, 'paused'],
    [{ ...busy, problems: 1 }, 'problem'],
    [{ ...busy, problems: 1, isOffline: true }, 'offline'],
  ])('shows the gravest: %#', (facts, sign) => {
    expect(traySign(facts)).toBe(sign)
  })

  it.each(['', '@2x'])('has an icon file for every sign and platform%s', (scale) => {
    for (const sign of ['idle', 'busy', 'paused', 'problem', 'offline']) {
      for (const file of [`${sign}${scale}.png`, `${sign}Template${scale}.png`, `${sign}.ico`]) {
        expect(existsSync(`resources/icons/tray-${file}`), file).toBe(true)
      }
    }
  })
})

describe('trayMenu', () => {
  const clicked: string[] = []
  const actions: TrayActions = {
    open: () => void clicked.push('open'),
    upload: (kind) => void clicked.push(`upload ${kind}`),
    pauseAll: (when) => void clicked.push(`pause ${when}`),
    pauseFor: (time) => void clicked.push(`pause ${time}`),
    resumeAll: () => void clicked.push('resumeAll'),
    setLimit: (limit) => void clicked.push(`limit ${limit}`),
    showProblems: () => void clicked.push('problems'),
    showSettings: () => void clicked.push('settings'),
    quit: () => void clicked.push('quit'),
  }
  const menu = (facts: TrayFacts) => trayMenu(facts, actions, en, 'en')
  const item = (facts: TrayFacts, label: string) => menu(facts).find((entry) => entry.label === label)
  const labels = (items: MenuItemConstructorOptions[]) => items.map((entry) => entry.label ?? entry.type)
  const submenu = (facts: TrayFacts, label: string) => {
    const items = item(facts, label)?.submenu
    return Array.isArray(items) ? items : []
  }

  it('begins with Open and ends with Quit', () => {
    expect(labels(menu(idle))).toEqual([
      'Open Stevedore',
      'Nothing to upload',
      'separator',
      'Upload files…',
      'Upload folder…',
      'separator',
      'Pause all',
      'Resume all',
      'Speed limit',
      'separator',
      'Settings',
      'Quit Stevedore',
    ])
  })

  it('shows problems only where there are some', () => {
    expect(labels(menu({ ...idle, problems: 1 }))).toContain('1 problem')
    expect(labels(menu({ ...idle, problems: 2 }))).toContain('2 problems')
  })

  it.each([
    ['nothing is there', idle, false, false],
    ['something runs', { ...idle, running: 1 }, true, false],
    ['something waits', { ...idle, waiting: 1 }, true, true],
  ])(
    'offers pausing and resuming when %s only where they can do something',
    (_when, facts, pause, resume) => {
      expect(item(facts, 'Pause all')?.enabled).toBe(pause)
      expect(item(facts, 'Resume all')?.enabled).toBe(resume)
    },
  )

  it('ticks the speed limit in force, also one that was typed', () => {
    const MiB = 1024 * 1024
    const ticked = (limit: number | null) =>
      submenu({ ...idle, limit }, 'Speed limit')
        .filter((entry) => entry.checked)
        .map((entry) => plain(entry.label ?? ''))
    expect(ticked(null)).toEqual(['No limit'])
    expect(ticked(5 * MiB)).toEqual(['5 MiB/s'])
    expect(ticked(3 * MiB)).toEqual(['3 MiB/s'])
  })

  it('does what it says', () => {
    const click = (items: MenuItemConstructorOptions[]) => {
      for (const entry of items) {
        ;(entry.click as (() => void) | undefined)?.()
        if (Array.isArray(entry.submenu)) click(entry.submenu)
      }
    }
    click(menu({ ...busy, problems: 1 }))
    expect(clicked.filter((what) => !what.startsWith('limit'))).toEqual([
      'open',
      'problems',
      'upload files',
      'upload folder',
      'pause now',
      'pause after-parts',
      'pause half-hour',
      'pause until-morning',
      'resumeAll',
      'settings',
      'quit',
    ])
    expect(clicked).toContain('limit null')
    expect(clicked).toContain('limit 1048576')
  })
})
