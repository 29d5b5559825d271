CREATE TABLE intent_models (
  config TEXT PRIMARY KEY,   -- the configuration version that it was trained for
  model  BYTEA NOT NULL
);
