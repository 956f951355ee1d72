/** One sentence per error code (`UploadErrorData.code`), and the next step under `<code>_next`. */
export const errors = {
  CheckpointInUse: 'Another Stevedore is using the checkpoint database {{file}}.',
  CheckpointInUse_next: 'Close it and try again, or choose another checkpoint folder.',
  CheckpointDiskFull: 'The disk that holds the checkpoint database is full: {{file}}.',
  CheckpointDiskFull_next: 'Free some space. Uploads go on by themselves; nothing that is recorded is lost.',
  CheckpointNotWritable: 'The checkpoint database cannot be written: {{file}}.',
  CheckpointNotWritable_next: 'Check the permissions of the folder, or choose another checkpoint folder.',
  CheckpointDiskError: 'The disk that holds the checkpoint database reports an error: {{file}}.',
  CheckpointDiskError_next: 'Check the disk, or choose a checkpoint folder on another one.',
  CheckpointDamaged: 'The checkpoint database is damaged: {{file}}.',
  CheckpointDamaged_next: 'Start Stevedore again: it puts the damaged file aside and begins a new one.',
  RecordDamaged: 'The record of this upload is damaged, so nothing is sent from it.',
  RecordDamaged_next: 'Add the file again.',
  SettingOutOfRange: '{{setting}} must be a whole number from {{min}} to {{max}}, not {{value}}.',
  SettingOutOfRange_next: 'Enter a value in this range.',
  SettingInvalid: '{{setting}} cannot be {{value}}.',
  SettingInvalid_next: 'Choose one of the values that are offered.',
}
