-- What people who answer look for.
ALTER TABLE conversations ADD COLUMN since BIGINT NOT NULL DEFAULT 0;     -- when its status became what it is
ALTER TABLE conversations ADD COLUMN queue TEXT NOT NULL DEFAULT '';       -- whom it was last handed to
ALTER TABLE conversations ADD COLUMN handoffs BIGINT NOT NULL DEFAULT 0;  -- how often it was handed to people
ALTER TABLE conversations ADD COLUMN contact TEXT NOT NULL DEFAULT '';     -- phone or mail that the guest left
ALTER TABLE conversations ADD COLUMN waiting TEXT;                         -- {told_at, offer}, while the guest waits
CREATE INDEX conversations_by_status ON conversations (status, since, id);
