-- mailbox.sql: mailboxes and the mails that came in. $1 is always the tenant.

-- part: mailbox
-- A mailbox, in the order in which mailbox_store.c reads it.
SELECT id, name, address, COALESCE(unit_id, 0), plus, server, login, secret,
       folder, move_to, active, checked_at, failures, error, version
  FROM mailbox

-- name: mailbox_list
-- Every mailbox: a city has some dozens at most.
-- use: mailbox
 WHERE tenant_id = $1
 ORDER BY active DESC, name

-- name: mailbox_by_id
-- One mailbox, for its page.
-- use: mailbox
 WHERE tenant_id = $1 AND id = $2

-- name: mailbox_by_name
-- One that takes mails, by the name the command has.
-- use: mailbox
 WHERE tenant_id = $1 AND name = $2 AND active = 1

-- name: mailbox_by_address
-- Is it an address of ours?
SELECT id
  FROM mailbox
 WHERE tenant_id = $1 AND address_key = $2

-- name: mailbox_due
-- The one that has waited longest to be looked into.
-- use: mailbox
 WHERE tenant_id = $1 AND active = 1 AND server <> '' AND next_at <= $2
 ORDER BY next_at, id
 LIMIT 1

-- name: mailbox_insert
-- No row is made when the name or the address is taken.
INSERT INTO mailbox (tenant_id, id, name, address, address_key, unit_id, plus,
                     server, login, secret, folder, move_to, active)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT DO NOTHING

-- name: mailbox_update
-- Optimistic lock; what failed before is tried anew.
UPDATE mailbox
   SET name = $3, address = $4, address_key = $5, unit_id = $6, plus = $7,
       server = $8, login = $9, secret = $10, folder = $11, move_to = $12,
       active = $13, next_at = 0, failures = 0, error = '',
       version = version + 1
 WHERE tenant_id = $1 AND id = $2 AND version = $14

-- name: mailbox_looked
-- How the last look went.
UPDATE mailbox
   SET next_at = $3, checked_at = $4, failures = $5, error = $6
 WHERE tenant_id = $1 AND id = $2

-- name: received_insert
-- A mail that came in.
INSERT INTO received (tenant_id, id, mailbox_id, digest, fate, from_name,
                      from_mail, subject, text, folded, files_left, matter_id,
                      entry_id, mail_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

-- name: received_same
-- The same mail, in whichever mailbox.
SELECT mailbox_id, COALESCE(matter_id, 0)
  FROM received
 WHERE tenant_id = $1 AND digest = $2

-- part: received
-- A mail with its text, in the order in which received_store.c reads it.
SELECT id, mailbox_id, fate, from_name, from_mail, subject, text, folded,
       files_left, COALESCE(matter_id, 0), COALESCE(entry_id, 0),
       COALESCE(mail_id, 0)
  FROM received

-- name: received_of_matter
-- What came by mail about one matter.
-- use: received
 WHERE tenant_id = $1 AND matter_id = $2 AND fate <> 'dropped'
 ORDER BY id

-- name: received_held
-- One that waits for a handler.
-- use: received
 WHERE tenant_id = $1 AND id = $2 AND matter_id = $3 AND fate = 'held'

-- name: received_settle
-- A handler has decided: the text is in the entry now, or gone.
UPDATE received
   SET fate = $3, entry_id = $4, text = '',
       folded = CASE WHEN $3 = 'dropped' THEN '' ELSE folded END
 WHERE tenant_id = $1 AND id = $2 AND fate = 'held'

-- name: received_list
-- The newest mails, whose texts are not everybody's.
SELECT id, mailbox_id, fate, from_name, from_mail, '', '', '', files_left,
       COALESCE(matter_id, 0), COALESCE(entry_id, 0), COALESCE(mail_id, 0)
  FROM received
 WHERE tenant_id = $1
 ORDER BY id DESC
 LIMIT $2

-- name: received_forget
-- What only programs said, after a while.
DELETE FROM received
 WHERE tenant_id = $1 AND id < $2
   AND (fate = 'automatic' OR fate = 'bounce' OR fate = 'loop'
        OR fate = 'dropped')
