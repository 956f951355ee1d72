/** The list of the window: batches, order, columns, grouped problems. Part of the namespace `window`. */
export const queue = {
  undo: {
    action: '撤销',
    removed_other: '已移除 {{count, number}} 个任务',
    restored_other: '已恢复 {{count, number}} 个任务',
    tooLate: '已经无法撤销。',
  },
  cancelled: {
    keep_other: '已取消 {{count, number}} 个任务，保留断点（{{bytes}}）',
    clean_other: '已取消 {{count, number}} 个任务，正在删除 {{bytes}} 分片',
  },
  batch: {
    fold: '收起“{{name}}”',
    unfold: '展开“{{name}}”',
    toggle: '展开或收起',
    progress: '“{{name}}”的进度',
    sum_other: '{{number}} 个文件，{{bytes}}',
    sumTo_other: '{{number}} 个文件，{{bytes}}，上传到“{{target}}”',
    counting: '仍在清点',
    done: '完成',
    ended: '已结束',
    finishedWith_other: '已结束，{{number}} 个有问题',
    problems_other: '{{number}} 个有问题',
    leftOut_other: '{{number}} 项未纳入',
    action: {
      pause: '整批暂停',
      resume: '整批继续',
      retry_other: '重试 {{number}} 个有问题的任务',
      cancel: '整批取消…',
      receipt: '保存回执…',
      remove: '从列表移除',
    },
    receiptSaved_other: '已保存 {{count, number}} 个文件的回执',
  },
  order: {
    top: '最先上传',
    up: '上移',
    down: '下移',
    bottom: '最后上传',
    moved_other: '已移动 {{count, number}} 个任务。',
    refused: '没有移动：这些任务已经结束。',
  },
  columns: {
    menu: '列',
    noRoom: '空间不足',
    reset: '全部显示',
  },
  problems: {
    label: '按原因归类的问题',
    count_other: '{{number}} 个文件',
    retry_other: '重试全部 {{number}} 个',
  },
  outage: {
    text_other: '{{reason}}{{number}} 个任务正在等待，网络恢复后自动继续。',
    next: '{{time}}后再试。',
    now: '正在重试。',
    retry: '立即重试',
  },
  guard: {
    text: '窗口的这一部分无法显示。上传不受影响。',
    retry: '重新显示',
  },
}
