-- When whoever is signed in last gave or set the password. Each session before this began with that.
ALTER TABLE people_sessions ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;
UPDATE people_sessions SET proved_at = began_at;
