import * as v from 'valibot'
import { credentialSourceSchema } from '../../../shared/credential-source.ts'
import { type CommandName, commandNames, type Request } from '../../../shared/ipc.ts'
import { type ConflictPolicy, conflictPolicies } from '../../../shared/object-metadata.ts'
import { preflightListLimit } from '../../../shared/preflight.ts'
import { queueFilters, queueSorts } from '../../../shared/queue.ts'
import { settingsSchema } from '../../../shared/settings.ts'
import { UploadError } from '../../../shared/upload-error.ts'

/** Longest text the window may hand over: longer than any path or key, far shorter than trouble. */
const text = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const destinationId = text(100)
const ids = v.pipe(v.array(id), v.maxLength(100_000))
const orphan = { key: text(2048), uploadId: text(200) }
/** `v.record` passes over `__proto__` in silence; what was meant to be set must not get lost without a word. */
const textMap = v.pipe(
  v.custom<Record<string, string>>(isMap, 'must be an object without __proto__'),
  v.record(text(512), text(8192)),
)

const metadata = v.strictObject({
  contentType: v.optional(text(512)),
  cacheControl: v.optional(text(1024)),
  contentDisposition: v.optional(text(1024)),
  contentEncoding: v.optional(text(512)),
  expires: v.optional(text(100)),
  userMetadata: v.optional(textMap),
  acl: v.optional(v.picklist(['default', 'private', 'public-read', 'public-read-write'])),
  storageClass: v.optional(v.picklist(['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'])),
  tags: v.optional(textMap),
  encryption: v.optional(
    v.union([
      v.strictObject({ algorithm: v.picklist(['AES256', 'SM4']) }),
      v.strictObject({ algorithm: v.literal('KMS'), keyId: v.optional(text(512)) }),
    ]),
  ),
  forbidOverwrite: v.optional(v.boolean()),
  callback: v.optional(
    v.strictObject({
      urls: v.array(text(2048)),
      body: text(5120),
      bodyType: v.optional(v.picklist(['application/x-www-form-urlencoded', 'application/json'])),
      host: v.optional(text(512)),
      variables: v.optional(textMap),
    }),
  ),
  trafficLimitBitsPerSecond: v.optional(count),
})

const destination = v.strictObject({
  id: v.optional(destinationId),
  name: text(200),
  kind: v.picklist(['oss', 'practice']),
  endpoint: text(1024),
  region: text(100),
  bucket: text(200),
  prefix: text(2048),
  signatureVersion: v.picklist(['v4', 'v1']),
  isCustomDomain: v.boolean(),
  allowPlainHttp: v.optional(v.boolean()),
  metadata,
  accessKeyId: text(200),
  credentialSource: v.optional(credentialSourceSchema),
  accessKeySecret: v.optional(text(1024)),
  securityToken: v.optional(text(16_384)),
  sessionOnly: v.optional(v.boolean()),
})

const filter = v.picklist(queueFilters)
const search = text(1024)
const scope = v.variant('kind', [
  v.strictObject({ kind: v.literal('ids'), ids }),
  v.strictObject({
    kind: v.literal('all'),
    filter,
    destinationId: v.optional(destinationId),
    search: v.optional(search),
    batchId: v.optional(id),
    reasonCode: v.optional(text(200)),
  }),
])
const place = v.union([
  v.picklist(['top', 'up', 'down', 'bottom']),
  v.strictObject({ before: id }),
  v.strictObject({ after: id }),
])

const exceptions = v.pipe(
  v.custom<Record<string, ConflictPolicy>>(isMap, 'must be an object without __proto__'),
  v.record(text(2048), v.picklist(conflictPolicies)),
  v.maxEntries(preflightListLimit),
)
const paths = v.pipe(v.array(text(32_768)), v.maxLength(100_000))
const nothing = v.undefined()
const settingsChange = v.strictObject(v.partial(settingsSchema).entries)

