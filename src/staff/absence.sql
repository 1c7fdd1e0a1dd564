-- absence.sql: who is away and who looks after their matters. $1 is always the
-- tenant.

-- name: absence_insert
-- Somebody will be away.
INSERT INTO absence (tenant_id, id, staff_id, substitute_id, starts_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: absence_end
-- Back earlier than planned.
UPDATE absence
   SET ends_at = $4
 WHERE tenant_id = $1 AND id = $2 AND staff_id = $3 AND ends_at > $4

-- part: absence
-- An absence with the names of both.
SELECT x.id, x.staff_id, x.substitute_id, x.starts_at, x.ends_at,
       COALESCE(w.name, ''), COALESCE(s.name, '')
  FROM absence x
  LEFT JOIN staff w ON w.tenant_id = x.tenant_id AND w.id = x.staff_id
  LEFT JOIN staff s ON s.tenant_id = x.tenant_id AND s.id = x.substitute_id

-- name: absence_of_staff
-- What one person has planned and not ended by $3.
-- use: absence
 WHERE x.tenant_id = $1 AND x.staff_id = $2 AND x.ends_at > $3
 ORDER BY x.starts_at, x.id

-- name: absence_of_substitute
-- Whose matters this person looks after at $3.
-- use: absence
 WHERE x.tenant_id = $1 AND x.substitute_id = $2 AND x.ends_at > $3
   AND x.starts_at <= $3
 ORDER BY x.starts_at, x.id

-- name: absence_now
-- Everybody who is away at $2; some dozens in a city.
-- use: absence
 WHERE x.tenant_id = $1 AND x.ends_at > $2 AND x.starts_at <= $2
 ORDER BY x.staff_id, x.id
