-- What became of a tenant, and when its data go.
ALTER TABLE tenants ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tenants ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN gone_at BIGINT;
ALTER TABLE tenants ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- Places that are asleep: nobody writes to them, and all that must be known of them stands here. A row goes before its
-- place is written to, so one that has none may have something due.
CREATE TABLE sleepers (
  tenant TEXT NOT NULL PRIMARY KEY,
  wake_at BIGINT,          -- when something in it is due; NULL: nothing is
  name TEXT NOT NULL,      -- as the live version says it
  web BIGINT NOT NULL,     -- whether that has a web channel,
  trace BIGINT NOT NULL    -- and shows visitors what the bot did
);
