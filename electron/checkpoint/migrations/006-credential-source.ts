/** Where the credentials of a destination come from, as JSON; what was saved before has a typed AccessKey. */
export const credentialSource = `
ALTER TABLE destinations ADD COLUMN credential_source TEXT NOT NULL DEFAULT '{"kind":"key"}';
`
