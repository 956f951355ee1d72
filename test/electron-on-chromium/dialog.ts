import type { Dialog, MessageBoxReturnValue, OpenDialogReturnValue, SaveDialogReturnValue } from 'electron'
import { pageForPerson } from './page-for-person.ts'
import { pickFiles } from './pick-files.ts'
import { run } from './run.ts'
import { type AskedDialog, state } from './state.ts'
import { strict } from './strict.ts'

const waiting = new Map<number, (answer: unknown) => void>()
let nextId = 1

/** Resolves when the control channel answers. */
function ask<T>(kind: AskedDialog['kind'], options: unknown): Promise<T> {
  const id = nextId++
  state.dialogs.push({ id, kind, options })
  return new Promise((resolve) => waiting.set(id, (answer) => resolve(answer as T)))
}

/** Answers the oldest dialog that waits. */
export function answerDialog(answer: unknown): void {
  const asked = state.dialogs.shift()
  if (asked === undefined) throw new Error('No dialog is open')
  waiting.get(asked.id)?.(answer)
  waiting.delete(asked.id)
}

/** Electron's dialogs take the window they belong to as an optional first argument. */
function optionsOf(args: unknown[]): Record<string, unknown> {
  return (args.at(-1) ?? {}) as Record<string, unknown>
}

export const dialog = strict('dialog', {
  async showOpenDialog(...args: unknown[]): Promise<OpenDialogReturnValue> {
    const options = optionsOf(args) as Electron.OpenDialogOptions
    if (run.isControlled) return ask('open', options)
    const page = await pageForPerson()
    const filePaths = page === null ? [] : await pickFiles(page, options.properties ?? ['openFile'])
    return { canceled: filePaths.length === 0, filePaths }
  },
  async showSaveDialog(...args: unknown[]): Promise<SaveDialogReturnValue> {
    const options = optionsOf(args) as Electron.SaveDialogOptions
    if (run.isControlled) return ask('save', options)
    // A page cannot ask for the name of a file that does not exist yet: it is written where the program proposes.
    const filePath = options.defaultPath ?? ''
    console.log(`→ ${filePath}`)
    return { canceled: filePath === '', filePath }
  },
  async showMessageBox(...args: unknown[]): Promise<MessageBoxReturnValue> {
    const options = optionsOf(args) as unknown as Electron.MessageBoxOptions
    if (run.isControlled) return ask('message', options)
    // A terminal cannot hold the program up with a question: it takes the answer that changes least, and says so.
    const response = options.cancelId ?? options.defaultId ?? 0
    console.log(`${options.message} → ${options.buttons?.[response] ?? 'OK'}`)
    return { response, checkboxChecked: false }
  },
  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`)
    if (run.isControlled) state.dialogs.push({ id: nextId++, kind: 'error', options: { title, content } })
  },
} satisfies Partial<Record<keyof Dialog, unknown>>)
