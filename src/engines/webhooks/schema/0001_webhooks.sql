-- Who is told what, over HTTP. Their secrets are derived and stand nowhere.
CREATE TABLE webhooks_hooks (
  id TEXT NOT NULL PRIMARY KEY,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  types TEXT NOT NULL,          -- a JSON list of types of events; empty: all
  state TEXT NOT NULL,          -- active, paused (by a person), disabled (by the house)
  reason TEXT NOT NULL,         -- why it is disabled
  generation BIGINT NOT NULL,   -- of its secret
  rotated_at BIGINT,            -- the secret before is good for a while behind it
  failing_since BIGINT,         -- nothing has arrived since
  added_at BIGINT NOT NULL
);
CREATE TABLE webhooks_deliveries (
  number BIGINT NOT NULL PRIMARY KEY,
  hook TEXT NOT NULL,
  message TEXT NOT NULL,        -- its id for who receives it, the same each time it is sent
  event BIGINT NOT NULL,
  type TEXT NOT NULL,
  state TEXT NOT NULL,          -- waiting, delivered, failed, dropped
  round BIGINT NOT NULL,        -- how often it was asked for
  asked_at BIGINT NOT NULL,
  settled_at BIGINT,
  UNIQUE (hook, event)
);
CREATE INDEX webhooks_deliveries_of_hooks ON webhooks_deliveries (hook, number);
CREATE TABLE webhooks_attempts (
  delivery BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  status BIGINT NOT NULL,       -- of the answer; 0: there was none
  error TEXT NOT NULL,
  took_ms BIGINT NOT NULL,
  PRIMARY KEY (delivery, number)
);
