-- Things to do, committed with the state that asked for them.
CREATE TABLE work (
  number BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  lane TEXT NOT NULL,        -- pieces of one lane are done in the order of their numbers; '': none
  payload TEXT NOT NULL,
  due BIGINT NOT NULL,
  state TEXT NOT NULL,       -- waiting, running, failed; done, given_up
  open BIGINT NOT NULL,      -- 1 in the first three states, 0 in the others
  attempts BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  settled_at BIGINT,
  UNIQUE (kind, key)
);
CREATE INDEX work_open ON work (due, number) WHERE open = 1;
CREATE INDEX work_lanes ON work (lane, number) WHERE open = 1;
