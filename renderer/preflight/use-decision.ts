import { useEffect, useRef, useState } from 'react'
import type { ConflictPolicy } from '../../shared/object-metadata.ts'
import type { PreflightView } from '../../shared/preflight.ts'
import { call } from '../bridge.ts'
import { type MetadataForm, metadataFormFor, metadataFrom } from '../metadata/metadata-form.ts'
import { metadataProblems } from '../metadata/metadata-problems.ts'
import { perform } from '../notices/report-failure.ts'
import { useAppStore } from '../store/app-store.ts'

/** While a prefix is typed the bucket is not asked for every letter. */
const restMs = 400

/** A prefix is a folder: without a slash at its beginning, with one at its end. */
export function folderOf(typed: string): string {
  const inner = typed.trim().replace(/^\/+/, '').replace(/\/+$/, '')
  return inner === '' ? '' : `${inner}/`
}

/** What a person chooses in the sheet. */
export interface Decision {
  prefix: string
  policy: ConflictPolicy
  /** Single files that are treated in another way, by object key. */
  exceptions: Readonly<Record<string, ConflictPolicy>>
  metadata: MetadataForm
  canSend: boolean
  isBusy: boolean
  setPrefix(prefix: string): void
  /** For all of them: single choices are over. */
  setPolicy(policy: ConflictPolicy): void
  except(objectKey: string, policy: ConflictPolicy): void
  setMetadata(change: Partial<MetadataForm>): void
  follow(followLinks: boolean): void
  send(): Promise<void>
  cancel(): void
}

export function useDecision(view: PreflightView): Decision {
  const defaults = useAppStore(
    ({ destinations }) => destinations?.find(({ id }) => id === view.destinationId)?.metadata,
  )
  const [prefix, setPrefix] = useState(view.prefix)
  const [policy, setPolicy] = useState(view.conflictPolicy)
  const [exceptions, setExceptions] = useState(view.exceptions)
  const [metadata, setMetadata] = useState(() => metadataFormFor(view.metadata ?? defaults ?? {}))
  const [isBusy, setBusy] = useState(false)
  const { id, followLinks } = view

  useEffect(() => {
    if (folderOf(prefix) === view.prefix) return undefined
    const timer = setTimeout(() => void perform(call('preflight.change', { id, prefix })), restMs)
    return () => clearTimeout(timer)
  }, [id, prefix, view.prefix])

  const hasProblem = Object.keys(metadataProblems(metadata)).length > 0
  const choices = useRef({ conflictPolicy: policy, exceptions, metadata })
  useEffect(() => {
    const { current } = choices
    const isAsBefore =
      policy === current.conflictPolicy && exceptions === current.exceptions && metadata === current.metadata
    if (isAsBefore || hasProblem) return undefined
    // What is chosen outlives the window, and the program.
    const timer = setTimeout(() => {
      choices.current = { conflictPolicy: policy, exceptions, metadata }
      const chosen = {
        conflictPolicy: policy,
        exceptions,
        ...(metadata !== current.metadata && { metadata: metadataFrom(metadata) }),
      }
      void perform(call('preflight.change', { id, ...chosen }))
    }, restMs)
    return () => clearTimeout(timer)
  }, [id, policy, exceptions, metadata, hasProblem])
  return {
    prefix,
    policy,
    exceptions,
    metadata,
    isBusy,
    canSend: !hasProblem && !isBusy && (view.state !== 'ready' || view.files > 0),
    setPrefix,
    setPolicy: (next) => {
      setPolicy(next)
      setExceptions({})
    },
    except: (objectKey, next) => {
      const { [objectKey]: _before, ...others } = exceptions
      setExceptions(next === policy ? others : { ...others, [objectKey]: next })
    },
    setMetadata: (change) => setMetadata((before) => ({ ...before, ...change })),
    follow: (next) => void perform(call('preflight.change', { id, followLinks: next })),
    send: async () => {
      setBusy(true)
      const decision = {
        id,
        prefix,
        followLinks,
        conflictPolicy: policy,
        exceptions,
        metadata: metadataFrom(metadata),
      }
      await perform(call('preflight.send', decision))
      setBusy(false)
    },
    cancel: () => void perform(call('preflight.cancel', { id })),
  }
}
