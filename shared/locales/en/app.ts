/** Tray, menus, notifications, notices: what the main process says. */
export const app = {
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
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    close: 'Close window',
    quit: 'Quit',
  },
}
