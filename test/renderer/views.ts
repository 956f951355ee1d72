import type { Page } from 'playwright-core'
import { type OpenOptions, pass } from './browser/window-page.ts'
import { chooseSource, showCredentialProblem, sourceNames } from './credential-views.ts'
import { difficultDrop, keptDrops } from './fake/fake-preflights.ts'

export interface View {
  name: string
  options?: OpenOptions
  /** Brings the window into the view; returns when it stands still. */
  prepare(page: Page): Promise<void>
}

async function showQueue(page: Page): Promise<void> {
  await page.getByRole('grid').waitFor()
  await pass(page, 1500)
}

async function openDestination(page: Page): Promise<void> {
  await showQueue(page)
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^(Add destination|添加目标)$/ })
    .click()
  await page.getByRole('dialog').waitFor()
}

async function fillDestination(page: Page, bucket: string): Promise<void> {
  await page.getByRole('combobox', { name: /Region or endpoint|地域或 Endpoint/ }).fill('cn-shanghai')
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: /^(Bucket|存储空间（Bucket）)$/ }).fill(bucket)
  await page.getByRole('textbox', { name: 'AccessKey ID' }).fill('LTAI5tExampleKeyId')
  await page.getByLabel(/AccessKey [sS]ecret/).fill('secret')
}

async function openProxySettings(page: Page): Promise<void> {
  await showQueue(page)
  await page.getByRole('button', { name: /^(Settings|设置)$/ }).click()
  const heading = page.getByRole('heading', { name: /^(Network|网络)$/ })
  await heading.evaluate((element) => element.scrollIntoView({ block: 'start' }))
}

async function clickTest(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Test|测试连接)$/ }).click()
  await page.getByRole('region', { name: /Result of the test|测试结果/ }).waitFor()
}

