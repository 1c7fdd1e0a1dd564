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

-- name: event_newest
-- The end of the events.
SELECT id
  FROM event
 WHERE tenant_id = $1
 ORDER BY id DESC
 LIMIT 1

-- name: event_after
-- What happened after $2, in order.
SELECT id, COALESCE(matter_id, 0), kind
  FROM event
 WHERE tenant_id = $1 AND id > $2
 ORDER BY id
 LIMIT $3

-- name: event_chain_end
-- Where the chain must end: events cut off at the end show here.
SELECT chain
  FROM head
 WHERE tenant_id = $1

-- name: event_uses
-- The log of use before $2, newest first. The condition is that of the index
-- event_use; "$3 = ''" is every kind, "$4 = 0" everybody.
SELECT e.id, e.kind, COALESCE(e.staff_id, 0), COALESCE(s.name, ''),
       e.payload, COALESCE(m.number_year, 0), COALESCE(m.number, 0)
  FROM event e
  LEFT JOIN staff s ON s.tenant_id = e.tenant_id AND s.id = e.staff_id
  LEFT JOIN matter m ON m.tenant_id = e.tenant_id AND m.id = e.matter_id
 WHERE e.tenant_id = $1 AND e.id < $2
   AND (e.kind = 'viewed' OR e.kind = 'searched' OR e.kind = 'exported'
        OR e.kind = 'disclosed' OR e.kind = 'held'
        OR e.kind = 'released_hold' OR e.kind = 'log_read')
   AND (CAST($3 AS TEXT) = '' OR e.kind = CAST($3 AS TEXT))
   AND (CAST($4 AS BIGINT) = 0 OR e.staff_id = CAST($4 AS BIGINT))
 ORDER BY e.id DESC
 LIMIT $5

-- name: event_links
-- The links of a matter as they stand in the chain, for a package of evidence.
SELECT e.id, e.kind, e.actor, COALESCE(e.staff_id, 0), COALESCE(s.name, ''),
       e.payload, e.salt, e.commitment, e.chain
  FROM event e
  LEFT JOIN staff s ON s.tenant_id = e.tenant_id AND s.id = e.staff_id
 WHERE e.tenant_id = $1 AND e.matter_id = $2
 ORDER BY e.id
