-- When each schedule is due next; the rule with its zone, so that another one begins anew.
CREATE TABLE schedules (
  name TEXT NOT NULL PRIMARY KEY,
  rule TEXT NOT NULL,
  next BIGINT NOT NULL
);
