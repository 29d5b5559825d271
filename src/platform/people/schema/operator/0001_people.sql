CREATE TABLE people_users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  password TEXT NOT NULL,
  let_in_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

-- A role of the operator has no tenant: ''.
CREATE TABLE people_roles (
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  tenant TEXT NOT NULL,
  PRIMARY KEY (user_id, role, tenant)
);
CREATE INDEX people_roles_by_role ON people_roles (role);

-- What lets somebody in once. Only the digest of a link is here: whoever reads this table can open none.
CREATE TABLE people_links (
  digest TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  purpose TEXT NOT NULL,
  user_id TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX people_links_by_user ON people_links (user_id);

CREATE TABLE people_sessions (
  digest TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE INDEX people_sessions_by_user ON people_sessions (user_id);

CREATE TABLE people_keys (
  digest TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  tenant TEXT NOT NULL,
  permissions TEXT NOT NULL,
  made_by TEXT NOT NULL,
  maker TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL
);
