-- name: health_ping
-- The head row of a tenant: there in every municipality, one page to read.
SELECT last_id FROM head WHERE tenant_id = $1
