/** 列表中只显示一个批次。 */
export const oneBatch = {
  show: '只看这一批',
  chip: '仅显示批次“{{name}}”',
  label: '已缩小的列表',
  leave: '显示所有批次',
  gone: '“{{name}}”中没有符合的任务',
  announce: '仅显示“{{name}}”。',
}

/** 快捷键一览。 */
export const shortcuts = {
  title: '键盘快捷键',
  open: '键盘快捷键…',
  close: '关闭',
  space: '空格',
  group: {
    add: '上传',
    list: '列表',
    uploads: '选中的任务',
    order: '发送顺序',
    program: '程序',
  },
  name: {
    uploadFiles: '上传文件',
    uploadFolder: '上传文件夹',
    paste: '上传已复制的文件',
    find: '搜索',
    selectAll: '全选当前列表',
    onlyBatch: '只看这一批',
    pauseOrResume: '暂停或继续',
    resume: '继续',
    pause: '暂停',
    pauseAll: '全部暂停',
    resumeAll: '全部继续',
    orderTop: '最先上传',
    orderUp: '上移',
    orderDown: '下移',
    orderBottom: '最后上传',
    remove: '移除或取消',
    details: '详情',
    copyLink: '复制链接…',
    copyError: '复制错误详情',
    menu: '打开选中任务的菜单',
    settings: '设置',
    shortcuts: '本表',
    zoom: '缩放',
    close: '关闭窗口',
    quit: '退出',
    hide: '隐藏 Stevedore',
    minimise: '最小化窗口',
  },
}

/** 多个任务的错误合成一段文字。 */
export const copyErrors = {
  copied_other: '已复制 {{number}} 个任务的错误详情',
  first: '共 {{total}} 个任务，已复制前 {{number}} 个的错误详情',
  none: '选中的任务都没有错误。',
}

/** 全部任务暂停一段时间。 */
export const hold = {
  timed: '已暂停到 {{time}}',
  battery: '使用电池供电，任务等待中',
  update: '等待安装新版本',
  end: '立即继续',
  halfHour: '全部暂停 30 分钟',
  morning: '全部暂停到明天早上',
}

/** 正在分步执行涉及许多任务的命令。 */
export const working = {
  pause: '正在暂停：{{percent}}',
  resume: '正在恢复：{{percent}}',
  cancel: '正在取消：{{percent}}',
  remove: '正在移除：{{percent}}',
  move: '正在移动：{{percent}}',
  other: '正在处理：{{percent}}',
}
