import type { PartState } from '../../shared/queue.ts'
import { type CellMixture, mixtureOf } from './cell-mixture.ts'
import { type PartMapLayout, partsOfCell } from './part-map-layout.ts'
import type { PartMapModel } from './part-map-model.ts'

const tokens = {
  waiting: '--cell-waiting',
  sending: '--cell-sending',
  retry: '--cell-retry',
  done: '--cell-done',
  kept: '--cell-kept',
  keptHatch: '--cell-kept-hatch',
  retryMark: '--cell-retry-mark',
} as const

type Colours = Record<keyof typeof tokens, string>

/** The tokens as the canvas needs them: computed, for the theme in force. */
function readColours(canvas: HTMLCanvasElement): Colours {
  const read = (token: string) => {
    canvas.style.color = `var(${token})`
    return getComputedStyle(canvas).color
  }
  const colours = Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => [name, read(token)]),
  ) as Colours
  canvas.style.color = ''
  return colours
}

/** Draws a part map. Every state has a pattern of its own besides its colour. */
export class PartMapPainter {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #model: PartMapModel
  readonly #layout: PartMapLayout
  readonly #colours: Colours
  /** Device pixels per CSS pixel. */
  readonly #scale: number
  /** Whole cells, drawn once and stamped: thousands of them must not be felt. */
  readonly #stamps = new Map<PartState, HTMLCanvasElement>()

  constructor(canvas: HTMLCanvasElement, model: PartMapModel, layout: PartMapLayout, scale: number) {
    const context = canvas.getContext('2d')
    if (!context) throw new Error('This browser has no 2D canvas')
    this.#canvas = canvas
    this.#context = context
    this.#model = model
    this.#layout = layout
    this.#scale = scale
    this.#colours = readColours(canvas)
  }

  paintAll(): void {
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    for (let cell = 0; cell < this.#layout.cellCount; cell += 1) this.paintCell(cell)
  }

  paintCell(cell: number): void {
    const { columns, cellPx, gapPx } = this.#layout
    const pitch = cellPx + gapPx
    // Edges on whole device pixels, or fractional scales would blur them.
    const x = Math.round((cell % columns) * pitch * this.#scale)
    const y = Math.round(Math.floor(cell / columns) * pitch * this.#scale)
    const size = Math.round(cellPx * this.#scale)
    const { first, last } = partsOfCell(this.#layout, cell, this.#model.partCount)
    const { only, shares, filled } = mixtureOf(this.#model, first, last)
    if (only === 'sending') this.#drawSending(x, y, size, size, filled)
    else if (only !== null) this.#context.drawImage(this.#stampOf(only, size), x, y)
    else this.#drawMixture(x, y, size, shares, filled)
  }

  /** Fills from the bottom like a vessel; a line marks the level even when it is low. */
  #drawSending(x: number, y: number, width: number, height: number, filled: number): void {
    const context = this.#context
    context.fillStyle = this.#colours.waiting
    context.fillRect(x, y, width, height)
    const level = Math.max(Math.ceil(this.#scale), Math.round(height * filled))
    context.fillStyle = this.#colours.sending
    context.fillRect(x, y + height - level, width, level)
  }

  /** Side by side in the order of `partStates`; a part that will be tried again is never too thin to see. */
  #drawMixture(x: number, y: number, size: number, shares: CellMixture['shares'], filled: number): void {
    const context = this.#context
    let left = x
    for (const [index, { state, share }] of shares.entries()) {
      const isLast = index === shares.length - 1
      const least = state === 'retry' || state === 'sending' ? Math.ceil(2 * this.#scale) : 0
      const room = x + size - left
      const width = isLast ? room : Math.min(room, Math.max(least, Math.round(size * share)))
      if (width <= 0) continue
      if (state === 'sending') this.#drawSending(left, y, width, size, filled)
      else if (state === 'kept') {
        context.drawImage(this.#stampOf(state, size), left - x, 0, width, size, left, y, width, size)
      } else {
        context.fillStyle = this.#colours[state]
        context.fillRect(left, y, width, size)
      }
      left += width
    }
  }

  #stampOf(state: PartState, size: number): HTMLCanvasElement {
    const made = this.#stamps.get(state)
    if (made) return made
    const stamp = document.createElement('canvas')
    stamp.width = size
    stamp.height = size
    const context = stamp.getContext('2d')
    if (context) drawStamp(context, state, size, this.#colours, this.#scale)
    this.#stamps.set(state, stamp)
    return stamp
  }
}

/** Confirmed is solid, kept is hatched, will-retry carries a cross, waiting is pale. Used by the legend as well. */
function drawStamp(
  context: CanvasRenderingContext2D,
  state: PartState,
  size: number,
  colours: Colours,
  scale: number,
): void {
  context.fillStyle = colours[state]
  context.fillRect(0, 0, size, size)
  context.lineWidth = Math.max(1, scale)
  context.beginPath()
  if (state === 'kept') {
    context.strokeStyle = colours.keptHatch
    for (let offset = -size; offset < size; offset += Math.max(3 * scale, size / 2.5)) {
      context.moveTo(offset, size)
      context.lineTo(offset + size, 0)
    }
  } else if (state === 'retry') {
    const inset = size * 0.28
    context.strokeStyle = colours.retryMark
    context.lineWidth = Math.max(1, 1.25 * scale)
    context.moveTo(inset, inset)
    context.lineTo(size - inset, size - inset)
    context.moveTo(size - inset, inset)
    context.lineTo(inset, size - inset)
  }
  context.stroke()
}

/** One cell by itself, for the legend. */
export function paintSwatch(canvas: HTMLCanvasElement, state: PartState, scale: number): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const size = canvas.width
  const colours = readColours(canvas)
  if (state === 'sending') {
    context.fillStyle = colours.waiting
    context.fillRect(0, 0, size, size)
    context.fillStyle = colours.sending
    context.fillRect(0, Math.round(size * 0.4), size, size)
  } else drawStamp(context, state, size, colours, scale)
}
