/**
 * A choice for single files of a batch about objects that exist already: policies by object key as JSON, and on each such
 * upload its own; null means the batch's.
 */
export const conflictExceptions = `
ALTER TABLE batches ADD COLUMN exceptions TEXT NOT NULL DEFAULT '{}';
ALTER TABLE uploads ADD COLUMN conflict_policy TEXT;
`
