ALTER TABLE conversations ADD COLUMN served BIGINT NOT NULL DEFAULT 0;   -- it waits for a person, and the bot goes on meanwhile
