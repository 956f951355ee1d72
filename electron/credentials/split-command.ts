/**
 * One line as a person types it, as program and arguments: spaces separate, single and double quotes hold together.
 * Nothing is expanded: no variables, wildcards or pipes. On Windows a backslash is part of a path; elsewhere it takes the
 * next character as it is, except within single quotes. Null when a quote is not closed or there is no program.
 */
export function splitCommand(line: string, isWindows = process.platform === 'win32'): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index)
    if (quote !== null && character === quote) {
      quote = null
    } else if (character === '\\' && quote !== "'" && takesNext(line.charAt(index + 1), isWindows)) {
      index += 1
      word = (word ?? '') + line.charAt(index)
    } else if (quote !== null) {
      word = (word ?? '') + character
    } else if (character === '"' || (character === "'" && !isWindows)) {
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else {
      word = (word ?? '') + character
    }
  }
  if (quote !== null) return null
  if (word !== null) words.push(word)
  return words[0] ? words : null
}

function takesNext(next: string, isWindows: boolean): boolean {
  return isWindows ? next === '"' : next !== ''
}
