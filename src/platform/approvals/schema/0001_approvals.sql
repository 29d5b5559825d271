-- Decisions that wait for a person, and how they were decided.
CREATE TABLE approvals (
  id TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_hash TEXT NOT NULL,
  summary TEXT NOT NULL,
  payload TEXT NOT NULL,
  permission TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  escalated BIGINT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at BIGINT
);
CREATE INDEX approvals_pending ON approvals (kind, subject) WHERE state = 'pending';
