import { app as enApp } from './en/app.ts'
import { cli as enCli } from './en/cli.ts'
import { credentialErrors as enCredentialErrors } from './en/credential-errors.ts'
import { credentials as enCredentials } from './en/credentials.ts'
import { dialogs as enDialogs } from './en/dialogs.ts'
import { doctor as enDoctor } from './en/doctor.ts'
import { errors as enErrors } from './en/errors.ts'
import { practice as enPractice } from './en/practice.ts'
import { queue as enQueue } from './en/queue.ts'
import { recovery as enRecovery } from './en/recovery.ts'
import { sheet as enSheet } from './en/sheet.ts'
import { window as enWindow } from './en/window.ts'
import { app as zhApp } from './zh-CN/app.ts'
import { cli as zhCli } from './zh-CN/cli.ts'
import { credentialErrors as zhCredentialErrors } from './zh-CN/credential-errors.ts'
import { credentials as zhCredentials } from './zh-CN/credentials.ts'
import { dialogs as zhDialogs } from './zh-CN/dialogs.ts'
import { doctor as zhDoctor } from './zh-CN/doctor.ts'
import { errors as zhErrors } from './zh-CN/errors.ts'
import { practice as zhPractice } from './zh-CN/practice.ts'
import { queue as zhQueue } from './zh-CN/queue.ts'
import { recovery as zhRecovery } from './zh-CN/recovery.ts'
import { sheet as zhSheet } from './zh-CN/sheet.ts'
import { window as zhWindow } from './zh-CN/window.ts'

/**
 * Every sentence the program says, as i18next resources: namespaces are files, plural keys end in `_one` and `_other`
 * (Chinese needs `_other` only). A test finds missing and unused keys.
 */
export const messages = {
  en: {
    app: enApp,
    cli: enCli,
    credentials: enCredentials,
    dialogs: enDialogs,
    doctor: enDoctor,
    errors: { ...enErrors, ...enCredentialErrors },
    practice: enPractice,
    recovery: enRecovery,
    sheet: enSheet,
    window: { ...enWindow, ...enQueue },
  },
  'zh-CN': {
    app: zhApp,
    cli: zhCli,
    credentials: zhCredentials,
    dialogs: zhDialogs,
    doctor: zhDoctor,
    errors: { ...zhErrors, ...zhCredentialErrors },
    practice: zhPractice,
    recovery: zhRecovery,
    sheet: zhSheet,
    window: { ...zhWindow, ...zhQueue },
  },
}

export type Language = keyof typeof messages

/** The language to use for a system locale such as `zh_TW.UTF-8`, `zh-Hans-CN` or `de-DE`. */
export function languageForLocale(locale: string): Language {
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}
