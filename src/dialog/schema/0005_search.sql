-- What a conversation can be found by: the words of what was said and of what tools were given and gave.
CREATE TABLE conversation_words (
  word TEXT NOT NULL,
  conversation TEXT NOT NULL,
  PRIMARY KEY (word, conversation)
);
ALTER TABLE conversations ADD COLUMN guest TEXT NOT NULL DEFAULT '';       -- the name that the guest gave
ALTER TABLE conversations ADD COLUMN effects BIGINT NOT NULL DEFAULT 0;   -- what was written for them by tools
CREATE INDEX conversations_by_queue ON conversations (queue, updated_at DESC, id);
