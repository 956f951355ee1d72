/** Query parameters that V1 signs, because they change what a call means. Every name that begins `x-oss-` is signed too. */
const names = `
  acl append bucketInfo callback callback-var continuation-token delete location objectMeta partNumber position regionList
  response-cache-control response-content-disposition response-content-encoding response-content-language
  response-content-type response-expires restore security-token sequential stat symlink tagging uploadId uploads versionId
  versioning versions
  accessPoint accessPointPolicy asyncFetch bucketArchiveDirectRead cloudboxes cname comp cors encryption endTime group
  httpsConfig img inventory inventoryId lifecycle link live logging metaQuery objectInfo policy policyStatus
  processConfiguration publicAccessBlock qos qosInfo qosRequester redundancyTransition referer replication
  replicationLocation replicationProgress requestPayment requesterQosInfo resourceGroup resourcePool resourcePoolBuckets
  resourcePoolInfo responseHeader rtc seal startTime status style styleName transferAcceleration udf udfApplication
  udfApplicationLog udfId udfImage udfImageDesc udfName vip vod vpcip website withHashContext worm wormExtend wormId`

const subResources = new Set(names.split(/\s+/).filter((name) => name !== ''))

export function isSubResource(name: string): boolean {
  return subResources.has(name) || name.startsWith('x-oss-')
}
