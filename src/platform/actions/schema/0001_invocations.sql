-- Calls of actions that came with a key, so that each counts once.
CREATE TABLE invocations (
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  key TEXT NOT NULL,
  request BYTEA NOT NULL,   -- SHA-256 of the arguments
  answer TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (actor, action, key)
);
CREATE INDEX invocations_times ON invocations (at);
