/** Sentences as running text; Chinese full stops bring their own space. */
export function joinSentences(sentences: readonly (string | null)[]): string {
  return sentences
    .filter((sentence) => sentence !== null)
    .reduce((text, next) => (text === '' || /[。！？]$/.test(text) ? text + next : `${text} ${next}`), '')
}
