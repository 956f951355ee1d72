import type { ReportLanguage } from '../../shared/doctor/report-text.ts'
import { i18n } from '../language/i18n.ts'
import { sentenceFor } from '../language/open-keys.ts'

/** The window's language, for the sentences of the doctor. */
export function reportLanguage(): ReportLanguage {
  return { locale: i18n.language, sentence: sentenceFor }
}
