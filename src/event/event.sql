-- event.sql: who changed what, when; chained so that a change shows.

-- name: event_insert
-- One link of the chain.
INSERT INTO event (tenant_id, id, matter_id, kind, actor, staff_id, payload,
                   salt, commitment, chain)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: event_list
-- The history of a matter, oldest first.
SELECT e.id, COALESCE(e.matter_id, 0), e.kind, e.actor,
       COALESCE(e.staff_id, 0), COALESCE(s.name, ''), e.payload
  FROM event e
  LEFT JOIN staff s ON s.tenant_id = e.tenant_id AND s.id = e.staff_id
 WHERE e.tenant_id = $1 AND e.matter_id = $2
 ORDER BY e.id

-- name: event_walk
-- The chain in order, some links at a time.
SELECT id, COALESCE(matter_id, 0), kind, actor, COALESCE(staff_id, 0),
       payload, salt, commitment, chain
  FROM event
 WHERE tenant_id = $1 AND id > $2
 ORDER BY id
 LIMIT 1000

-- name: event_chain_end
-- Where the chain must end: events cut off at the end show here.
SELECT chain
  FROM head
 WHERE tenant_id = $1
