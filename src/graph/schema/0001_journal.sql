-- Append-only: a record is never changed, and rows are written in the order of their ids.
CREATE TABLE journal (
  id BIGINT PRIMARY KEY,
  previous BIGINT NOT NULL,  -- the record before it in the same thread; 0: it is the first
  record BYTEA NOT NULL        -- see graph/record.h
);
-- Shows a head that was moved back: another record comes behind it. Recent records name recent ones, so this grows at
-- its end, too.
CREATE INDEX journal_successors ON journal (previous) WHERE previous > 0;

-- A thread's journal is found from its head. The head moves by compare-and-swap only.
CREATE TABLE threads (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  head BIGINT NOT NULL,
  due BIGINT NOT NULL        -- 1: a run is open, or inputs wait for one
);
CREATE INDEX threads_due ON threads (due) WHERE due = 1;

-- What arrived under a key of its sender, so that it counts once.
CREATE TABLE deliveries (
  thread BIGINT NOT NULL,
  sender TEXT NOT NULL,       -- a word for who gives the keys; those of different senders never meet
  key TEXT NOT NULL,
  content BYTEA NOT NULL,      -- SHA-256 of what was delivered
  seq BIGINT NOT NULL,       -- of its first event
  PRIMARY KEY (thread, sender, key)
);
