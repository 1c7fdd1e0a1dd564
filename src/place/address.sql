-- address.sql: local addresses and their loads. $1 is always the tenant.

-- name: address_current
-- The load that is in use.
SELECT id
  FROM address_load
 WHERE tenant_id = $1 AND state = 'current'
 ORDER BY id DESC
 LIMIT 1

-- name: address_next_fi
-- The first house of the next street between two keys.
SELECT key_fi, street_fi, street_sv, house, letter, postcode, lat, lon
  FROM address
 WHERE tenant_id = $1 AND load_id = $2 AND key_fi >= $3 AND key_fi < $4
 ORDER BY key_fi, house, letter
 LIMIT 1

-- name: address_next_sv
-- The same by the Swedish name.
SELECT key_sv, street_fi, street_sv, house, letter, postcode, lat, lon
  FROM address
 WHERE tenant_id = $1 AND load_id = $2 AND key_sv >= $3 AND key_sv < $4
 ORDER BY key_sv, house, letter
 LIMIT 1

-- name: address_houses_fi
-- Houses of a street from one number to another.
SELECT key_fi, street_fi, street_sv, house, letter, postcode, lat, lon
  FROM address
 WHERE tenant_id = $1 AND load_id = $2 AND key_fi = $3
   AND house >= $4 AND house <= $5
 ORDER BY house, letter
 LIMIT $6

-- name: address_houses_sv
-- The same by the Swedish name.
SELECT key_sv, street_fi, street_sv, house, letter, postcode, lat, lon
  FROM address
 WHERE tenant_id = $1 AND load_id = $2 AND key_sv = $3
   AND house >= $4 AND house <= $5
 ORDER BY house, letter
 LIMIT $6

-- name: address_insert
-- One row of a load.
INSERT INTO address (tenant_id, load_id, n, street_fi, street_sv, key_fi,
                     key_sv, house, letter, postcode, lat, lon)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: address_delete
-- Rows of a load that goes, from the last.
DELETE FROM address
 WHERE tenant_id = $1 AND load_id = $2 AND n > $3

-- name: address_load_insert
-- A file has come.
INSERT INTO address_load (tenant_id, id, state, file, name, bytes, staff_id)
VALUES ($1, $2, 'reading', $3, $4, $5, $6)

-- name: address_load_list
-- All loads, the newest first; a handful.
SELECT id, state, file, name, bytes, read_bytes, line, row_count, bad_count,
       bad_rows
  FROM address_load
 WHERE tenant_id = $1
 ORDER BY id DESC

-- name: address_load_read
-- How far it has been read.
UPDATE address_load
   SET read_bytes = $3, line = $4, row_count = $5, bad_count = $6,
       bad_rows = $7
 WHERE tenant_id = $1 AND id = $2

-- name: address_load_state
-- Its next state.
UPDATE address_load
   SET state = $3
 WHERE tenant_id = $1 AND id = $2

-- name: address_load_others
-- All but one go.
UPDATE address_load
   SET state = 'gone'
 WHERE tenant_id = $1 AND id <> $2

-- name: address_load_unready
-- What was being read, or waited, goes.
UPDATE address_load
   SET state = 'gone'
 WHERE tenant_id = $1 AND state IN ('reading', 'waiting')

-- name: address_load_delete
-- Its rows have gone.
DELETE FROM address_load
 WHERE tenant_id = $1 AND id = $2
