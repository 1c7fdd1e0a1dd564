-- staff.sql: people, permissions, sessions, links. $1 is always the tenant.

-- part: person
-- A person, in the order in which staff_store.c reads them.
SELECT id, mail, name, title, unit_id, lang, active,
       CASE WHEN password_hash = '' THEN 0 ELSE 1 END, signed_in_at, version
  FROM staff

-- name: staff_list
-- Everybody, for the administrator's list: a city has 1,500 handlers at most.
-- use: person
 WHERE tenant_id = $1
 ORDER BY active DESC, name, id

-- name: staff_by_id
-- One person, for their page and its version.
-- use: person
 WHERE tenant_id = $1 AND id = $2

-- name: staff_by_mail
-- Who signs in with this address (lower case).
-- use: person
 WHERE tenant_id = $1 AND mail = $2

-- name: staff_handlers
-- Whom a matter can be given to: members of the unit (0: of any) who may work
-- on matters at all.
-- use: person
 WHERE tenant_id = $1 AND active = 1 AND unit_id > 0
   AND (CAST($2 AS BIGINT) = 0 OR unit_id = $2)
   AND id IN (SELECT staff_id FROM staff_permission
               WHERE tenant_id = $1 AND permission IN ('triage', 'handle'))
 ORDER BY name, id
 LIMIT $3

-- part: above
-- Unit $2 and those above it.
WITH RECURSIVE above (id, parent_id) AS (
    SELECT id, parent_id
      FROM unit
     WHERE tenant_id = $1 AND id = $2
    UNION
    SELECT u.id, u.parent_id
      FROM unit u
      JOIN above a ON u.id = a.parent_id
     WHERE u.tenant_id = $1
)

-- name: staff_takers
-- Who would see the queue of a unit: its members, and those who may handle
-- the matters of it or of a unit above it. "All units" is nobody's queue.
-- use: above
-- use: person
 WHERE tenant_id = $1 AND active = 1
   AND (unit_id = $2 OR id IN (
        SELECT staff_id FROM staff_permission
         WHERE tenant_id = $1 AND permission = 'handle'
           AND unit_id IN (SELECT id FROM above)))
 ORDER BY name, id
 LIMIT 20

-- name: staff_trusted
-- Somebody who works on the matters of the unit and is named for what is
-- confidential there.
-- use: above
SELECT s.id
  FROM staff s
  JOIN staff_permission c ON c.tenant_id = s.tenant_id AND c.staff_id = s.id
  JOIN staff_permission h ON h.tenant_id = s.tenant_id AND h.staff_id = s.id
 WHERE s.tenant_id = $1 AND s.active = 1 AND c.permission = 'confidential'
   AND (c.unit_id = 0 OR c.unit_id IN (SELECT id FROM above))
   AND h.permission IN ('triage', 'handle')
   AND (h.unit_id = 0 OR h.unit_id IN (SELECT id FROM above))
 LIMIT 1

-- name: staff_manned
-- The units of which somebody sees the queue, see staff_takers; and those that
-- work by mail.
WITH RECURSIVE below (id) AS (
    SELECT p.unit_id
      FROM staff_permission p
      JOIN staff s ON s.tenant_id = p.tenant_id AND s.id = p.staff_id
     WHERE p.tenant_id = $1 AND p.permission = 'handle' AND p.unit_id <> 0
       AND s.active = 1
    UNION
    SELECT u.id
      FROM unit u
      JOIN below b ON u.parent_id = b.id
     WHERE u.tenant_id = $1
)
SELECT id FROM below
UNION
SELECT unit_id
  FROM staff
 WHERE tenant_id = $1 AND active = 1 AND unit_id IS NOT NULL
UNION
SELECT id
  FROM unit
 WHERE tenant_id = $1 AND by_mail = 1 AND active = 1

-- name: staff_password
-- The hash to verify; '' while no password was chosen.
SELECT password_hash
  FROM staff
 WHERE tenant_id = $1 AND id = $2 AND active = 1

