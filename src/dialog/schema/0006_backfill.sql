-- Whether all that was said in a conversation can be found: 0 for those from before the index, until they were read.
ALTER TABLE conversations ADD COLUMN indexed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX conversations_to_index ON conversations (created_at DESC, id) WHERE indexed = 0;
