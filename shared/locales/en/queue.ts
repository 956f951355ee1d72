/** The list of the window: batches, order, columns, grouped problems. Part of the namespace `window`. */
export const queue = {
  undo: {
    action: 'Undo',
    removed_one: '{{count}} upload left the list',
    removed_other: '{{count}} uploads left the list',
    restored_one: '{{count}} upload is back',
    restored_other: '{{count}} uploads are back',
    tooLate: 'This can no longer be undone.',
  },
  cancelled: {
    keep_one: 'Cancelled {{count}} upload; the checkpoint is kept ({{bytes}})',
    keep_other: 'Cancelled {{count}} uploads; their checkpoints are kept ({{bytes}})',
    clean_one: 'Cancelled {{count}} upload; {{bytes}} of parts are being deleted',
    clean_other: 'Cancelled {{count}} uploads; {{bytes}} of parts are being deleted',
  },
}
