ALTER TABLE conversations ADD COLUMN left_open BIGINT NOT NULL DEFAULT 0;   -- it ended in the middle of something; says nothing of one that goes on
