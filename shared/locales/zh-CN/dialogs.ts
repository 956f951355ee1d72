/** Dialogs of the window: cancel, remove, destination editor, settings, first run. */
export const dialogs = {}
