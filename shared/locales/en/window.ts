/** The window: queue, sidebar, details, part map, status bar. */
export const window = {}
