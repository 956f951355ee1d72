/**
 * What the window needs to search and sort a million rows.
 *
 * The search index holds every three neighbouring characters, so that any part of a name is found, in any script and
 * whatever the case; it keeps no copy of the text (`content=''`). Names are usually the end of the object key, and
 * then they are not indexed twice.
 */
export const searchAndSort = `
ALTER TABLE uploads ADD COLUMN progress REAL
  GENERATED ALWAYS AS (confirmed_bytes * 1.0 / max(size_bytes, 1)) VIRTUAL;
CREATE INDEX uploads_name ON uploads (name COLLATE NOCASE);
CREATE INDEX uploads_size ON uploads (size_bytes);
CREATE INDEX uploads_progress ON uploads (progress);

CREATE VIRTUAL TABLE search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
INSERT INTO search (rowid, text)
  SELECT id, CASE WHEN instr(object_key, name) THEN object_key ELSE object_key || char(10) || name END FROM uploads;

CREATE TRIGGER uploads_search_added AFTER INSERT ON uploads BEGIN
  INSERT INTO search (rowid, text) VALUES (new.id,
    CASE WHEN instr(new.object_key, new.name) THEN new.object_key ELSE new.object_key || char(10) || new.name END);
END;
CREATE TRIGGER uploads_search_changed AFTER UPDATE OF name, object_key ON uploads BEGIN
  DELETE FROM search WHERE rowid = old.id;
  INSERT INTO search (rowid, text) VALUES (new.id,
    CASE WHEN instr(new.object_key, new.name) THEN new.object_key ELSE new.object_key || char(10) || new.name END);
END;
CREATE TRIGGER uploads_search_removed AFTER DELETE ON uploads BEGIN
  DELETE FROM search WHERE rowid = old.id;
END;
`
