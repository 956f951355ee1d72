/** Marks that change the direction of the text around them: `photo\u202Egpj.exe` would be read as `photoexe.jpg`. */
const directionMarks = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u

/**
 * A name as it may be shown in a terminal, a window or a log: what could steer one or disguise the name (control
 * characters, lone surrogates, marks of direction) becomes a replacement character. For reading only: what is sent and
 * opened keeps its exact name. Joiners stay, as emoji and several scripts need them.
 */
export function safeName(name: string): string {
  return name.replace(/\p{C}/gu, (character) =>
    /\p{Cf}/u.test(character) && !directionMarks.test(character) ? character : '\uFFFD',
  )
}
