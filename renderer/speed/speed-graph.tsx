import { type RefObject, useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useText } from '../language/text.ts'
import { type Formats, useFormat } from '../language/use-format.ts'
import { useScheme } from '../part-map/use-scheme.ts'
import styles from './speed-graph.module.css'
import { markDistances } from './time-axis.ts'

const byteSteps = [1, 1024, 1024 ** 2, 1024 ** 3].flatMap((unit) =>
  [1, 2, 5, 10, 20, 50, 100, 200, 500].map((step) => step * unit),
)
/** An idle line still has a scale. */
const leastTop = 1024

export interface SpeedGraphProps {
  /** Oldest first, one per second; the last second is the one that has just ended. */
  bytesPerSecond: readonly number[]
  /** What the picture says, for those who do not see it. */
  text: string
  /** Seconds ago and the speed then, where the pointer is; null beside the graph. */
  onPoint: (point: { secondsAgo: number; bytesPerSecond: number } | null) => void
}

/** Speed over time as an area. Only draws: which speeds, and for how long back, is for the caller. */
export function SpeedGraph({ bytesPerSecond, text, onPoint }: Readonly<SpeedGraphProps>) {
  const t = useText()
  const format = useFormat()
  const words = { present: t('speed.present') }
  const frame = useRef<HTMLDivElement>(null)
  const size = useFrameSize(frame)
  const scheme = useScheme()
  const plot = useRef<UPlot | null>(null)
  const latest = useRef({ bytesPerSecond, onPoint })
  latest.current = { bytesPerSecond, onPoint }

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours; sizes and data follow below
  useEffect(() => {
    const element = frame.current
    if (!element || size === null) return
    const drawn = new UPlot(
      options(element, format, words, (index) => {
        const speeds = latest.current.bytesPerSecond
        const speed = index === null ? undefined : speeds[index]
        latest.current.onPoint(
          index === null || speed === undefined
            ? null
            : { secondsAgo: speeds.length - 1 - index, bytesPerSecond: speed },
        )
      }),
      dataOf(latest.current.bytesPerSecond),
      element,
    )
    plot.current = drawn
    return () => {
      plot.current = null
      drawn.destroy()
    }
  }, [scheme, format, size === null])
  useEffect(() => {
    if (size) plot.current?.setSize(size)
  }, [size])
  useEffect(() => plot.current?.setData(dataOf(bytesPerSecond)), [bytesPerSecond])

  return <div ref={frame} aria-label={text} className={styles.graph} role="img" />
}

function dataOf(bytesPerSecond: readonly number[]): UPlot.AlignedData {
  const last = bytesPerSecond.length - 1
  return [bytesPerSecond.map((_, index) => index - last), [...bytesPerSecond]]
}

function options(
  element: HTMLElement,
  format: Formats,
  words: { present: string },
  onIndex: (index: number | null) => void,
): UPlot.Options {
  const colour = (token: string) => computed(element, `var(${token})`)
  const font = `12px ${getComputedStyle(element).fontFamily}`
  const axis = {
    stroke: colour('--muted'),
    font,
    ticks: { show: false },
    grid: { stroke: colour('--line'), width: 1 },
  }
  return {
    width: Math.max(1, element.clientWidth),
    height: Math.max(1, element.clientHeight),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6, fill: colour('--accent') } },
    scales: {
      x: { time: false },
      y: { range: (_, _low, high) => [0, Math.max(leastTop, (high ?? 0) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        grid: { show: false },
        incrs: (_plot, _axis, min, max) => markDistances(max - min),
        values: (_, splits) =>
          splits.map((seconds) => (seconds === 0 ? words.present : format.durationNarrow(-seconds))),
      },
      {
        ...axis,
        size: 84,
        incrs: byteSteps,
        space: 32,
        values: (_, splits) => splits.map((bytes) => `${format.byteLimit(bytes)}/s`),
      },
    ],
    series: [
      {},
      {
        stroke: colour('--accent'),
        width: 1.5,
        fill: colour('--accent-weak'),
        points: { show: false },
      },
    ],
    hooks: { setCursor: [(plot) => onIndex(plot.cursor.idx ?? null)] },
  }
}

/** A canvas needs colours as numbers, for the theme in force. */
function computed(element: HTMLElement, colour: string): string {
  element.style.color = colour
  const value = getComputedStyle(element).color
  element.style.color = ''
  return value
}

function useFrameSize(frame: RefObject<HTMLElement | null>): { width: number; height: number } | null {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element
      if (width > 0 && height > 0) setSize({ width, height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
  return size
}
