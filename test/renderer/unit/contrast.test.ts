import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')

/** Token → its hexadecimal colour in light and dark. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const surfaces = ['bg', 'panel', 'raised', 'hover', 'selected']
const text = [
  ...['text', 'muted', 'faint', 'accent', 'ok', 'warn', 'bad'].flatMap((ink) =>
    surfaces.map((surface) => [ink, surface]),
  ),
  ['text', 'pressed'],
  ['muted', 'pressed'],
  ['accent', 'accent-weak'],
  ['muted', 'accent-weak'],
  ['bad', 'accent-weak'],
  ['warn', 'accent-weak'],
  ['text', 'warn-weak'],
  ['warn', 'warn-weak'],
  ['text', 'bad-weak'],
  ['bad', 'bad-weak'],
  ['muted', 'warn-weak'],
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'danger-fill'],
  ['on-accent', 'danger-hover'],
]
/** What must be told apart without being read. */
const graphics = [
  ...['line-control', 'focus'].flatMap((line) => ['bg', 'panel', 'raised'].map((surface) => [line, surface])),
  ...['bar', 'bar-ok', 'bar-bad'].map((bar) => [bar, 'track']),
  ['bar-still', 'panel'],
  ...['cell-done', 'cell-sending', 'cell-retry'].map((cell) => [cell, 'panel']),
  ...['cell-done', 'cell-sending', 'cell-retry'].map((cell) => [cell, 'cell-waiting']),
  ['cell-retry-mark', 'cell-retry'],
]

describe.each(['light', 'dark'] as const)('colours of the %s theme', (theme) => {
  const colour = (name: string) => {
    const found = tokens.get(name)
    if (!found) throw new Error(`no token --${name}`)
    return found[theme]
  }
  const failing = (pairs: readonly (readonly string[])[], least: number) =>
    pairs
      .map(([ink = '', surface = '']) => ({
        pair: `${ink} on ${surface}`,
        ratio: contrast(colour(ink), colour(surface)),
      }))
      .filter(({ ratio }) => ratio < least)
      .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`)

  it('have at least 4.5:1 for text (WCAG AA)', () => {
    expect(failing(text, 4.5)).toEqual([])
  })

  it('have at least 3:1 for controls, bars and cells', () => {
    expect(failing(graphics, 3)).toEqual([])
  })
})
