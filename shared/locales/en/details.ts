/** What the details of an upload add to the window's words. */
export const worst = {
  label: 'Worst parts',
  none: 'No part stands out.',
  part: 'Part {{number}}',
  tries_one: '{{count}} try',
  tries_other: '{{count}} tries',
}

export const speed = {
  tab: 'Speed',
  of: 'Speed of',
  one: 'this upload',
  all: 'all uploads',
  span: 'Time shown',
  minute: 'last 60 seconds',
  tenMinutes: 'last 10 minutes',
  summary: 'now {{now}} · average {{average}} · highest {{highest}}',
  present: 'now',
  point: '{{ago}} ago: {{speed}}',
  graph: 'Speed of {{of}}, {{span}}: {{summary}}',
}

export const planReason = {
  'below-threshold': 'files below {{threshold}} go in one piece',
  setting: 'the part size of the settings',
  'most-parts': 'more than the {{setting}} of the settings: at most 10,000 parts are allowed',
  'slow-line': 'less than the {{setting}} of the settings: on a slow line each part must end in time',
  'other-setting': 'by the settings when it started',
}
