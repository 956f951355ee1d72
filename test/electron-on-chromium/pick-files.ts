import { dirname } from 'node:path'
import type { OpenDialogOptions } from 'electron'
import type { CDPSession } from 'playwright-core'
import type { ChromiumPage } from './chromium-page.ts'
import { pathOfFile } from './file-path.ts'

/** The system's own file dialog, opened by the page on the screen; absolute paths, empty when the person closed it. */
export async function pickFiles(
  page: Pick<ChromiumPage, 'session'>,
  properties: NonNullable<OpenDialogOptions['properties']>,
): Promise<string[]> {
  const isFolder = properties.includes('openDirectory') && !properties.includes('openFile')
  const objectId = await askPage(page.session, isFolder, properties.includes('multiSelections'))
  const picked = await readPicked(page.session, objectId)
  if (!isFolder) return picked.map(({ path }) => path)
  const [first] = picked
  if (first === undefined) return []
  // Chromium hands over the files inside; the folder itself is as many steps up as the relative path has.
  const steps = first.relativePath.split('/').length - 1
  return [Array.from({ length: steps }).reduce<string>((path) => dirname(path), first.path)]
}

/** The object id of an array of the picked `File`s. */
async function askPage(session: CDPSession, isFolder: boolean, isMultiple: boolean): Promise<string> {
  const { result } = await session.send('Runtime.evaluate', {
    userGesture: true,
    awaitPromise: true,
    expression: `new Promise((resolve) => {
      const input = Object.assign(document.createElement('input'), {
        type: 'file', multiple: ${isMultiple}, webkitdirectory: ${isFolder}, hidden: true,
      })
      const end = () => {
        input.remove()
        resolve([...input.files])
      }
      input.addEventListener('change', end)
      input.addEventListener('cancel', end)
      // Outside the document it could be collected as garbage while the dialog is open.
      document.body.append(input)
      input.click()
    })`,
  })
  if (result.objectId === undefined) throw new Error('The file dialog gave no answer')
  return result.objectId
}

async function readPicked(session: CDPSession, objectId: string) {
  const { result: relativePaths } = await session.send('Runtime.callFunctionOn', {
    objectId,
    returnByValue: true,
    functionDeclaration: 'function () { return this.map((file) => file.webkitRelativePath) }',
  })
  const { result: entries } = await session.send('Runtime.getProperties', { objectId, ownProperties: true })
  const picked: { path: string; relativePath: string }[] = []
  for (const [index, relativePath] of (relativePaths.value as string[]).entries()) {
    const fileId = entries.find((entry) => entry.name === String(index))?.value?.objectId
    if (fileId !== undefined) picked.push({ path: await pathOfFile(session, fileId), relativePath })
  }
  return picked
}
