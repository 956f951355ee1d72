import { FilePlus, FolderPlus, type LucideIcon, Pause, Play } from 'lucide-react'
import { Button } from '../controls/button.tsx'
import { useText } from '../language/text.ts'
import { aimAtAll, pause, resume } from '../queue/queue-commands.ts'
import { PauseMenu } from '../recovery/pause-menu.tsx'
import { pickAndAdd } from '../upload/add-paths.ts'
import { SearchField } from './search-field.tsx'
import { TargetSelect } from './target-select.tsx'
import styles from './top-bar.module.css'

export function TopBar() {
  const t = useText()
  const tRecovery = useText('recovery')
  return (
    <div aria-label={t('top.bar')} className={styles.bar} role="toolbar">
      <Button look="primary" onClick={() => void pickAndAdd('files')}>
        <FilePlus aria-hidden size={15} />
        {t('top.uploadFiles')}
      </Button>
      <Button aria-label={t('top.uploadFolder')} onClick={() => void pickAndAdd('folder')}>
        <FolderPlus aria-hidden size={15} />
        <span className={styles.folder}>{t('top.uploadFolder')}</span>
      </Button>
      <TargetSelect />
      <span className={styles.gap} />
      <AllButton icon={Pause} label={t('top.pauseAll')} onClick={() => void pause(aimAtAll)} />
      <PauseMenu canHold aim={() => aimAtAll} label={tRecovery('pauseMenu')} />
      <AllButton icon={Play} label={t('top.resumeAll')} onClick={() => void resume(aimAtAll)} />
      <SearchField />
    </div>
  )
}

/** With its words where there is room for them. */
function AllButton({
  icon: Icon,
  label,
  onClick,
}: Readonly<{ icon: LucideIcon; label: string; onClick: () => void }>) {
  return (
    <Button aria-label={label} className={styles.all} look="quiet" title={label} onClick={onClick}>
      <Icon aria-hidden size={15} />
      <span className={styles.words}>{label}</span>
    </Button>
  )
}
