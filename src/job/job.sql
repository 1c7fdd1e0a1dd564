-- name: job_add
-- Work for after COMMIT.
INSERT INTO job (tenant_id, id, kind, body, run_at)
VALUES ($1, $2, $3, $4, $5)

-- name: job_next_kind
-- The next kind that has living jobs, and when its first is to run: walks the
-- index from kind to kind, however many jobs there are of each.
SELECT kind, run_at
FROM job
WHERE tenant_id = $1 AND dead = 0 AND kind > $2
ORDER BY kind, run_at
LIMIT 1

-- name: job_due
-- The job of a kind that has waited longest and that nobody holds.
SELECT id, body, attempts
FROM job
WHERE tenant_id = $1 AND dead = 0 AND kind = $2 AND run_at <= $3
  AND leased_until <= $3
ORDER BY run_at, id
LIMIT 1

-- name: job_claim
-- Takes it for a while. The lease is tested again here: between the two
-- statements another process may have taken it.
UPDATE job SET leased_until = $4, attempts = attempts + 1
WHERE tenant_id = $1 AND id = $2 AND dead = 0 AND leased_until <= $3

-- name: job_done
-- It ran. Only the holder of the lease may say so.
DELETE FROM job
WHERE tenant_id = $1 AND id = $2 AND leased_until = $3

-- name: job_later
-- It runs another time: after a failure, or because its period goes on.
UPDATE job SET run_at = $4, attempts = $5, error = $6, leased_until = 0
WHERE tenant_id = $1 AND id = $2 AND leased_until = $3

-- name: job_bury
-- It failed too often. run_at is when it failed last.
UPDATE job SET dead = 1, run_at = $4, error = $5, leased_until = 0
WHERE tenant_id = $1 AND id = $2 AND leased_until = $3

-- name: job_bury_kind
-- Jobs of a kind this binary does not know.
UPDATE job SET dead = 1, run_at = $3, error = $4
WHERE tenant_id = $1 AND dead = 0 AND kind = $2

-- name: job_every_alive
-- The one row of a kind that runs by itself, while it lives.
SELECT id
FROM job
WHERE tenant_id = $1 AND dead = 0 AND kind = $2 AND body = $3

-- name: job_every_dead
-- The same row after it has failed too often.
SELECT id, run_at, attempts
FROM job
WHERE tenant_id = $1 AND dead = 1 AND kind = $2 AND body = $3

-- name: job_revive
-- One more attempt a period for a kind that runs by itself.
UPDATE job SET dead = 0, run_at = $3, attempts = $4, leased_until = 0
WHERE tenant_id = $1 AND id = $2 AND dead = 1

-- name: job_retry
-- A person has mended the cause: it starts over.
UPDATE job SET dead = 0, run_at = $3, attempts = 0, leased_until = 0, error = ''
WHERE tenant_id = $1 AND id = $2 AND dead = 1

-- name: job_dead_list
-- What gave up, newest first.
SELECT id, kind, attempts, run_at, error
FROM job
WHERE tenant_id = $1 AND dead = 1
ORDER BY id DESC
LIMIT $2
