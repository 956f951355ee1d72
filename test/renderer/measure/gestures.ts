import type { Page } from 'playwright-core'

const dragSteps = 300
/** Notches of a page each, as one who reads; after them a wheel that spins freely. */
const readingNotches = 200
const spinPages = 10

interface ListPlace {
  left: number
  top: number
  /** Pixels of the list that are seen. */
  width: number
  height: number
  scrollTop: number
  scrollHeight: number
}

async function placeOf(page: Page): Promise<ListPlace> {
  return await page.evaluate(() => {
    const scroller = document.querySelector('[role="grid"]')?.parentElement
    if (!scroller) throw new Error('There is no list')
    const { left, top } = scroller.getBoundingClientRect()
    const { clientHeight, clientWidth, scrollTop, scrollHeight } = scroller
    return { left, top, width: clientWidth, height: clientHeight, scrollTop, scrollHeight }
  })
}

function isAtEnd({ scrollTop, scrollHeight, height }: ListPlace): boolean {
  return scrollTop >= scrollHeight - height - 1
}

/** Takes the scroll bar's thumb from the top to the bottom: every frame shows other rows. */
export async function dragThroughList(page: Page): Promise<void> {
  const { left, top, width, height } = await placeOf(page)
  // The thumb of a long list is short; it begins below the arrow at the top of its bar.
  const x = left + width + 7
  const start = top + 24
  await page.mouse.move(x, start)
  await page.mouse.down()
  for (let step = 1; step <= dragSteps; step += 1)
    await page.mouse.move(x, start + (height * step) / dragSteps)
  await page.mouse.up()
  if (!isAtEnd(await placeOf(page))) throw new Error('The scroll bar was not dragged to the end of the list')
}

/** Turns the wheel until the end of the list: page by page at first, then ten pages a notch. */
export async function wheelThroughList(page: Page): Promise<void> {
  const { left, top, width, height } = await placeOf(page)
  await page.evaluate(() => document.querySelector('[role="grid"]')?.parentElement?.scrollTo(0, 0))
  await page.mouse.move(left + width / 2, top + height / 2)
  for (let notch = 1; notch <= readingNotches; notch += 1) await page.mouse.wheel(0, height)
  for (let place = await placeOf(page); !isAtEnd(place); place = await placeOf(page)) {
    for (let notch = 1; notch <= 20; notch += 1) await page.mouse.wheel(0, height * spinPages)
  }
}
