/** Dialogs of the window: cancel, remove, destination editor, settings, first run. */
export const dialogs = {
  cancel: {
    question: '存储空间里的分片怎么处理？',
    titleOne: '取消上传“{{name}}”？',
    title_other: '取消 {{count}} 个上传任务？',
    titleKeptOne: '清理“{{name}}”的分片？',
    titleKept_other: '清理 {{count}} 个任务的分片？',
    keep: '保留断点',
    keepBytes:
      '已存入的 {{bytes}} 分片会留在存储空间，可能产生存储费用。以后从断点继续，或把同一文件再传到同一位置，都会接着传。',
    keepNothing: '还没有确认任何分片。以后可以在“保留的断点”里继续。',
    keepUnknown: '已存入的分片会留在存储空间，可能产生存储费用。以后可以从断点继续。',
    clean: '清理分片',
    cleanBytes: '将从存储空间删除 {{bytes}} 分片。再次上传这个文件要从头开始。',
    cleanNothing: '还没有确认任何分片，不会有损失。',
    cleanUnknown: '将删除存储空间里已有的分片。再次上传这些文件要从头开始。',
    remember: '以后默认选中这一项',
    leave: '继续上传',
    leaveKept: '先留着',
  },
  remove: {
    titleOne: '从列表移除“{{name}}”？',
    title_other: '从列表移除 {{count}} 个任务？',
    titleAll: '移除全部已结束的任务？',
    text: '{{bytes}} 分片会留在存储空间，可能产生存储费用；移除后 Stevedore 无法再从断点继续。',
    textAll:
      '存储空间里的对象不受影响。失败或已取消任务的分片也会留下，可能产生存储费用，且无法再从断点继续。',
    leave: '先留着',
    cleanUp: '清理分片',
    confirm: '从列表移除',
  },
}
