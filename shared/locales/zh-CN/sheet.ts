/** Before and after sending: the sheet before an upload, what is set on objects, links, import of destinations. */
export const sheet = {
  link: {
    name: '链接',
    title: '“{{name}}”的链接',
    menu: '复制链接…',
    life: '链接有效期',
    lives: {
      '900': '15 分钟',
      '3600': '1 小时',
      '86400': '1 天',
      '604800': '7 天',
    },
    max: 'OSS 的签名链接最长 7 天。在此之前，拿到链接的人都能读取这个对象。',
    until: '有效至 {{time}}。',
    cut: '最晚到 {{time}}：临时凭证届时过期，链接也随之失效。',
    temporary: '链接由临时凭证签发，凭证过期后随之失效，可能早于这里所选的时间。',
    public: '这个对象是公共读，也可以直接使用不带签名的地址，长期有效。',
    thisComputer: '练习用 Bucket 就在这台电脑上：链接只能在本机、Stevedore 运行时打开。',
    copy: '复制链接',
    copyPublic: '复制公开地址',
    leave: '取消',
    copied: '链接已复制，有效至 {{time}}。',
    copiedPublic: '地址已复制，只要对象还在就有效。',
  },
}
