-- Tools that nobody may call until they are resumed, whatever a conversation's version says.
CREATE TABLE stopped_tools (
  tool       TEXT PRIMARY KEY,
  reason     TEXT NOT NULL,
  stopped_by TEXT NOT NULL,
  at         BIGINT NOT NULL
);
