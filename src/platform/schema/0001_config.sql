-- Versions of the tenant's file. Two files that mean the same are one version.
CREATE TABLE config_versions (
  number BIGINT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  parent TEXT,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  note TEXT NOT NULL,
  yaml TEXT NOT NULL,
  bases TEXT NOT NULL,
  document TEXT NOT NULL
);

-- Which version is live where.
CREATE TABLE config_live (
  environment TEXT NOT NULL DEFAULT 'prod' PRIMARY KEY,
  hash TEXT NOT NULL,
  deployed_at BIGINT NOT NULL,
  deployed_by TEXT NOT NULL
);

-- Every time something else went live, for rollback and for the record.
CREATE TABLE config_deployments (
  number BIGINT NOT NULL PRIMARY KEY,
  environment TEXT NOT NULL DEFAULT 'prod',
  hash TEXT NOT NULL,
  is_rollback BIGINT NOT NULL,
  deployed_at BIGINT NOT NULL,
  deployed_by TEXT NOT NULL,
  note TEXT NOT NULL
);
