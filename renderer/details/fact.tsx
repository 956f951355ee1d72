import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../controls/icon-button.tsx'
import { say, useText } from '../language/text.ts'
import { announce } from '../notices/announce.ts'
import { copyText } from '../queue/queue-commands.ts'
import styles from './fact.module.css'

export interface FactProps {
  name: string
  children: ReactNode
  /** Text of the copy button; absent for facts nobody copies. */
  copy?: string | null
  /** Codes and ids in a fixed-width face. */
  isCode?: boolean
}

/** One line of a list of facts. */
export function Fact({ name, children, copy, isCode = false }: Readonly<FactProps>) {
  const t = useText()
  return (
    <div className={styles.fact}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>
        <span className={styles.text} title={copy ?? undefined}>
          {isCode ? <code>{children}</code> : children}
        </span>
        {copy && (
          <IconButton
            className={styles.copy}
            icon={Copy}
            label={t('details.copy', { what: name })}
            onClick={() => {
              void copyText(copy)
              announce(say('details.copied'))
            }}
          />
        )}
      </dd>
    </div>
  )
}
