/** A person asked to send all parts again: outlives a restart, and ends when the checkpoint is dropped. */
export const startOver = `
ALTER TABLE uploads ADD COLUMN must_start_over INTEGER NOT NULL DEFAULT 0;
`
