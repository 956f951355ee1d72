/**
 * node scripts/make-icons.ts: draws every icon in resources/icons from `stevedore.svg` and the tray's glyphs below.
 * Needs a Chromium. The results are committed: run it again only after a change of the drawings.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './chromium/find-chromium.ts'

const folder = join(dirname(import.meta.dirname), 'resources/icons')
const colours = {
  idle: '#3b8cf0',
  busy: '#3b8cf0',
  paused: '#8a93a1',
  problem: '#e5484d',
  offline: '#8a93a1',
}
type TrayState = keyof typeof colours

/** What stands above the three parts, in a box of 24 × 24. */
const signs: Record<TrayState, string> = {
  idle: '',
  busy: '<path d="M7 7.5 12 2.5l5 5M12 3v10.5"/>',
  paused: '<path d="M9 3.5v9M15 3.5v9"/>',
  problem: '<path d="M12 2.5v6.5M12 13v.1"/>',
  offline: '<path d="M7 3.5l10 10M17 3.5l-10 10"/>',
}

function traySvg(state: TrayState, colour: string): string {
  // Nothing stands above the parts: a second layer keeps the idle icon from being a line at the bottom.
  const isIdle = state === 'idle'
  const second = isIdle
    ? '<rect x="5" y="9" width="6" height="6" rx="1.2"/><rect x="13" y="9" width="6" height="6" rx="1.2"/>'
    : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
    <g fill="${colour}" transform="translate(0 ${isIdle ? -4 : 0})">
      <rect x="1" y="17" width="6" height="6" rx="1.2"/><rect x="9" y="17" width="6" height="6" rx="1.2"/>
      <rect x="17" y="17" width="6" height="6" rx="1.2"/>${second}
    </g>
    <g fill="none" stroke="${colour}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">${signs[state]}</g>
  </svg>`
}

async function draw(browser: Browser, svg: string, sizePx: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } })
  const sized = svg.replace('<svg ', `<svg width="${sizePx}" height="${sizePx}" style="display:block" `)
  await page.setContent(`<body style="margin:0">${sized}</body>`)
  const png = await page.screenshot({ omitBackground: true })
  await page.close()
  return png
}

/** Windows' icon file: a directory of sixteen bytes per picture, then the pictures as PNG. */
function ico(pictures: { sizePx: number; png: Buffer }[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length
  for (const [index, { sizePx, png }] of pictures.entries()) {
    const at = 6 + 16 * index
    // A byte holds no 256: it is written as 0.
    header.writeUInt8(sizePx % 256, at)
    header.writeUInt8(sizePx % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)])
}

const executablePath = findChromium()
if (executablePath === null) throw new Error('No Chromium was found.')
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const pictures = (svg: string, sizes: number[]) =>
  Promise.all(sizes.map(async (sizePx) => ({ sizePx, png: await draw(browser, svg, sizePx) })))
const save = (name: string, data: Buffer) => writeFileSync(join(folder, name), data)

const appIcon = readFileSync(join(folder, 'stevedore.svg'), 'utf8')
save('stevedore.png', await draw(browser, appIcon, 512))
save('stevedore.ico', ico(await pictures(appIcon, [16, 20, 24, 32, 40, 48, 64, 256])))
for (const state of Object.keys(colours) as TrayState[]) {
  const coloured = traySvg(state, colours[state])
  save(`tray-${state}.png`, await draw(browser, coloured, 24))
  save(`tray-${state}@2x.png`, await draw(browser, coloured, 48))
  save(`tray-${state}.ico`, ico(await pictures(coloured, [16, 20, 24, 32])))
  // macOS colours these itself, for light and dark menu bars.
  save(`tray-${state}Template.png`, await draw(browser, traySvg(state, '#000'), 16))
  save(`tray-${state}Template@2x.png`, await draw(browser, traySvg(state, '#000'), 32))
}
await browser.close()
