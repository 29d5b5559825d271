-- The tenants of this house.
CREATE TABLE tenants (
  id TEXT NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL,
  state TEXT NOT NULL
);

-- Publishable keys. A row is never removed and never changes its tenant, so that no key passes to another.
CREATE TABLE web_keys (
  key TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  retired_at BIGINT
);
