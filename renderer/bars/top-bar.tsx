import { FilePlus, FolderPlus, Pause, Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { aimAtAll, pause, resume } from '../queue/queue-commands.ts'
import { pickAndAdd } from '../upload/add-paths.ts'
import { SearchField } from './search-field.tsx'
import { TargetSelect } from './target-select.tsx'
import styles from './top-bar.module.css'

export function TopBar() {
  const { t } = useTranslation()
  return (
    <div aria-label={t('top.bar')} className={styles.bar} role="toolbar">
      <Button look="primary" onClick={() => void pickAndAdd('files')}>
        <FilePlus aria-hidden size={15} />
        {t('top.uploadFiles')}
      </Button>
      <Button onClick={() => void pickAndAdd('folder')}>
        <FolderPlus aria-hidden size={15} />
        {t('top.uploadFolder')}
      </Button>
      <TargetSelect />
      <span className={styles.gap} />
      <IconButton icon={Pause} label={t('top.pauseAll')} onClick={() => void pause(aimAtAll)} />
      <IconButton icon={Play} label={t('top.resumeAll')} onClick={() => void resume(aimAtAll)} />
      <SearchField />
    </div>
  )
}
