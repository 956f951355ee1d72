/** The terminal: `npm run upload`, `demo`, `practice-bucket`. */
export const cli = {}