-- name: staff_insert
-- No row is made when the address is taken.
INSERT INTO staff (tenant_id, id, mail, name, title, unit_id, lang, active,
                   created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING

-- name: staff_update
-- Optimistic lock: no row changes when somebody else saved first.
UPDATE staff
   SET mail = $3, name = $4, title = $5, unit_id = $6, lang = $7, active = $8,
       version = version + 1
 WHERE tenant_id = $1 AND id = $2 AND version = $9

-- name: staff_password_put
-- A chosen password; only its hash comes here.
UPDATE staff
   SET password_hash = $3
 WHERE tenant_id = $1 AND id = $2

-- name: staff_lang_put
-- The person's own choice; no version, nobody else edits it meanwhile.
UPDATE staff
   SET lang = $3
 WHERE tenant_id = $1 AND id = $2

-- name: staff_shortcuts_put
-- Single keys in the queues, on or off.
UPDATE staff
   SET shortcuts = $3
 WHERE tenant_id = $1 AND id = $2

-- name: staff_signed_in
-- So that an administrator sees accounts nobody uses.
UPDATE staff
   SET signed_in_at = $3
 WHERE tenant_id = $1 AND id = $2

-- name: staff_grants
-- What one person may do, and for which units (0 = all).
SELECT permission, unit_id
  FROM staff_permission
 WHERE tenant_id = $1 AND staff_id = $2
 ORDER BY permission, unit_id NULLS FIRST

-- name: staff_grants_all
-- In the order of staff ids, to be joined with the list.
SELECT staff_id, permission, unit_id
  FROM staff_permission
 WHERE tenant_id = $1
 ORDER BY staff_id NULLS FIRST, permission, unit_id NULLS FIRST

-- name: staff_grants_clear
-- Saving replaces all grants.
DELETE FROM staff_permission
 WHERE tenant_id = $1 AND staff_id = $2

-- name: staff_grant_add
-- The same grant twice is one grant.
INSERT INTO staff_permission (tenant_id, staff_id, permission, unit_id)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING

-- name: staff_other_holder
-- Is there anybody else active with this permission for all units?
SELECT s.id
  FROM staff s
  JOIN staff_permission p ON p.tenant_id = s.tenant_id AND p.staff_id = s.id
 WHERE s.tenant_id = $1 AND s.active = 1 AND s.id <> $2
   AND p.permission = $3 AND p.unit_id = 0
 LIMIT 1

-- name: staff_unit_known
-- May a person belong to it, or a permission be for it?
SELECT id
  FROM unit
 WHERE tenant_id = $1 AND id = $2 AND kind = 'own'

-- name: staff_may
-- Held for all units, for this one, or for one above it.
WITH RECURSIVE above (id, parent_id, depth) AS (
    SELECT id, parent_id, 0
      FROM unit
     WHERE tenant_id = $1 AND id = $4
    UNION ALL
    SELECT u.id, u.parent_id, a.depth + 1
      FROM unit u
      JOIN above a ON u.id = a.parent_id
     WHERE u.tenant_id = $1 AND a.depth < 32
)
SELECT unit_id
  FROM staff_permission
 WHERE tenant_id = $1 AND staff_id = $2 AND permission = $3
   AND (unit_id = 0 OR unit_id IN (SELECT id FROM above))
 LIMIT 1

-- name: staff_units
-- The units a permission is held for, with everything below them. UNION drops
-- repeats, so it ends on any tree. 0 stands for all.
WITH RECURSIVE below (id) AS (
    SELECT unit_id
      FROM staff_permission
     WHERE tenant_id = $1 AND staff_id = $2 AND permission = $3
    UNION
    SELECT u.id
      FROM unit u
      JOIN below b ON u.parent_id = b.id
     WHERE u.tenant_id = $1
)
SELECT id FROM below ORDER BY id

-- name: staff_counts
-- What the administrator's first page tells.
SELECT (SELECT COUNT(*) FROM unit WHERE tenant_id = $1 AND active = 1),
       (SELECT COUNT(*) FROM topic WHERE tenant_id = $1 AND active = 1),
       (SELECT COUNT(*) FROM staff WHERE tenant_id = $1 AND active = 1),
       (SELECT COUNT(*) FROM staff WHERE tenant_id = $1 AND active = 1
                                     AND password_hash = '')

-- name: session_insert
-- A sign-in: the token itself is only in the browser.
INSERT INTO staff_session (tenant_id, token_hash, staff_id, csrf, created_at,
                           expires_at)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: session_find
-- The person with one row for each grant, one row with NULLs when there is
-- none. A deactivated person has no session.
SELECT s.id, s.name, s.mail, s.unit_id, s.lang, x.csrf, p.permission,
       s.shortcuts
  FROM staff_session x
  JOIN staff s ON s.tenant_id = x.tenant_id AND s.id = x.staff_id
  LEFT JOIN staff_permission p
         ON p.tenant_id = s.tenant_id AND p.staff_id = s.id
 WHERE x.tenant_id = $1 AND x.token_hash = $2 AND x.expires_at > $3
   AND s.active = 1

-- name: session_ended
-- Whose it was, while its row is still there. A deactivated person's is not.
SELECT s.id, x.csrf
  FROM staff_session x
  JOIN staff s ON s.tenant_id = x.tenant_id AND s.id = x.staff_id
 WHERE x.tenant_id = $1 AND x.token_hash = $2 AND s.active = 1

-- name: session_delete
-- Sign out here.
DELETE FROM staff_session
 WHERE tenant_id = $1 AND token_hash = $2

-- name: session_delete_all
-- Sign out everywhere: asked for, after a new password, on deactivation.
DELETE FROM staff_session
 WHERE tenant_id = $1 AND staff_id = $2

-- name: session_delete_old
-- Swept when the same person signs in.
DELETE FROM staff_session
 WHERE tenant_id = $1 AND staff_id = $2 AND expires_at <= $3

-- name: session_delete_expired
-- Swept of everybody. As many rows as people have signed in lately.
-- plan: scan ok
DELETE FROM staff_session
 WHERE tenant_id = $1 AND expires_at <= $2

-- name: link_delete_old
-- For a month an old link still says why it does not work.
DELETE FROM staff_link
 WHERE tenant_id = $1 AND expires_at <= $2

-- name: link_insert
-- An invitation or a reset; the token itself is only in the mail.
INSERT INTO staff_link (tenant_id, token_hash, staff_id, purpose, expires_at)
VALUES ($1, $2, $3, $4, $5)

-- name: link_find
-- With what makes it unusable, so that the page can say why.
SELECT k.staff_id, k.purpose, k.expires_at, k.used_at, s.active
  FROM staff_link k
  JOIN staff s ON s.tenant_id = k.tenant_id AND s.id = k.staff_id
 WHERE k.tenant_id = $1 AND k.token_hash = $2

-- name: link_use
-- Exactly once: no row changes the second time.
UPDATE staff_link
   SET used_at = $3
 WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL
   AND expires_at > $3

-- name: link_close_purpose
-- A new link ends the older ones of its kind.
UPDATE staff_link
   SET used_at = $4
 WHERE tenant_id = $1 AND staff_id = $2 AND purpose = $3 AND used_at IS NULL

-- name: link_close
-- A chosen password, or deactivation, ends all links of the person.
UPDATE staff_link
   SET used_at = $3
 WHERE tenant_id = $1 AND staff_id = $2 AND used_at IS NULL

-- name: link_recent
-- How many of a purpose were made after an instant, told by their end.
SELECT COUNT(*)
  FROM staff_link
 WHERE tenant_id = $1 AND staff_id = $2 AND purpose = $3 AND expires_at > $4
