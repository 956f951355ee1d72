/** One sentence per error code (`UploadErrorData.code`), and the next step under `<code>_next`. */
export const errors = {
  CheckpointInUse: '另一个 Stevedore 正在使用断点数据库 {{file}}。',
  CheckpointInUse_next: '请先退出它再试，或者换一个断点文件夹。',
  CheckpointDiskFull: '断点数据库所在的磁盘已满：{{file}}。',
  CheckpointDiskFull_next: '请腾出一些空间，上传会自动继续；已有的记录不会丢。',
  CheckpointNotWritable: '无法写入断点数据库：{{file}}。',
  CheckpointNotWritable_next: '请检查该文件夹的权限，或者换一个断点文件夹。',
  CheckpointDiskError: '断点数据库所在的磁盘读写出错：{{file}}。',
  CheckpointDiskError_next: '请检查磁盘，或者把断点文件夹放到别的磁盘上。',
  CheckpointDamaged: '断点数据库已损坏：{{file}}。',
  CheckpointDamaged_next: '请重新启动 Stevedore：损坏的文件会另存保留，并新建一个数据库。',
  RecordDamaged: '这条上传记录已损坏，因此没有按它发送任何内容。',
  RecordDamaged_next: '请重新添加这个文件。',
  SettingOutOfRange: '“{{setting}}”必须是 {{min}} 到 {{max}} 之间的整数，不能是 {{value}}。',
  SettingOutOfRange_next: '请填写范围内的数值。',
  SettingInvalid: '“{{setting}}”不能设为 {{value}}。',
  SettingInvalid_next: '请从给出的选项中选择。',
}
