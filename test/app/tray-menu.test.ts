import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { sayIn } from '../../electron/app/language.ts'
import { liveLine, type TrayFacts, trayMenu } from '../../electron/app/tray-menu.ts'

const idle: TrayFacts = { running: 0, bytesPerSecond: 0, secondsLeft: null, waiting: 0, problems: 0 }
const busy: TrayFacts = { running: 3, bytesPerSecond: 13_002_342, secondsLeft: 3600, waiting: 2, problems: 0 }
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

describe('trayMenu', () => {
  const clicked: string[] = []
  const actions = {
    open: () => void clicked.push('open'),
    pauseAll: () => void clicked.push('pauseAll'),
    resumeAll: () => void clicked.push('resumeAll'),
    quit: () => void clicked.push('quit'),
  }
  const menu = (facts: TrayFacts) => trayMenu(facts, actions, en, 'en')
  const item = (facts: TrayFacts, label: string) => menu(facts).find((entry) => entry.label === label)
  const labels = (items: MenuItemConstructorOptions[]) => items.map((entry) => entry.label ?? entry.type)

  it('begins with Open and ends with Quit', () => {
    expect(labels(menu(idle))).toEqual([
      'Open Stevedore',
      'Nothing to upload',
      'separator',
      'Pause all',
      'Resume all',
      'separator',
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

  it('does what it says', () => {
    for (const entry of menu(busy)) (entry.click as (() => void) | undefined)?.()
    expect(clicked).toEqual(['open', 'pauseAll', 'resumeAll', 'quit'])
  })
})
