/**
 * What set-up says, in English and Chinese. Kept apart from `shared/locales`, which is TypeScript:
 * set-up must run on Node 20 before anything is installed.
 */

/** @type {Record<'en' | 'zh-CN', Record<string, string>>} */
const words = {
  en: {
    oldNode: 'Stevedore needs Node 20 or newer to set itself up; this is {version}. Get it from nodejs.org.',
    installing: 'Setting up: installing {count} packages …',
    ready: 'Set up in {seconds} s.',
    waiting: 'Another command is setting up; waiting for it …',
    failed: 'Setting up failed: {reason}',
    offline:
      'npm cannot reach its registry. Check the network or the proxy (npm config get registry, npm config get proxy), then run the same command again.',
    permission:
      'no permission to write {path}. Give the folder to your user (for example: sudo chown -R "$(id -un)" .), then run the same command again.',
    diskFull: 'the disk is full. Free about 1 GB, then run the same command again.',
    lockfile:
      'package.json and package-lock.json do not belong together. Run npm install, then the same command again.',
    npmMissing: 'npm was not found. It comes with Node: nodejs.org.',
    npmFailed: 'npm ended with code {code}. Its last lines:',
    noLocalNode:
      'the Node 24 that Stevedore runs on cannot start on this computer ({platform}). Install Node 24 or newer and run the same command with it.',
    notFound: 'There is no command "{name}" in node_modules. Run npm ci, then the same command again.',
  },
  'zh-CN': {
    oldNode: 'Stevedore 需要 Node 20 或更高版本才能完成准备，当前是 {version}。请到 nodejs.org 下载新版本。',
    installing: '正在准备：安装 {count} 个依赖包……',
    ready: '准备完成，用时 {seconds} 秒。',
    waiting: '另一个命令正在做准备，等它完成……',
    failed: '准备没有完成：{reason}',
    offline:
      'npm 连不上软件源。请检查网络或代理（npm config get registry、npm config get proxy），然后重新运行同一条命令。',
    permission:
      '没有写入 {path} 的权限。请把文件夹的所有者改成当前用户（例如 sudo chown -R "$(id -un)" .），然后重新运行同一条命令。',
    diskFull: '磁盘已满。请腾出约 1 GB 空间，然后重新运行同一条命令。',
    lockfile: 'package.json 与 package-lock.json 不一致。请先运行 npm install，再运行同一条命令。',
    npmMissing: '找不到 npm。npm 随 Node 一起安装：nodejs.org。',
    npmFailed: 'npm 以代码 {code} 结束，最后几行输出：',
    noLocalNode:
      'Stevedore 自带的 Node 24 无法在这台电脑上运行（{platform}）。请安装 Node 24 或更高版本，再用它运行同一条命令。',
    notFound: 'node_modules 里没有命令 "{name}"。请运行 npm ci，再运行同一条命令。',
  },
}

/** @param {NodeJS.ProcessEnv} env */
export function setupLanguage(env) {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

/**
 * One sentence; `{name}` is replaced by `values.name`.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  const text = words[setupLanguage(process.env)][key] ?? key
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))
}

/** Keys of each language; a test compares them. */
export function wordKeys() {
  return Object.fromEntries(Object.entries(words).map(([language, table]) => [language, Object.keys(table)]))
}
