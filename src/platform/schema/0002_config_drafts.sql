-- Files that are tried out before they go live; the latest few are kept.
CREATE TABLE config_drafts (
  hash TEXT NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  yaml TEXT NOT NULL,
  bases TEXT NOT NULL,
  document TEXT NOT NULL
);
