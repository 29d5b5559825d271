ALTER TABLE conversations ADD COLUMN endings BIGINT NOT NULL DEFAULT 0;   -- how often it ended; it may go on behind that
