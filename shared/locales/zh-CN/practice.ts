/** 终端里的练习 Bucket：`npm run practice-bucket`，以及启动不了的原因。 */
export const practice = {
  ready: '练习 Bucket 已启动，兼容阿里云 OSS，仅限本机访问。按 Ctrl-C 停止。',
  endpoint: 'Endpoint',
  region: '地域',
  bucket: 'Bucket',
  accessKeyId: 'AccessKey ID',
  accessKeySecret: 'AccessKey Secret',
  files: '文件位置',
  stopping: '正在停止……',
  usage: `用法：npm run practice-bucket -- [选项]

  --port 端口     127.0.0.1 上的端口，默认 {{port}}；0 表示任选空闲端口
  --dir 目录      存放文件的目录，默认 {{directory}}
  --bucket 名称   要创建的 Bucket，默认 {{bucket}}
  --region 地域   签名必须使用的地域，默认 {{region}}
  --json          就绪后只输出一行 JSON
  --help          显示本帮助

AccessKey 在首次启动时生成，此后保持不变；也可用 OSS_ACCESS_KEY_ID 和 OSS_ACCESS_KEY_SECRET 指定。`,
  badOption: '{{message}}\n查看全部选项：npm run practice-bucket -- --help',
  badPort: '--port {{subject}}：端口应为 0 到 65535 之间的数字。',
  BadBucketName:
    '“{{subject}}”不是有效的 Bucket 名称：3 到 63 个小写字母、数字或短横线，且首尾必须是字母或数字。',
  BadDirectory: '目录“{{subject}}”无法使用：{{reason}}。请用 --dir 换一个目录。',
  BadRegion: '“{{subject}}”不是有效的地域：只能包含小写字母、数字和短横线，例如 cn-hangzhou。',
  DirectoryInUse: '另一个练习 Bucket 正在使用“{{subject}}”。请先停止它，或换一个目录。',
  KeysUnreadable: '无法读取“{{subject}}”中的 AccessKey。删除该文件后会重新生成。',
  NotThisComputer: '练习 Bucket 只在本机（127.0.0.1）监听，不能使用“{{subject}}”。',
  PortInUse: '端口 {{subject}} 已被其他程序占用。请用 --port 换一个端口，或用 0 任选空闲端口。',
  PortRefused: '系统不允许使用端口 {{subject}}（{{reason}}）。请用 --port 选择 1023 以上的端口。',
}
