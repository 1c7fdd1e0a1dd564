/*
 * mailbox.c: what a mailbox may be.
 */
#include "mailbox/mailbox.h"

#include "base/json.h"
#include "base/seal.h"
#include "base/str.h"
#include "base/utf8.h"
#include "job/job.h"
#include "mail/imap.h"
#include "mail/mail.h"
#include "mailbox/mailbox_store.h"
#include "tenant/audit.h"
#include "unit/unit.h"

static const char purpose[] = "mailbox password";

static bool name_ok(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n && n <= MAILBOX_NAME_MAX && !name[n];
}

/* Spoken to the server inside quotes, so nothing that could end them. */
static bool folder_ok(const char *folder)
{
	for (const char *c = folder; *c; c++)
		if (*c < 0x20 || *c > 0x7e || *c == '"' || *c == '\\')
			return false;
	return strlen(folder) <= MAILBOX_TEXT_MAX;
}

static bool plain_line(const char *text, size_t max)
{
	for (const char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
	return utf8_length(text) <= max;
}

static unsigned server_faults(const struct mailbox_change *c)
{
	const struct mailbox *b = &c->box;
	unsigned bad = 0;

	if (str_empty(b->server))
		return 0;
	if (strlen(b->server) > MAILBOX_TEXT_MAX || !imap_server_ok(b->server))
		bad |= MAILBOX_BAD_SERVER;
	if (str_empty(b->login) || !plain_line(b->login, MAILBOX_TEXT_MAX))
		bad |= MAILBOX_BAD_LOGIN;
	if ((str_empty(c->password) && str_empty(b->secret)) ||
	    !plain_line(c->password, MAILBOX_SECRET_MAX))
		bad |= MAILBOX_BAD_SECRET;
	if (str_empty(b->folder) || !folder_ok(b->folder))
		bad |= MAILBOX_BAD_FOLDER;
	if (!folder_ok(b->move_to) || str_same(b->move_to, b->folder))
		bad |= MAILBOX_BAD_MOVE;
	return bad;
}

/* A unit that is closed gets no mail. */
static enum err unit_fault(struct db *db, struct arena *a, int64_t unit_id,
			   unsigned *bad)
{
	struct unit u;
	enum err err;

	if (!unit_id)
		return OK;
	err = unit_id > 0 ? unit_get(db, a, unit_id, &u) : ERR_NOT_FOUND;
	if (err == ERR_NOT_FOUND || (!err && !u.active)) {
		*bad |= MAILBOX_BAD_UNIT;
		return OK;
	}
	return err;
}

static enum err taken(struct db *db, struct arena *a, const struct mailbox *b,
		      unsigned *bad)
{
	struct mailbox *list;
	size_t n;
	enum err err = mailbox_list(db, a, &list, &n);

	for (size_t i = 0; !err && i < n; i++) {
		if (list[i].id == b->id)
			continue;
		if (str_same(list[i].name, b->name))
			*bad |= MAILBOX_NAME_TAKEN;
		if (str_same_nocase(list[i].address, b->address))
			*bad |= MAILBOX_ADDRESS_TAKEN;
	}
	return err;
}

enum err mailbox_faults(struct db *db, struct arena *a,
			const struct mailbox_change *c, unsigned *ret_bad)
{
	const struct mailbox *b = &c->box;
	unsigned bad = server_faults(c);
	enum err err;

	if (!name_ok(b->name))
		bad |= MAILBOX_BAD_NAME;
	/* A + in it would be cut off. */
	if (!mail_address_ok(b->address) || strchr(b->address, '+'))
		bad |= MAILBOX_BAD_ADDRESS;
	err = unit_fault(db, a, b->unit_id, &bad);
	if (!err)
		err = taken(db, a, b, &bad);
	if (!err)
		*ret_bad = bad;
	return err;
}

static enum err audit(struct db *db, struct arena *a, int64_t staff_id,
		      const char *kind, int64_t id)
{
	struct json j;
	struct str text;

	str_init(&text, a, 64);
	json_init(&j, &text);
	json_open(&j, '{');
	json_put_int(&j, "mailbox", id);
	json_close(&j, '}');
	return audit_add(db, a, kind, staff_id, text.ptr);
}

enum err mailbox_save(struct db *db, struct arena *a, int64_t staff_id,
		      const struct mailbox_change *c, int64_t *ret_id)
{
	struct mailbox b = c->box;
	bool is_new = !b.id;
	unsigned bad = 0;
	enum err err = mailbox_faults(db, a, c, &bad);

	if (err || bad)
		return err ? err : ERR_INVALID;
	if (!str_empty(c->password))
		b.secret = seal_text(a, purpose, db_tenant(db), c->password);
	if (is_new) {
		b.id = db_new_id(db);
		err = store_mailbox_insert(db, b.id, &b);
	} else {
		err = store_mailbox_update(db, &b);
	}
	if (!err)
		err = audit(db, a, staff_id,
			    is_new ? "mailbox_added" : "mailbox_changed", b.id);
	if (err)
		return err;
	*ret_id = b.id;
	return job_add(db, a, "mailbox", "{}", 0);
}

enum err mailbox_password(struct arena *a, int64_t tenant,
			  const struct mailbox *box, const char **ret_password)
{
	return seal_open(a, purpose, tenant, box->secret, ret_password);
}
