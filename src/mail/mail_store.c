/*
 * mail_store.c: the rows of the outbox.
 */
#include "base/clock.h"
#include "base/shared.h"
#include "base/str.h"
#include "mail/mail.h"
#include "mail/mail_sql.h"
#include "mail/reply_address.h"

static enum err add_job(struct db *db, struct arena *a, int64_t mail_id)
{
	const char *body =
		arena_printf(a, "{\"mail\":%lld}", (long long)mail_id);
	enum err err;

	err = db_send(db, &Q_mail_add_job,
		      ARGS(ARG_INT(db_new_id(db)), ARG_TEXT(body),
			   ARG_INT(clock_now_us())));
	if (!err)
		shared_wake_jobs(db_tenant(db));
	return err;
}

enum err mail_queue(struct db *db, struct arena *a, const struct mail *m,
		    int64_t *ret_id)
{
	struct sql_arg matter = m->matter_id ? ARG_INT(m->matter_id) : ARG_NULL;
	int64_t id;
	enum err err;

	if (!mail_address_ok(m->to))
		return ERR_INVALID;
	id = db_new_id(db);
	err = db_send(db, &Q_mail_add,
		      ARGS(ARG_INT(id), matter, ARG_TEXT(m->purpose),
			   ARG_TEXT(m->to), ARG_TEXT(lang_codes[m->lang]),
			   ARG_TEXT(m->subject), ARG_TEXT(m->body_text),
			   ARG_TEXT(m->body_html ? m->body_html : ""),
			   ARG_TEXT(m->unsubscribe ? m->unsubscribe : ""),
			   ARG_TEXT(m->file ? m->file : "")));
	if (!err)
		err = add_job(db, a, id);
	if (err)
		return err;
	*ret_id = id;
	return OK;
}

static void read_mail(const struct rows *r, struct mail *to)
{
	to->id = rows_int(r, 0);
	to->matter_id = rows_int(r, 1);
	to->purpose = rows_text(r, 2);
	to->to = rows_text(r, 3);
	to->lang = LANG_FI;
	(void)lang_parse(rows_text(r, 4), &to->lang);
	to->subject = rows_text(r, 5);
	to->delivery = rows_text(r, 6);
	to->detail = rows_text(r, 7);
	to->sent_at = rows_int(r, 8);
	to->body_text = to->body_html = to->unsubscribe = "";
	to->file = "";
}

enum err mail_get(struct db *db, struct arena *a, int64_t id,
		  struct mail *ret_mail)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_mail_get, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	read_mail(r, ret_mail);
	ret_mail->body_text = rows_text(r, 9);
	ret_mail->body_html = rows_text(r, 10);
	ret_mail->unsubscribe = rows_text(r, 11);
	ret_mail->file = rows_text(r, 12);
	return OK;
}

static void read_list(struct arena *a, struct rows *r, struct mail **ret_list,
		      size_t *ret_count)
{
	struct mail *list = arena_array(a, rows_count(r), sizeof(*list));
	size_t n = 0;

	while (rows_next(r))
		read_mail(r, &list[n++]);
	*ret_list = list;
	*ret_count = n;
}

enum err mail_of_matter(struct db *db, struct arena *a, int64_t matter_id,
			struct mail **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_mail_of_matter, ARGS(ARG_INT(matter_id)), &r);

	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err mail_list(struct db *db, struct arena *a, const struct mail_filter *f,
		   struct mail **ret_list, size_t *ret_count)
{
	int64_t before = f->before_id ? f->before_id : INT64_MAX;
	struct rows *r;
	enum err err;

	if (str_empty(f->delivery))
		err = db_rows(db, a, &Q_mail_list,
			      ARGS(ARG_INT(before), ARG_INT(f->limit)), &r);
	else
		err = db_rows(db, a, &Q_mail_list_by,
			      ARGS(ARG_INT(before), ARG_INT(f->limit),
				   ARG_TEXT(f->delivery)),
			      &r);
	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err mail_mark(struct db *db, int64_t id, const char *delivery,
		   const char *detail)
{
	if (str_same(delivery, "sent"))
		return db_exec(db, &Q_mail_mark_sent,
			       ARGS(ARG_INT(id), ARG_TEXT(detail),
				    ARG_INT(clock_now_us())));
	return db_exec(db, &Q_mail_mark,
		       ARGS(ARG_INT(id), ARG_TEXT(delivery), ARG_TEXT(detail)));
}

enum err mail_send_again(struct db *db, struct arena *a, int64_t id)
{
	int64_t changed;
	enum err err =
		db_change(db, &Q_mail_queue_again, ARGS(ARG_INT(id)), &changed);

	if (err)
		return err;
	return changed ? add_job(db, a, id) : ERR_CONFLICT;
}

/* The first that is an address; "" when none is. */
static const char *first_address(const char *const *from)
{
	for (; *from; from++)
		if (mail_address_ok(*from))
			return *from;
	return "";
}

enum err mail_sender(struct db *db, struct arena *a, enum lang lang,
		     struct mail_from *ret_from)
{
	const char *own, *reply_to, *contact, *host;
	struct rows *r;
	enum err err = db_rows(db, a, &Q_mail_sender, NO_ARGS, &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	own = rows_text(r, 3);
	reply_to = rows_text(r, 4);
	contact = rows_text(r, 5);
	host = arena_printf(a, "noreply@%s", rows_text(r, 6));
	ret_from->name = rows_text(r, (int)lang);
	ret_from->from =
		first_address((const char *const[]){own, host, contact, NULL});
	ret_from->reply_to =
		first_address((const char *const[]){reply_to, contact, NULL});
	return OK;
}

/* Mails whose reply belongs to the matter; what tells the house or a follower
 * does not invite one. */
static bool is_answered(const char *purpose)
{
	static const char *const list[] = {
		"receipt", "answer", "interim_reply", "question", "work", NULL};

	for (const char *const *p = list; *p; p++)
		if (str_same(*p, purpose))
			return true;
	return false;
}

enum err mail_reply_here(struct db *db, struct arena *a, const struct mail *m,
			 struct mail_from *from)
{
	struct rows *r;
	enum err err;

	if (!m->matter_id || str_empty(from->reply_to) ||
	    !is_answered(m->purpose))
		return OK;
	err = db_rows(db, a, &Q_mail_reply_box,
		      ARGS(ARG_TEXT(str_lower(a, from->reply_to))), &r);
	if (!err && rows_next(r))
		from->reply_to = reply_address_make(
			a, from->reply_to, db_tenant(db), m->matter_id);
	return err;
}

enum err mail_heard_of(struct db *db, struct arena *a, int64_t id,
		       const char *delivery, const char *detail)
{
	struct mail m;
	enum err err = mail_get(db, a, id, &m);

	if (err)
		return err;
	return db_exec(
		db, &Q_mail_mark,
		ARGS(ARG_INT(id),
		     ARG_TEXT(str_empty(delivery) ? m.delivery : delivery),
		     ARG_TEXT(detail)));
}
