/** The list of the window: batches, order, columns, grouped problems. Part of the namespace `window`. */
export const queue = {
  undo: {
    action: '撤销',
    removed_other: '已移除 {{count}} 个任务',
    restored_other: '已恢复 {{count}} 个任务',
    tooLate: '已经无法撤销。',
  },
  cancelled: {
    keep_other: '已取消 {{count}} 个任务，保留断点（{{bytes}}）',
    clean_other: '已取消 {{count}} 个任务，正在删除 {{bytes}} 分片',
  },
}
