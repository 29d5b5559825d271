-- The customers of a tenant, one record each.
CREATE TABLE contacts (
  id TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,          -- the name in small letters, to be found by
  is_known BIGINT NOT NULL,      -- 1 where there is anything to know of them; lists show no others
  merged_into TEXT NOT NULL,     -- the contact that this one turned out to be; '': none
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX contacts_known ON contacts (number) WHERE is_known = 1;
CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into <> '';
-- By what they are known. What is proved is of one contact only; what was merely said may be of several.
CREATE TABLE contact_marks (
  contact TEXT NOT NULL,
  sign TEXT NOT NULL,            -- phone, email, external
  value TEXT NOT NULL,           -- in one writing
  is_proved BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (contact, sign, value)
);
CREATE UNIQUE INDEX contact_marks_proved ON contact_marks (sign, value) WHERE is_proved = 1;
CREATE INDEX contact_marks_values ON contact_marks (value);
-- Whose conversation it is.
CREATE TABLE contact_conversations (
  conversation TEXT NOT NULL PRIMARY KEY,
  contact TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX contact_conversations_contacts ON contact_conversations (contact, at);
-- What the staff, and the bot for the staff, wrote down of them.
CREATE TABLE contact_notes (
  number BIGINT NOT NULL PRIMARY KEY,
  contact TEXT NOT NULL,
  author TEXT NOT NULL,
  words TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX contact_notes_contacts ON contact_notes (contact, number);
