/** Tray, menus, notifications, notices: what the main process says. */
export const app = {
  practiceName: '本机',
  startFailed: 'Stevedore 无法启动',
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
    hintTitle: 'Stevedore 仍在运行',
    hintBody: '关闭窗口不会中断上传。点击托盘图标，或再次启动 Stevedore，即可打开窗口。',
  },
  menu: {
    file: '文件',
    edit: '编辑',
    view: '显示',
    close: '关闭窗口',
    quit: '退出',
  },
  notices: {
    resumed_other: '之前的 {{count}} 个任务继续上传。',
    resumedSomePaused_other: '之前的 {{count}} 个任务继续上传；手动暂停的 {{paused}} 个保持暂停。',
    stillPaused_other: '有 {{count}} 个任务仍处于暂停状态。',
    loginItemVetoed: '系统不允许 Stevedore 在登录时启动。请到系统设置的登录启动项中放行。',
    loginItemFailed: '无法更改登录时启动。{{reason}}',
    addedFromOutside_other: '已添加 {{count}} 项到“{{name}}”。',
    refusedFromOutside: '无法添加这些文件。{{reason}}',
    noDestination_other: '选好上传目标后，会自动添加这 {{count}} 项。',
    leftOut_other: '“{{name}}”中有 {{count}} 项没有加入。例如：{{reason}}',
    nothingToUpload: '“{{name}}”中没有可以上传的内容。{{reason}}',
    emptyFolder: '“{{name}}”里没有文件。',
    countingFailed: '“{{name}}”没能读完，下次启动时会重新读取。{{reason}}',
    checkpointDamaged:
      '断点数据库已损坏，已另存为 {{file}}，并新建了一个。请重新添加文件；服务器上未完成的上传没有改动。',
    checkpointNewer: '断点数据库来自更新版本的 Stevedore，已另存为 {{file}}，并新建了一个。',
    checkpointBlocked:
      '断点数据库写不进去：{{file}} 所在的磁盘已满或为只读。上传先停着，可以写入后会自动继续；已有的记录不会丢。',
    checkpointWritable: '断点数据库又可以写入了，上传继续。',
    recordsLost:
      '断点数据库 {{file}} 末尾的记录无法读取，可能是断电或磁盘出错。请看看最后添加的文件是否还在列表里；其余的会照常继续。',
    callbackFailed_other:
      '{{count}} 个对象已存入，但 OSS 未能访问回调地址，无需重新上传。最近一个：{{key}}。{{reason}}',
    settingReset: '设置项“{{setting}}”无法读取，已恢复为默认值。',
  },
}
