/** One sentence per error code (`UploadErrorData.code`), and the next step under `<code>_next`. */
export const errors = {}
