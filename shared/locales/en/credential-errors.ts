/** What can be wrong with credentials that are fetched from a file, a command or a URL; joined to `errors`. */
export const credentialErrors = {
  CredentialFileMissing: 'The credential file is not chosen.',
  CredentialFileMissing_next: 'Choose it, or type its whole path.',
  DestinationClosed: 'The destination was changed or closed meanwhile.',
  DestinationClosed_next: 'The upload goes on by itself with what the destination says now.',
  CredentialsUnavailable: '{{source}} gave no credentials ({{reason}}).',
  CredentialsUnavailable_next: 'Check it. The upload asks again by itself and goes on where it stopped.',
  CredentialFileUnreadable: 'The credential file {{path}} cannot be read ({{reason}}).',
  CredentialFileUnreadable_next:
    'Check the path and its rights. The upload goes on by itself once the file can be read.',
  CredentialCommandInvalid: 'The command for credentials is empty, or a quote in it is not closed.',
  CredentialCommandInvalid_next:
    'Write the program and its arguments as in a terminal; quote what contains spaces.',
  CredentialCommandNotStarted: 'The command {{name}} cannot be started ({{reason}}).',
  CredentialCommandNotStarted_next:
    'Give the full path of the program. It runs without a shell: scripts need their interpreter in front.',
  CredentialCommandFailed: 'The command {{name}} ended with {{exit}} and gave no credentials.',
  CredentialCommandFailed_next:
    'Run it in a terminal to see what it says. The upload goes on by itself once it works.',
  CredentialCommandTimedOut: 'The command {{name}} took longer than {{seconds}} s and was ended.',
  CredentialCommandTimedOut_next:
    'Run it in a terminal: it may be waiting for an input. The upload goes on by itself once it answers.',
  CredentialUrlInvalid: 'This address cannot be asked for credentials.',
  CredentialUrlInvalid_next: 'Use an https address, or http on this computer, without user and password.',
  CredentialUrlUnreachable: '{{source}} does not answer ({{reason}}), so there are no credentials.',
  CredentialUrlUnreachable_next:
    'Check the address and that the service runs. The upload goes on by itself once it answers.',
  CredentialUrlRefused: '{{source}} answered with HTTP status {{status}} instead of credentials.',
  CredentialUrlRefused_next:
    'Check the address. The upload goes on by itself once it answers with credentials.',
  CredentialsEmpty: '{{source}} gave no credentials: the answer is empty.',
  CredentialsEmpty_next:
    'It must be JSON with AccessKeyId, AccessKeySecret and, for temporary ones, SecurityToken and Expiration.',
  CredentialsNotJson: 'What {{source}} gave is not JSON.',
  CredentialsNotJson_next:
    'It must be one JSON object with AccessKeyId, AccessKeySecret and, for temporary ones, SecurityToken and Expiration, and nothing else.',
  CredentialsIncomplete: 'What {{source}} gave has no {{missing}}. Fields found: {{fields}}.',
  CredentialsIncomplete_next:
    'It must have AccessKeyId and AccessKeySecret and, for temporary credentials, SecurityToken and Expiration.',
  CredentialsExpirationUnreadable: 'What {{source}} gave has an Expiration that is not a time.',
  CredentialsExpirationUnreadable_next: 'Write it like 2027-01-31T08:00:00Z, or as Unix seconds.',
  CredentialsRefusedBySource: '{{source}} answered with the error {{answer}} instead of credentials.',
  CredentialsRefusedBySource_next:
    'Check the role and its rights there. The upload goes on by itself once there are credentials.',
  CredentialsProfileMode:
    'The profile “{{profile}}” in {{source}} is of mode {{mode}} and holds no keys itself.',
  CredentialsProfileMode_next:
    'Use a profile with keys (mode AK or StsToken), or a command that prints credentials.',
  CredentialsNotRenewed:
    'OSS does not accept the credentials any more, and {{source}} still gives the same ones.',
  CredentialsNotRenewed_next:
    'Renew them there. The upload asks again by itself and goes on where it stopped.',
}
