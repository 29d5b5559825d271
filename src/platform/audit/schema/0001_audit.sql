-- Who did what. Rows are only ever added; each seal stands on the one before it.
CREATE TABLE audit (
  number BIGINT NOT NULL PRIMARY KEY,  -- 1, 2, 3 …
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  deed TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  seal BYTEA NOT NULL
);
CREATE INDEX audit_subjects ON audit (subject, number);

-- How far it has come, so that rows that were cut off at the end are missed.
CREATE TABLE audit_head (
  name TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  seal BYTEA NOT NULL
);
