-- Long pieces of work, each done in many short ones.
CREATE TABLE errands (
  number BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,       -- running, stopping; finished, stopped, failed
  wish TEXT NOT NULL,        -- this and the cursor: null behind the end
  wish_hash TEXT NOT NULL,   -- SHA-256 of the canonical wish
  cursor TEXT NOT NULL,      -- where the next piece begins
  pieces BIGINT NOT NULL,    -- that were committed
  done BIGINT NOT NULL,
  total BIGINT,
  saying TEXT NOT NULL,
  cost TEXT NOT NULL,        -- {unit: how many}
  budget TEXT NOT NULL,      -- the same; a unit that is not named has none
  result TEXT NOT NULL,
  error TEXT NOT NULL,
  started_by TEXT NOT NULL,
  stopped_by TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  moved_at BIGINT NOT NULL,  -- when a piece was committed last
  ended_at BIGINT,
  UNIQUE (kind, key)
);
