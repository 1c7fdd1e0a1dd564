-- tenant.sql: the municipality itself. $1 is always the tenant.

-- name: tenant_row
-- What it is called.
SELECT slug, name_fi, name_sv, name_en, loopback
  FROM tenant
 WHERE tenant_id = $1

-- name: tenant_hosts
-- The host names it answers for.
SELECT host
  FROM tenant_host
 WHERE tenant_id = $1
 ORDER BY host

-- name: tenant_settings
-- All settings at once, for the directory and the form.
SELECT name, value
  FROM setting
 WHERE tenant_id = $1
 ORDER BY name

-- name: tenant_setting
-- One setting.
SELECT value
  FROM setting
 WHERE tenant_id = $1 AND name = $2

-- name: tenant_setting_put
-- The last one who saves wins, name by name.
INSERT INTO setting (tenant_id, name, value)
VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, name) DO UPDATE SET value = excluded.value

-- name: tenant_name_put
-- The municipality in three languages.
UPDATE tenant
   SET name_fi = $2, name_sv = $3, name_en = $4
 WHERE tenant_id = $1

-- name: tenant_loopback_put
-- A demo answers for every loopback host name.
UPDATE tenant
   SET loopback = $2
 WHERE tenant_id = $1

-- name: tenant_host_add
-- Adding a host twice is no error.
INSERT INTO tenant_host (tenant_id, host)
VALUES ($1, $2)
ON CONFLICT DO NOTHING
