-- name: mail_add
-- A mail into the outbox.
INSERT INTO mail (tenant_id, id, matter_id, purpose, to_address, lang, subject,
                  body_text, body_html, unsubscribe, file)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: mail_add_job
-- The job that sends it. Its own row of table job (src/job), because the
-- outbox stands on a floor below.
INSERT INTO job (tenant_id, id, kind, body, run_at)
VALUES ($1, $2, 'mail', $3, $4)

-- name: mail_get
-- One mail with its bodies, for sending and for the page that shows it.
SELECT id, COALESCE(matter_id, 0), purpose, to_address, lang, subject,
       delivery, detail, COALESCE(sent_at, 0), body_text, body_html,
       unsubscribe, file
FROM mail
WHERE tenant_id = $1 AND id = $2

-- name: mail_of_matter
-- What was sent about a matter.
SELECT id, COALESCE(matter_id, 0), purpose, to_address, lang, subject,
       delivery, detail, COALESCE(sent_at, 0)
FROM mail
WHERE tenant_id = $1 AND matter_id = $2
ORDER BY id

-- part: mail_in_list
-- A mail in the outbox, and what it is about. Who looks after the mail is not
-- named for what is confidential: of such a mail neither receiver nor subject.
SELECT mail.id, COALESCE(mail.matter_id, 0), mail.purpose,
       CASE WHEN COALESCE(m.confidential, 0) + COALESCE(t.confidential, 0) = 0
            THEN mail.to_address ELSE '' END,
       mail.lang,
       CASE WHEN COALESCE(m.confidential, 0) + COALESCE(t.confidential, 0) = 0
            THEN mail.subject ELSE '' END,
       mail.delivery, mail.detail, COALESCE(mail.sent_at, 0)
FROM mail
LEFT JOIN matter m ON m.tenant_id = mail.tenant_id AND m.id = mail.matter_id
LEFT JOIN topic t ON t.tenant_id = m.tenant_id AND t.id = m.topic_id

-- name: mail_list
-- The outbox, newest first.
-- use: mail_in_list
WHERE mail.tenant_id = $1 AND mail.id < $2
ORDER BY mail.id DESC
LIMIT $3

-- name: mail_list_by
-- The outbox in one state of delivery, newest first.
-- use: mail_in_list
WHERE mail.tenant_id = $1 AND mail.delivery = $4 AND mail.id < $2
ORDER BY mail.id DESC
LIMIT $3

-- name: mail_mark
-- What became of it.
UPDATE mail SET delivery = $3, detail = $4
WHERE tenant_id = $1 AND id = $2

-- name: mail_mark_sent
-- Gone: its words are not kept, they carry codes and links.
UPDATE mail SET delivery = 'sent', detail = $3, sent_at = $4,
                body_text = '', body_html = ''
WHERE tenant_id = $1 AND id = $2

-- name: mail_queue_again
-- A bounced mail goes back to the queue, if its words are still there.
UPDATE mail SET delivery = 'queued', detail = ''
WHERE tenant_id = $1 AND id = $2 AND delivery = 'bounced' AND body_text <> ''

-- name: mail_sender
-- Who mails come from, in all languages.
SELECT t.name_fi, t.name_sv, t.name_en,
       COALESCE((SELECT s.value FROM setting s
                 WHERE s.tenant_id = $1 AND s.name = 'mail_from'), ''),
       COALESCE((SELECT s.value FROM setting s
                 WHERE s.tenant_id = $1 AND s.name = 'mail_reply_to'), ''),
       COALESCE((SELECT s.value FROM setting s
                 WHERE s.tenant_id = $1 AND s.name = 'contact_mail'), ''),
       COALESCE((SELECT MIN(h.host) FROM tenant_host h
                 WHERE h.tenant_id = $1), '')
FROM tenant t
WHERE t.tenant_id = $1

-- name: mail_reply_box
-- Does a mailbox of this address take mails to address+token, too?
SELECT id
FROM mailbox
WHERE tenant_id = $1 AND address_key = $2 AND active = 1 AND plus = 1
