-- sql.sql: what the floor itself asks: the head row, and the homes of
-- tenants. Everything else is asked by the slice whose table it is.

-- name: head_get
-- Read once when a write transaction begins.
SELECT last_id, number_year, last_number, chain
  FROM head
 WHERE tenant_id = $1

-- name: head_put
-- Written once at its end.
UPDATE head
   SET last_id = $2, number_year = $3, last_number = $4, chain = $5
 WHERE tenant_id = $1

-- name: head_insert
-- A new tenant's; $2 is the empty chain.
INSERT INTO head (tenant_id, last_id, number_year, last_number, chain)
VALUES ($1, 0, 0, 0, $2)

-- name: home_insert
-- The slug stands in for the names until the operator's are written.
INSERT INTO tenant (tenant_id, slug, name_fi, name_sv, name_en, created_at)
VALUES ($1, $2, $2, $2, $2, $3)

-- name: home_unwalled
-- Whether row-level security does not count for who asks. In SQLite every
-- tenant has a file of its own.
-- no tenant
SELECT 0
-- engine: postgres
SELECT (rolsuper OR rolbypassrls)::int
  FROM pg_roles
 WHERE rolname = current_user

-- name: home_list
-- Every tenant this database holds: one in SQLite, all in PostgreSQL.
-- no tenant
SELECT tenant_id, slug
  FROM tenant
 ORDER BY tenant_id

-- name: schema_newest
-- Where this schema stands, and whom it still lets in.
-- no tenant
SELECT COALESCE(MAX(version), 0), COALESCE(MAX(min_version), 0)
  FROM schema_version

-- name: schema_add
-- A migration was applied.
-- no tenant
INSERT INTO schema_version (version, name, min_version, applied_at)
VALUES ($2, $3, $4, $5)
