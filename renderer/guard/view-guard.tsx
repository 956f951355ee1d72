import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../controls/button.tsx'
import { say } from '../language/text.ts'
import { copyText } from '../queue/queue-commands.ts'
import styles from './view-guard.module.css'

export interface ViewGuardProps {
  /** A change of this tries the view again: what broke it may not be there any more. */
  resetKey?: unknown
  children: ReactNode
}

interface State {
  error: Error | null
  resetKey: unknown
}

/** Keeps a part of the window that cannot be drawn from taking the rest with it; uploads run elsewhere and go on. */
export class ViewGuard extends Component<Readonly<ViewGuardProps>, State> {
  override state: State = { error: null, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  static getDerivedStateFromProps(props: ViewGuardProps, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('A view broke', error, info.componentStack)
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <div className={styles.broken} role="alert">
        <p>{say('guard.text')}</p>
        <div className={styles.ways}>
          <Button onClick={() => this.setState({ error: null })}>{say('guard.retry')}</Button>
          <Button look="quiet" onClick={() => void copyText(error.stack ?? error.message)}>
            {say('notices.copyDetails')}
          </Button>
        </div>
      </div>
    )
  }
}
