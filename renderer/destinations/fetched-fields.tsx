import type { FetchedSource } from '../../shared/credential-source.ts'
import { call } from '../bridge.ts'
import { Button } from '../controls/button.tsx'
import { TextField } from '../controls/text-field.tsx'
import { useText } from '../language/text.ts'
import { perform } from '../notices/report-failure.ts'
import type { CredentialFieldsProps } from './credential-fields.tsx'
import styles from './fetched-fields.module.css'

export interface FetchedFieldsProps extends CredentialFieldsProps {
  kind: FetchedSource['kind']
}

/** Where credentials are fetched from: a file, a command or a URL. Nothing in these fields is secret. */
export function FetchedFields({ state, problem, kind }: Readonly<FetchedFieldsProps>) {
  const t = useText('credentials')
  const { form, set } = state
  const choose = async () => {
    const picked = await perform(call('queue.pick', { kind: 'files' }))
    const [credentialPath] = picked ?? []
    if (credentialPath !== undefined) set({ credentialPath })
  }
  switch (kind) {
    case 'file':
      return (
        <div className={styles.file}>
          <TextField
            isCode
            className={styles.path}
            error={problem('credentialPath')}
            hint={t('hint.file')}
            label={t('path')}
            value={form.credentialPath}
            onChange={(credentialPath) => set({ credentialPath })}
          />
          <Button className={styles.choose} onClick={() => void choose()}>
            {t('choose')}
          </Button>
        </div>
      )
    case 'command':
      return (
        <TextField
          isCode
          error={problem('credentialCommand')}
          hint={t('hint.command')}
          label={t('command')}
          placeholder={t('commandPlaceholder')}
          value={form.credentialCommand}
          onChange={(credentialCommand) => set({ credentialCommand })}
        />
      )
    case 'url':
      return (
        <TextField
          isCode
          error={problem('credentialUrl')}
          hint={t('hint.url')}
          label={t('url')}
          placeholder={t('urlPlaceholder')}
          value={form.credentialUrl}
          onChange={(credentialUrl) => set({ credentialUrl })}
        />
      )
  }
}
