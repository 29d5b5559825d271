-- What happened, committed with the state that it changed.
CREATE TABLE events (
  number BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  actor TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX events_subjects ON events (subject, number);
