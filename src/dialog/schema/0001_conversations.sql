CREATE TABLE conversations (
  id         TEXT PRIMARY KEY,
  status     TEXT NOT NULL,     -- bot, pending_human, human, resolved
  owner      TEXT NOT NULL,     -- bot, a queue, or a person
  channel    TEXT NOT NULL,
  config     TEXT NOT NULL,     -- the version that it is pinned to
  turns      BIGINT NOT NULL,
  handoff    TEXT,              -- {reason, summary, queue, at, detail?}
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX conversations_by_time ON conversations (updated_at DESC, id);
