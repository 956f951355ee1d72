/** Tray, menus, notifications, notices: what the main process says. */
export const app = {
  tray: {
    open: '打开 Stevedore',
    idle: '没有要上传的文件',
    uploading_other: '{{count}} 个正在上传',
    waiting_other: '{{count}} 个等待中',
    left: '还需 {{time}}',
    problems_other: '{{count}} 个有问题',
    pauseAll: '全部暂停',
    resumeAll: '全部继续',
    quit: '退出 Stevedore',
  },
  menu: {
    file: '文件',
    edit: '编辑',
    view: '显示',
    close: '关闭窗口',
    quit: '退出',
  },
}
