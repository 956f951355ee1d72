/** What uploading does with objects: storing, resuming, cleaning up, and looking whether an object is there already. */
const objectActions = ['oss:PutObject', 'oss:GetObject', 'oss:ListParts', 'oss:AbortMultipartUpload']
/** These are asked of the bucket: finding an upload whose id was lost, and the bucket's region. */
const bucketActions = ['oss:ListMultipartUploads', 'oss:GetBucketInfo']
const furtherBucketActions = new Set(['oss:ListObjects', 'oss:GetBucketLocation', 'oss:PutBucket'])
const accountActions = new Set(['oss:ListBuckets'])

/**
 * What uploading to one prefix needs, as the text of a RAM policy to paste into the console. `missing`: further actions
 * that OSS refused, e.g. `oss:PutObjectAcl`; each lands where it belongs.
 */
export function minimalPolicy(
  { bucket, prefix }: { bucket: string; prefix: string },
  missing: readonly string[] = [],
): string {
  const further = missing.filter((action) => ![...objectActions, ...bucketActions].includes(action))
  const forBucket = further.filter((action) => furtherBucketActions.has(action))
  const forAccount = further.filter((action) => accountActions.has(action))
  const forObjects = further.filter((action) => !forBucket.includes(action) && !forAccount.includes(action))
  const policy = {
    Version: '1',
    Statement: [
      allow([...objectActions, ...forObjects], `acs:oss:*:*:${bucket}/${prefix}*`),
      allow([...bucketActions, ...forBucket], `acs:oss:*:*:${bucket}`),
      ...(forAccount.length > 0 ? [allow(forAccount, 'acs:oss:*:*:*')] : []),
    ],
  }
  return JSON.stringify(policy, null, 2)
}

function allow(actions: readonly string[], resource: string) {
  return { Effect: 'Allow', Action: actions, Resource: [resource] }
}