/** Every view of the window, for pictures and for the accessibility run. */
export const views: readonly View[] = [
  {
    name: 'queue',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C014/ }).click()
    },
  },
  {
    name: 'parts',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C014/ }).dblclick()
      await page.getByRole('slider').focus()
      await page.keyboard.press('End')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('ArrowUp')
    },
  },
  {
    name: 'object',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /track-01/ }).dblclick()
      await page.getByRole('tab', { name: /Object|对象/ }).click()
    },
  },
  {
    name: 'history',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C014/ }).dblclick()
      await page.getByRole('tab', { name: /History|经过/ }).click()
    },
  },
  {
    name: 'speed',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C014/ }).dblclick()
      await page.getByRole('tab', { name: /Speed|速度/ }).click()
      await page.getByRole('combobox', { name: /Time shown|时间范围/ }).click()
      await page.getByRole('option', { name: /10 minutes|10 分钟/ }).click()
      await page.getByRole('img', { name: /10 minutes|10 分钟/ }).waitFor()
    },
  },
  {
    name: 'selection',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C015/ }).click()
      await page.getByRole('row', { name: /track-01/ }).click({ modifiers: ['Shift'] })
      await page
        .getByRole('row', { name: /track-01/ })
        .and(page.locator('[aria-selected=true]'))
        .waitFor()
    },
  },
  {
    name: 'menu',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /C0018/ }).click({ button: 'right' })
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'many',
    options: { scenario: 'many', rows: 100_000 },
    prepare: showQueue,
  },
  {
    name: 'problems',
    prepare: async (page) => {
      await showQueue(page)
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /^(Problems|有问题)/ })
        .click()
      await page.getByRole('region', { name: /Problems by reason|按原因归类的问题/ }).waitFor()
    },
  },
  {
    name: 'batch',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /Shoot day 3/ }).click({ button: 'right' })
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'one-batch',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /Shoot day 3/ }).click()
      await page.keyboard.press('Control+b')
      await page.getByRole('region', { name: /Narrowed list|已缩小的列表/ }).waitFor()
    },
  },
  {
    name: 'held',
    options: { hold: { cause: 'timed', until: Date.parse('2026-11-20T14:00:00+08:00') } },
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('button', { name: /^(Ways to pause|暂停方式)/ }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'working',
    prepare: async (page) => {
      await showQueue(page)
      await page.evaluate(() => window.fake.emit('queue.working', { kind: 'pause', share: 0.43 }))
      await page.getByRole('progressbar', { name: /43/ }).waitFor()
    },
  },
  {
    name: 'shortcuts',
    prepare: async (page) => {
      await showQueue(page)
      await page.keyboard.press('Control+/')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'columns',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('button', { name: /^(Columns|列)$/ }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'undo',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /wrong folder/ }).click()
      await page.keyboard.press('Delete')
      await page.getByRole('button', { name: /^(Undo|撤销)$/ }).waitFor()
    },
  },
  {
    name: 'broken',
    prepare: async (page) => {
      await showQueue(page)
      await page.evaluate(() => {
        const row = window.fake.queue.uploads.get(1)?.row
        if (row)
          window.fake.emit('uploads.changed', {
            rows: [{ ...row, status: 'unheard' as never }],
            listChanged: false,
          })
      })
      await page.getByRole('alert').first().waitFor()
    },
  },
  {
    name: 'empty',
    options: { scenario: 'empty' },
    prepare: (page) => page.getByRole('heading', { level: 2 }).last().waitFor(),
  },
  {
    name: 'not-found',
    prepare: async (page) => {
      await showQueue(page)
      await page.locator('[data-search]').fill('没有这个文件')
      await page.getByRole('heading', { name: /没有这个文件/ }).waitFor()
    },
  },
  {
    name: 'drop',
    prepare: async (page) => {
      await showQueue(page)
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer()
        for (const name of ['a.mov', 'b.mov', 'c.mov']) dataTransfer.items.add(new File(['x'], name))
        document
          .querySelector('main')
          ?.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer }))
      })
      await page.getByTestId('drop-veil').waitFor()
    },
  },
  {
    name: 'cancel',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C014/ }).click()
      await page.keyboard.press('Delete')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'preflight',
    options: { drop: difficultDrop },
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('button', { name: /^(Upload files|上传文件)$/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'kept-drops',
    options: { kept: [keptDrops.dropped, keptDrops.opened] },
    prepare: async (page) => {
      await showQueue(page)
      await page
        .getByRole('button', { name: /^(Look at them|查看)$/ })
        .first()
        .waitFor()
    },
  },
  {
    name: 'preflight-plain',
    options: { settings: { askBeforeSending: 'always' } },
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('button', { name: /^(Upload files|上传文件)$/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'link',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /track-01/ }).click({ button: 'right' })
      await page.getByRole('menuitem', { name: /Copy link|复制链接/ }).click()
      await page.getByRole('dialog').waitFor()
      await page.getByRole('button', { name: /plain address|公开地址/ }).waitFor()
    },
  },
  {
    name: 'remove',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /old take/ }).click()
      await page.keyboard.press('Delete')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'notices',
    prepare: async (page) => {
      await showQueue(page)
      await page.evaluate(() => {
        window.fake.emit('notice', {
          kind: 'leftOut',
          level: 'warning',
          params: { name: 'Shoot day 3', count: 3, reason: 'The link “proxies” leads nowhere.' },
        })
        window.fake.failNext('queue.pause', {
          code: 'AccessDenied',
          retry: 'fatal',
          message: 'You have no right to access this object because of bucket acl.',
          params: { bucket: 'footage', key: 'raw/A001_C014.mov', action: 'oss:AbortMultipartUpload' },
          fromServer: true,
          requestId: '5C3D9175B6FC201293AD4890',
        })
      })
      await page.getByRole('row', { name: /A001_C014/ }).click()
      await page.keyboard.press(' ')
      await page.getByText(/^(Copy details|复制详情)$/).waitFor()
    },
  },
  {
    name: 'destination',
    prepare: openDestination,
  },
  {
    name: 'destination-sts',
    prepare: async (page) => {
      await openDestination(page)
      await chooseSource(page, sourceNames.sts)
    },
  },
  {
    name: 'destination-command',
    prepare: async (page) => {
      await openDestination(page)
      await chooseSource(page, sourceNames.command)
    },
  },
  {
    name: 'credentials',
    prepare: async (page) => {
      await showQueue(page)
      await showCredentialProblem(page)
      await page.getByRole('button', { name: /^(Open destination|打开目标)$/ }).waitFor()
    },
  },
  {
    name: 'destination-problems',
    prepare: async (page) => {
      await openDestination(page)
      await page.getByRole('button', { name: /^(Save|保存)$/ }).click()
    },
  },
  {
    name: 'metadata',
    prepare: async (page) => {
      await openDestination(page)
      await page.getByRole('button', { name: /^(Options of the objects|对象选项)/ }).click()
      await page.getByRole('textbox', { name: 'Cache-Control' }).fill('max-age=3600')
      await page.getByRole('button', { name: /^(Add metadata|添加元数据)$/ }).click()
      await page.getByRole('textbox', { name: /1(:|：)(\s?name|名称)$/ }).fill('a_b')
      await page
        .getByRole('textbox', { name: /^(Callback address|回调地址)$/ })
        .fill('https://example.com/done')
    },
  },
  {
    name: 'import',
    prepare: async (page) => {
      await openDestination(page)
      await page.getByRole('button', { name: /^(Import…|导入…)$/ }).click()
      await page.getByRole('region', { name: /Environment|环境变量/ }).waitFor()
    },
  },
  {
    name: 'destination-test',
    options: { info: { canProtectSecrets: false } },
    prepare: async (page) => {
      await openDestination(page)
      await fillDestination(page, 'denied')
      await clickTest(page)
    },
  },
  {
    name: 'locate',
    prepare: async (page) => {
      await showQueue(page)
      await page.evaluate(() => {
        window.fake.nextPick(['/Volumes/Archive/2026/day 3/A001_C017.mov'])
        window.fake.findings.relocation = {
          kind: 'differs',
          differences: [{ what: 'size', before: 3_328_599_654, now: 3_328_000_000 }],
        }
      })
      await page.getByRole('row', { name: /A001_C017/ }).click({ button: 'right' })
      await page.getByRole('menuitem', { name: /Locate…|查找文件…/ }).click()
      await page.getByRole('dialog', { name: /not the file|不是之前/ }).waitFor()
    },
  },
  {
    name: 'start-over',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('row', { name: /A001_C014/ }).click({ button: 'right' })
      await page.getByRole('menuitem', { name: /Start over…|从头开始…/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'leftovers',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('button', { name: /^(Unfinished parts|未完成的分片)$/ }).click()
      await page.getByRole('cell', { name: '38.2' }).waitFor()
      await page.getByRole('checkbox', { name: /B002_C031/ }).click()
      await page.getByRole('checkbox', { name: /nightly-2026-10/ }).click()
    },
  },
  {
    name: 'abort-orphans',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('button', { name: /^(Unfinished parts|未完成的分片)$/ }).click()
      await page.getByRole('cell', { name: '38.2' }).waitFor()
      await page.getByRole('button', { name: /(Delete…|删除…).*B002_C031/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'destination-elsewhere',
    prepare: async (page) => {
      await openDestination(page)
      await fillDestination(page, 'elsewhere')
      await clickTest(page)
      await page.getByRole('button', { name: /oss-cn-beijing/ }).waitFor()
    },
  },
  {
    name: 'doctor',
    prepare: async (page) => {
      await showQueue(page)
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /client-delivery|客户交付/ })
        .first()
        .click({ button: 'right' })
      await page.getByRole('menuitem', { name: /^(Check connection…|检查连接…)$/ }).click()
      await page.getByRole('button', { name: /^(Copy report|复制报告)$/ }).waitFor()
    },
  },
  {
    name: 'settings',
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('button', { name: /^(Settings|设置)$/ }).click()
      await page.getByRole('heading', { level: 3 }).first().waitFor()
    },
  },
  {
    name: 'settings-desktop',
    options: { info: { canStartAtLogin: false, canUpdate: false } },
    prepare: async (page) => {
      await showQueue(page)
      await page.getByRole('button', { name: /^(Settings|设置)$/ }).click()
      await page.locator('#section-desktop').evaluate((heading) => heading.scrollIntoView())
    },
  },
  {
    name: 'settings-proxy',
    options: {
      settings: { proxyMode: 'manual', proxyAddress: 'http://proxy.example:3128', proxyUsername: 'wang' },
    },
    prepare: async (page) => {
      await openProxySettings(page)
    },
  },
  {
    name: 'settings-proxy-problem',
    options: { info: { canProtectSecrets: false } },
    prepare: async (page) => {
      await openProxySettings(page)
      await page.getByRole('combobox', { name: /^(Proxy|代理)$/ }).click()
      await page.getByRole('option', { name: /A proxy of my own|自定义代理/ }).click()
      await page.getByRole('textbox', { name: /Address of the proxy|代理地址/ }).fill('ftp://proxy.example')
      await page.evaluate(() =>
        window.fake.failNext('proxy.save', {
          code: 'ProxyInvalid',
          retry: 'fatal',
          message: '"ftp://proxy.example" is not a proxy address.',
          params: { proxy: 'ftp://proxy.example' },
          fromServer: false,
        }),
      )
      await page.getByRole('button', { name: /Use this proxy|使用此代理/ }).click()
      await page.getByText(/socks5:\/\/127.0.0.1:1080/).waitFor()
    },
  },
  {
    name: 'destination-plain',
    prepare: async (page) => {
      await openDestination(page)
      await fillDestination(page, 'films')
      await page
        .getByRole('combobox', { name: /Region or endpoint|地域或 Endpoint/ })
        .fill('http://10.0.0.7:9000')
      await page.keyboard.press('Tab')
      await page.getByRole('textbox', { name: /Region of the bucket|Bucket 所在地域/ }).fill('cn-shanghai')
      await page.getByRole('button', { name: /^(Save|保存)$/ }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'first-run',
    options: { scenario: 'first-run' },
    prepare: (page) => page.getByRole('heading', { level: 1 }).waitFor(),
  },
  {
    name: 'first-run-kept',
    options: { scenario: 'first-run', kept: [keptDrops.homeless] },
    prepare: (page) => page.getByRole('heading', { level: 1 }).waitFor(),
  },
  {
    name: 'connect',
    options: { scenario: 'first-run' },
    prepare: async (page) => {
      await page.getByRole('button', { name: /Connect to Alibaba|连接阿里云/ }).click()
      await page.getByRole('combobox', { name: /Region or endpoint|地域或 Endpoint/ }).click()
      await page.getByRole('option').first().waitFor()
    },
  },
]
