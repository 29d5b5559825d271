-- Every change of an engagement, in its order; what it is now is what they come to.
CREATE TABLE engagement_changes (
  number BIGINT NOT NULL PRIMARY KEY,
  engagement TEXT NOT NULL,
  key TEXT NOT NULL,           -- the same key for the same engagement is the same change
  stage TEXT NOT NULL,         -- that it is in from here on
  actor TEXT NOT NULL,
  cause TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  until BIGINT,
  at BIGINT NOT NULL,
  UNIQUE (engagement, key)
);

-- The same, for lists.
CREATE TABLE engagements (
  id TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  client TEXT NOT NULL,
  folded TEXT NOT NULL,        -- the client's name in small letters, to be found by
  contact TEXT NOT NULL,
  tenant TEXT NOT NULL,
  owner TEXT NOT NULL,
  stage TEXT NOT NULL,
  before_pause TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT,
  opened_at BIGINT NOT NULL
);
CREATE INDEX engagements_stages ON engagements (stage, number);