const schemas = {
  'app.info': nothing,
  'app.exportDiagnostics': nothing,
  'settings.get': nothing,
  'settings.set': settingsChange,
  'proxy.get': nothing,
  'proxy.save': v.strictObject({
    address: text(1024),
    username: text(255),
    password: v.optional(text(1024)),
    exceptions: text(8192),
    sessionOnly: v.optional(v.boolean()),
  }),
  'destinations.list': nothing,
  'destinations.save': destination,
  'destinations.remove': v.strictObject({ id: destinationId }),
  'destinations.duplicate': v.strictObject({ id: destinationId }),
  'destinations.findImports': v.strictObject({ file: v.optional(text(32_768)) }),
  'destinations.import': v.strictObject({
    proposalId: text(1024),
    file: v.optional(text(32_768)),
    bucket: text(200),
    endpoint: text(1024),
    region: text(100),
    isCustomDomain: v.boolean(),
    sessionOnly: v.boolean(),
  }),
  'destinations.createPractice': nothing,
  'doctor.run': v.strictObject({ runId: text(100), destination }),
  'doctor.stop': v.strictObject({ runId: text(100) }),
  'queue.add': v.strictObject({
    paths,
    destinationId,
    prefix: v.optional(text(2048)),
    followLinks: v.optional(v.boolean()),
    conflictPolicy: v.optional(v.picklist(conflictPolicies)),
    exceptions: v.optional(exceptions),
    metadata: v.optional(metadata),
  }),
  'preflight.begin': v.strictObject({ paths, destinationId }),
  'preflight.change': v.strictObject({
    id,
    prefix: v.optional(text(2048)),
    followLinks: v.optional(v.boolean()),
    conflictPolicy: v.optional(v.picklist(conflictPolicies)),
    exceptions: v.optional(exceptions),
    metadata: v.optional(metadata),
  }),
  'preflight.look': v.strictObject({ id }),
  'preflight.send': v.strictObject({
    id,
    prefix: text(2048),
    followLinks: v.boolean(),
    conflictPolicy: v.picklist(conflictPolicies),
    exceptions,
    metadata,
  }),
  'preflight.cancel': v.strictObject({ id }),
  'preflight.list': nothing,
  'queue.pick': v.strictObject({ kind: v.picklist(['files', 'folder']) }),
  'queue.page': v.strictObject({
    filter,
    destinationId: v.optional(destinationId),
    batchId: v.optional(id),
    search,
    sort: v.picklist(queueSorts),
    descending: v.boolean(),
    offset: count,
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    grouped: v.optional(
      v.strictObject({ toggled: v.pipe(v.array(id), v.maxLength(10_000)), locate: v.optional(id) }),
    ),
  }),
  'queue.counts': nothing,
  'queue.batches': nothing,
  'queue.details': v.strictObject({ id }),
  'queue.parts': v.strictObject({ id }),
  'queue.pause': scope,
  'queue.resume': scope,
  'queue.cancel': v.strictObject({ scope, mode: v.picklist(['keep', 'clean']) }),
  'queue.remove': v.strictObject({ scope, leaveParts: v.optional(v.boolean()) }),
  'queue.restore': v.strictObject({ undoId: id }),
  'queue.move': v.strictObject({ scope, to: place }),
  'queue.measure': scope,
  'queue.retryNow': nothing,
  'hold.get': nothing,
  'hold.end': nothing,
  'hold.pauseFor': v.strictObject({ time: v.picklist(['half-hour', 'until-morning']) }),
  'queue.problems': nothing,
  'queue.saveReceipt': v.strictObject({ batchId: id }),
  'queue.watch': v.strictObject({ id: v.nullable(id) }),
  'queue.speeds': v.strictObject({ id: v.nullable(id) }),
  'queue.showInFolder': v.strictObject({ id }),
  'link.choices': v.strictObject({ id }),
  'link.copy': v.variant('kind', [
    v.strictObject({ id, kind: v.literal('public') }),
    v.strictObject({ id, kind: v.literal('signed'), expiresSeconds: count }),
  ]),
  'recovery.pauseAfterParts': scope,
  'recovery.startOver': v.strictObject({ ids }),
  'recovery.verify': v.strictObject({ id }),
  'recovery.locate': v.strictObject({ id, path: text(32_768), startOver: v.boolean() }),
  'recovery.stopLocating': nothing,
  'recovery.keptTotal': nothing,
  'recovery.orphans': v.strictObject({ destinationId }),
  'recovery.orphanSize': v.strictObject({ destinationId, ...orphan }),
  'recovery.abortOrphans': v.strictObject({
    destinationId,
    orphans: v.pipe(v.array(v.strictObject(orphan)), v.maxLength(10_000)),
  }),
  'recovery.adoptOrphan': v.strictObject({ destinationId, ...orphan, path: text(32_768) }),
  'clipboard.write': v.strictObject({ text: text(1_000_000) }),
} satisfies Record<CommandName, v.GenericSchema>

/** A setting out of its range is refused by the settings table, which names the range; here only the type counts. */
const checkedElsewhere: ReadonlySet<CommandName> = new Set<CommandName>(['settings.set'])

/** The request of a command, or `RequestInvalid` that names the command and the field. The window is not trusted. */
export function parseRequest<K extends CommandName>(name: K, request: unknown): Request<K> {
  if (!commandNames.includes(name)) throw invalid(String(name), 'is no command')
  if (checkedElsewhere.has(name) && isPlainObject(request)) return request as Request<K>
  // An array has no field that could be wrong.
  if (Array.isArray(request)) throw invalid(name, 'request: must not be a list')
  const result = v.safeParse(schemas[name] as v.GenericSchema, request)
  if (result.success) return result.output as Request<K>
  const [issue] = result.issues
  const field = v.getDotPath(issue) ?? 'request'
  throw invalid(name, `${field}: ${issue.message}`)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length < 100
  )
}

function invalid(command: string, why: string): UploadError {
  return new UploadError({
    code: 'RequestInvalid',
    retry: 'fatal',
    message: `"${command}" was called with something it cannot take (${why.slice(0, 300)}).`,
    fromServer: false,
    params: { command },
  })
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Object.hasOwn(value, '__proto__')
}
