/** One batch alone in the list. */
export const oneBatch = {
  show: 'Show only this batch',
  chip: 'Only the batch “{{name}}”',
  label: 'Narrowed list',
  leave: 'Show all batches',
  gone: 'Nothing of “{{name}}” here',
  announce: 'Only “{{name}}” is shown.',
}

/** The table of keys. */
export const shortcuts = {
  title: 'Keyboard shortcuts',
  open: 'Keyboard shortcuts…',
  close: 'Close',
  space: 'Space',
  group: {
    add: 'Upload',
    list: 'List',
    uploads: 'Selected uploads',
    order: 'Order of sending',
    program: 'Program',
  },
  name: {
    uploadFiles: 'Upload files',
    uploadFolder: 'Upload folder',
    paste: 'Upload copied files',
    find: 'Search',
    selectAll: 'Select everything shown',
    onlyBatch: 'Show only this batch',
    pauseOrResume: 'Pause or resume',
    resume: 'Resume',
    pause: 'Pause',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    orderTop: 'Send first',
    orderUp: 'Move up',
    orderDown: 'Move down',
    orderBottom: 'Send last',
    remove: 'Remove or cancel',
    details: 'Details',
    copyLink: 'Copy link…',
    copyError: 'Copy error details',
    menu: 'Menu of the selection',
    settings: 'Settings',
    shortcuts: 'This table',
    zoom: 'Zoom',
    close: 'Close window',
    quit: 'Quit',
    hide: 'Hide Stevedore',
    minimise: 'Minimise window',
  },
}

/** Errors of several uploads as one text. */
export const copyErrors = {
  copied_one: 'Error details of {{number}} upload copied',
  copied_other: 'Error details of {{number}} uploads copied',
  first: 'Error details of the first {{number}} of {{total}} uploads copied',
  none: 'Nothing selected has an error.',
}

/** Everything stands still for a while. */
export const hold = {
  timed: 'Paused until {{time}}',
  battery: 'On battery: uploads wait',
  update: 'Uploads wait for the update',
  end: 'Resume now',
  halfHour: 'Pause everything for 30 minutes',
  morning: 'Pause everything until tomorrow morning',
}

/** A command over many rows is being worked off. */
export const working = {
  pause: 'Pausing: {{percent}}',
  resume: 'Resuming: {{percent}}',
  cancel: 'Cancelling: {{percent}}',
  remove: 'Removing: {{percent}}',
  move: 'Moving: {{percent}}',
  other: 'Working: {{percent}}',
}
