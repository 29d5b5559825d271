-- Files that people and programs gave; the bytes are beside the databases, by their SHA-256.
CREATE TABLE files (
  id TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  verdict TEXT NOT NULL,   -- unscanned, pending, clean, infected
  by TEXT NOT NULL,        -- the principal of who gave it
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX files_numbers ON files (number);
CREATE INDEX files_contents ON files (sha256);
CREATE TABLE file_uses (
  file TEXT NOT NULL,
  subject TEXT NOT NULL,   -- what needs it, "reply/…"
  PRIMARY KEY (file, subject)
);
