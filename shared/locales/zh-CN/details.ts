/** 上传详情里的文字。 */
export const worst = {
  label: '最差的分片',
  none: '没有特别慢或反复重试的分片。',
  part: '分片 {{number}}',
  tries_other: '试了 {{count}} 次',
}

export const speed = {
  tab: '速度',
  of: '显示谁的速度',
  one: '此上传',
  all: '全部上传',
  span: '时间范围',
  minute: '最近 60 秒',
  tenMinutes: '最近 10 分钟',
  summary: '当前 {{now}} · 平均 {{average}} · 最高 {{highest}}',
  present: '现在',
  point: '{{ago}}前：{{speed}}',
  graph: '{{of}}的速度，{{span}}：{{summary}}',
}

export const planReason = {
  'below-threshold': '小于 {{threshold}} 的文件整个上传',
  setting: '与设置的分片大小一致',
  'most-parts': '大于设置的 {{setting}}：最多允许 10,000 个分片',
  'slow-line': '小于设置的 {{setting}}：线路较慢，每个分片都要能按时传完',
  'other-setting': '按开始上传时的设置',
}
