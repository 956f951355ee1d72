import { type RefObject, useEffect, useMemo } from 'react'
import { cellOfPart, type PartMapLayout, planPartMap } from './part-map-layout.ts'
import type { PartMapModel } from './part-map-model.ts'
import { PartMapPainter } from './part-map-painter.ts'
import type { CanvasSize } from './use-canvas-size.ts'
import { useScheme } from './use-scheme.ts'

/** Paints the map when its place, its parts or the theme change: everything once, later only the cells that changed. */
export function usePaintedMap(
  canvas: RefObject<HTMLCanvasElement | null>,
  model: PartMapModel,
  size: CanvasSize | null,
): PartMapLayout | null {
  const scheme = useScheme()
  const layout = useMemo(
    () => (size ? planPartMap(model.partCount, size.widthPx, size.heightPx) : null),
    [model.partCount, size],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours
  useEffect(() => {
    const element = canvas.current
    if (!element || !layout || !size) return
    element.width = Math.round(size.widthPx * size.scale)
    element.height = Math.round(size.heightPx * size.scale)
    const painter = new PartMapPainter(element, model, layout, size.scale)
    painter.paintAll()
    return model.subscribe((changed) => {
      const cells = new Set(changed.map((partNumber) => cellOfPart(layout, partNumber)))
      for (const cell of cells) painter.paintCell(cell)
    })
  }, [canvas, layout, model, size, scheme])
  return layout
}
