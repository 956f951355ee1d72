/** The practice bucket in the terminal: `npm run practice-bucket`, and why it cannot start. */
export const practice = {
  ready: 'The practice bucket is open. It speaks Alibaba Cloud OSS, on this computer only. Ctrl-C stops it.',
  endpoint: 'Endpoint',
  region: 'Region',
  bucket: 'Bucket',
  accessKeyId: 'Access key ID',
  accessKeySecret: 'Access key secret',
  files: 'Files',
  stopping: 'Stopping …',
  usage: `Usage: npm run practice-bucket -- [options]

  --port PORT     port on 127.0.0.1, default {{port}}; 0 takes any free one
  --dir DIR       folder of the objects, default {{directory}}
  --bucket NAME   bucket to make, default {{bucket}}
  --region ID     region that signatures must name, default {{region}}
  --json          print one JSON line when ready, nothing else
  --help          print this help

The keys are made at the first start and stay the same; OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET set others.`,
  badOption: '{{message}}\nAll options: npm run practice-bucket -- --help',
  badPort: '--port {{subject}}: a port is a number from 0 to 65535.',
  BadBucketName:
    "'{{subject}}' is not a bucket name: 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
  BadDirectory: "The folder '{{subject}}' cannot be used: {{reason}}. Choose another with --dir.",
  BadRegion: "'{{subject}}' is not a region: lower-case letters, digits and hyphens, e.g. cn-hangzhou.",
  DirectoryInUse: "Another practice bucket is using '{{subject}}'. Stop it first, or choose another folder.",
  KeysUnreadable: "The keys in '{{subject}}' cannot be read. Delete the file, and new keys are made.",
  NotThisComputer: "The practice bucket only listens on this computer (127.0.0.1), not on '{{subject}}'.",
  PortInUse:
    'Port {{subject}} is taken by another program. Choose another with --port, or 0 for any free one.',
  PortRefused: 'The system does not allow port {{subject}} ({{reason}}). Choose one above 1023 with --port.',
}
