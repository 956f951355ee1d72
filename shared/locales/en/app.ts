/** Tray, menus, notifications, notices: what the main process says. */
export const app = {
  practiceName: 'This computer',
  startFailed: 'Stevedore cannot start',
  tray: {
    open: 'Open Stevedore',
    idle: 'Nothing to upload',
    uploading_one: '{{count}} uploading',
    uploading_other: '{{count}} uploading',
    waiting_one: '{{count}} waiting',
    waiting_other: '{{count}} waiting',
    left: '{{time}} left',
    problems_one: '{{count}} problem',
    problems_other: '{{count}} problems',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    quit: 'Quit Stevedore',
    hintTitle: 'Stevedore is still running',
    hintBody:
      'Uploads go on without the window. Open it again from the icon, or by starting Stevedore once more.',
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    close: 'Close window',
    quit: 'Quit',
  },
  notices: {
    resumed_one: '{{count}} upload from before goes on.',
    resumed_other: '{{count}} uploads from before go on.',
    resumedSomePaused_one: '{{count}} upload from before goes on; what you paused ({{paused}}) stays paused.',
    resumedSomePaused_other:
      '{{count}} uploads from before go on; what you paused ({{paused}}) stays paused.',
    stillPaused_one: '{{count}} upload is still paused, as you left it.',
    stillPaused_other: '{{count}} uploads are still paused, as you left them.',
    loginItemVetoed:
      'The system does not let Stevedore start when you log in. Allow it in the system’s settings for programs that start at login.',
    loginItemFailed: 'Starting at login could not be changed. {{reason}}',
    addedFromOutside_one: '{{count}} item added to {{name}}.',
    addedFromOutside_other: '{{count}} items added to {{name}}.',
    refusedFromOutside: 'The files could not be added. {{reason}}',
    noDestination_one: '{{count}} item waits until you have chosen where uploads go.',
    noDestination_other: '{{count}} items wait until you have chosen where uploads go.',
    leftOut_one: '{{count}} item of {{name}} was left out. {{reason}}',
    leftOut_other: '{{count}} items of {{name}} were left out. The first: {{reason}}',
    nothingToUpload: 'Nothing of {{name}} can be uploaded. {{reason}}',
    emptyFolder: '{{name}} holds no files.',
    countingFailed: '{{name}} could not be read to the end, and is read again at the next start. {{reason}}',
    checkpointDamaged:
      'The checkpoint database was damaged and has been put aside as {{file}}. A new one was begun; add your files again. Unfinished uploads on the server were not touched.',
    checkpointNewer:
      'The checkpoint database is from a newer Stevedore and has been put aside as {{file}}. A new one was begun.',
    checkpointBlocked:
      'The checkpoint cannot be written: the disk that holds {{file}} is full or read-only. Uploads stand still until it can; nothing that is recorded is lost.',
    checkpointWritable: 'The checkpoint can be written again; uploads go on.',
    recordsLost:
      'The last records of the checkpoint database {{file}} could not be read, after a power cut or a disk error. Look whether the files you added last are in the list; the others go on.',
    callbackFailed_one:
      '{{key}} is stored, but OSS could not call your callback address. Nothing needs to be uploaded again. {{reason}}',
    callbackFailed_other:
      '{{count}} objects are stored, but OSS could not call your callback address. Nothing needs to be uploaded again. The last: {{key}}. {{reason}}',
    settingReset: 'The setting “{{setting}}” could not be read and is back at its default.',
  },
}
