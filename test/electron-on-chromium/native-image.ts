import { existsSync } from 'node:fs'
import type { NativeImage } from 'electron'
import { strict } from './strict.ts'

type Answered = Pick<NativeImage, 'isEmpty' | 'isTemplateImage' | 'setTemplateImage'>

const paths = new WeakMap<object, string>()

/** Where an image came from; the desktop's state tells it to tests. */
export function pathOfImage(image: object): string {
  return paths.get(image) ?? ''
}

/** An image that no desktop draws: what counts is that the file is there, which Electron would not report either. */
function imageFrom(path: string): NativeImage {
  let isTemplate = /Template(@\d+x)?\.png$/.test(path)
  const image = {
    isEmpty: () => !existsSync(path),
    isTemplateImage: () => isTemplate,
    setTemplateImage(option) {
      isTemplate = option
    },
  } satisfies Answered
  const guarded = strict('nativeImage', image) as unknown as NativeImage
  paths.set(guarded, path)
  return guarded
}

export const nativeImage = strict('nativeImage', {
  createFromPath: imageFrom,
  createEmpty: () => imageFrom(''),
})
