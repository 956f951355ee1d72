import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { messages } from '../../../shared/locales/messages.ts'

const renderer = fileURLToPath(new URL('../../../renderer/', import.meta.url))
const source = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(renderer, name), 'utf8'))
  .join('\n')

type Tree = { [name: string]: string | Tree }

function flatten(tree: Tree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const key = path === '' ? name : `${path}.${name}`
    return typeof value === 'string' ? [[key, value] as [string, string]] : flatten(value, key)
  })
}

const plural = /_(one|other)$/
const variables = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()

describe.each(['window', 'dialogs', 'sheet', 'recovery', 'credentials'] as const)(
  'texts of %s',
  (namespace) => {
    const en = new Map(flatten(messages.en[namespace]))
    const zh = new Map(flatten(messages['zh-CN'][namespace]))

    it('are the same in both languages; Chinese needs no singular', () => {
      const wanted = [...en.keys()].filter(
        (key) => !key.endsWith('_one') || !en.has(key.replace(plural, '_other')),
      )
      expect([...zh.keys()].sort()).toEqual(wanted.sort())
    })

    it('take the same values in both languages', () => {
      for (const [key, text] of zh) {
        // "1 part" may say its number in a word of its own.
        expect({ key, values: variables(text) }).toEqual({ key, values: variables(en.get(key) ?? '') })
      }
    })

    it('have both plural forms in English', () => {
      for (const key of en.keys()) {
        if (key.endsWith('_one')) expect([...en.keys()]).toContain(key.replace(plural, '_other'))
      }
    })

    it('have no empty text and no doubled space', () => {
      for (const [key, text] of [...en, ...zh]) {
        expect({ key, isFine: text.trim() !== '' && !text.includes('  ') }).toEqual({ key, isFine: true })
      }
    })

    it('are all used by the window', () => {
      // `t(`status.${status}`)` uses every key below `status`.
      const templates = [...source.matchAll(/`([\w-]+(?:\.[\w-]*)*\$\{[^`]*)`/g)].map(
        ([, text = '']) =>
          new RegExp(`^${text.replaceAll('.', '\\.').replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '.+')}$`),
      )
      const unused = [...en.keys()].filter((key) => {
        const base = key.replace(plural, '')
        const withoutContext = base.replace(/_[\w-]+$/, '')
        const isUsed = (name: string) =>
          source.includes(`'${name}'`) || templates.some((template) => template.test(name))
        return !isUsed(base) && !isUsed(withoutContext)
      })
      expect(unused).toEqual([])
    })
  },
)

it('has every key that the window asks for', () => {
  const known = new Set(
    (['window', 'dialogs', 'doctor', 'sheet', 'recovery', 'credentials'] as const).flatMap((namespace) =>
      flatten(messages.en[namespace]).flatMap(([key]) => [key, key.replace(plural, '')]),
    ),
  )
  const asked = [...source.matchAll(/\b(?:t|tWindow|say)\(\s*'([^']+)'/g)].map(([, key = '']) => key)
  expect(asked.length).toBeGreaterThan(100)
  expect(asked.filter((key) => !known.has(key))).toEqual([])
})
