/** Dialogs of the window: cancel, remove, destination editor, settings, first run. */
export const dialogs = {
  cancel: {
    question: 'What shall become of the parts in the bucket?',
    titleOne: 'Cancel “{{name}}”?',
    title_one: 'Cancel {{count}} upload?',
    title_other: 'Cancel {{count}} uploads?',
    titleKeptOne: 'Clean up the parts of “{{name}}”?',
    titleKept_one: 'Clean up the parts of {{count}} upload?',
    titleKept_other: 'Clean up the parts of {{count}} uploads?',
    keep: 'Keep checkpoint',
    keepBytes:
      '{{bytes}} already in the bucket stay there, and can be billed. Continuing, or uploading the same file to the same place again, goes on from here.',
    keepNothing:
      'Nothing is confirmed yet. The upload can be continued later from the list of kept checkpoints.',
    keepUnknown:
      'Parts already in the bucket stay there, and can be billed. The uploads can be continued later from here.',
    clean: 'Clean up parts',
    cleanBytes: '{{bytes}} of parts are deleted from the bucket. Uploading the file again starts from zero.',
    cleanNothing: 'Nothing is confirmed yet, so nothing is lost.',
    cleanUnknown: 'Parts already in the bucket are deleted. Uploading these files again starts from zero.',
    remember: 'Propose this choice from now on',
    leave: 'Go on uploading',
    leaveKept: 'Leave them',
  },
  remove: {
    titleOne: 'Remove “{{name}}” from the list?',
    title_one: 'Remove {{count}} upload from the list?',
    title_other: 'Remove {{count}} uploads from the list?',
    titleAll: 'Remove everything that has ended?',
    text: '{{bytes}} of parts stay in the bucket and can be billed. Without these rows Stevedore no longer continues them.',
    textAll:
      'Objects in the bucket stay. Parts of failed and cancelled uploads stay there too and can be billed; Stevedore no longer continues them.',
    leave: 'Leave them',
    cleanUp: 'Clean up parts',
    confirm: 'Remove from list',
  },
}
