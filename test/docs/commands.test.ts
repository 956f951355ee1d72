import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseCommandLine } from '../../electron/cli/command-line.ts'
import { doctorCommand } from '../../electron/cli/doctor-command.ts'
import { exitCode } from '../../electron/cli/exit-code.ts'
import { createWords } from '../../electron/cli/words.ts'
import { codeIn, pages, root } from './markdown.ts'

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** Options of the installed program, and of programs that are not ours. */
const ofPrograms = ['--self-test', '--hidden', '--help']
const ofOthers = ['--profile', '--ignore-scripts', '--type', '--cpu-prof', '--linux', '--assess']

const words = createWords('en')
let ofUpload: Set<string>
let ofDoctor: Set<string>

function optionsIn(text: string): string[] {
  return text.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? []
}

beforeAll(async () => {
  const printed: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  parseCommandLine(['--help'], {}, words)
  ofUpload = new Set(optionsIn(printed.splice(0).join('')))
  await doctorCommand(['--help'], {}, words)
  ofDoctor = new Set(optionsIn(printed.splice(0).join('')))
  write.mockRestore()
})
afterAll(() => vi.restoreAllMocks())

/** `npm run NAME -- ARGUMENTS` as the pages have it. */
const commands = pages.flatMap((page) =>
  codeIn(page).flatMap((code) =>
    [...code.matchAll(/npm (?:run (?<name>[\w:-]+)|(?<own>test|start))(?: -- (?<args>[^#|]*))?/g)].map(
      ({ groups: { name, own, args } = {} }) => ({
        page: page.path,
        name: name ?? own ?? '',
        args: args ?? '',
      }),
    ),
  ),
)

/** The file behind a script, and what reads its command line beside it. */
function sourceOf(name: string): string {
  const file = /\S+\.(ts|mjs)$/.exec(scripts[name] ?? '')?.[0] ?? ''
  return [file, join(dirname(file), 'command-line.ts')]
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n')
}

function takes(name: string, args: string, option: string): boolean {
  if (name === 'upload') return (args.startsWith('doctor') ? ofDoctor : ofUpload).has(option)
  const bare = option.slice(2)
  return new RegExp(`(['"]?${bare}['"]?: \\{ ?type)|'${option}'`).test(sourceOf(name))
}

describe('commands in the documentation', () => {
  it('are scripts of the project', () => {
    expect(commands.length).toBeGreaterThan(20)
    expect(commands.filter(({ name }) => !(name in scripts))).toEqual([])
  })

  it('name options that their scripts take', () => {
    const unknown = commands.flatMap(({ page, name, args }) =>
      optionsIn(args)
        .filter((option) => !ofOthers.includes(option) && !takes(name, args, option))
        .map((option) => `${page}: npm run ${name} -- ${option}`),
    )
    expect(unknown).toEqual([])
  })

  it('name steps of npm test that there are', () => {
    const source = readFileSync(join(root, 'scripts/test.ts'), 'utf8')
    const steps = commands
      .filter(({ name }) => name === 'test')
      .flatMap(({ args }) => args.split(/\s+/).filter((step) => /^[a-z]+$/.test(step)))
    expect(steps.length).toBeGreaterThan(0)
    expect(steps.filter((step) => !source.includes(`  ${step}: `))).toEqual([])
  })
})

it.each(pages)('$path names options of the command line that there are', (page) => {
  const known = [...ofUpload, ...ofDoctor, ...ofPrograms, ...ofOthers]
  const scriptsHere = new Set(commands.filter(({ page: path }) => path === page.path).map(({ name }) => name))
  const unknown = optionsIn(codeIn(page).join('\n')).filter(
    (option) => !known.includes(option) && ![...scriptsHere].some((name) => takes(name, '', option)),
  )
  expect(unknown).toEqual([])
})

it.each(['README.md', 'README.zh-CN.md'])('%s tells every exit code, and no others', (path) => {
  const text = pages.find((page) => page.path === path)?.text ?? ''
  const told = [...text.matchAll(/^\| (\d[\d,、 ]*)\|/gm)].flatMap(
    ([, codes = '']) => codes.match(/\d+/g) ?? [],
  )
  expect(told.map(Number).sort()).toEqual(Object.values(exitCode).sort())
})
