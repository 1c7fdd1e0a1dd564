/*
 * received_store.c: mails that came in, in and out of the database.
 */
#include "mailbox/mailbox.h"
#include "mailbox/mailbox_sql.h"

#include "base/str.h"

const char *const received_fates[] = {
	"opened",    "joined", "held", "accepted", "dropped",
	"automatic", "bounce", "loop", NULL,
};

static struct sql_arg id_or_null(int64_t id)
{
	return id ? ARG_INT(id) : ARG_NULL;
}

enum err received_add(struct db *db, const struct received *m)
{
	return db_exec(db, &Q_received_insert,
		       ARGS(ARG_INT(m->id), ARG_INT(m->mailbox_id),
			    ARG_TEXT(m->digest), ARG_TEXT(m->fate),
			    ARG_TEXT(m->from_name), ARG_TEXT(m->from_mail),
			    ARG_TEXT(m->subject), ARG_TEXT(m->text),
			    ARG_TEXT(m->folded), ARG_INT(m->files_left),
			    id_or_null(m->matter_id), id_or_null(m->entry_id),
			    id_or_null(m->mail_id)));
}

enum err received_twice(struct db *db, struct arena *a,
			const struct received *m, bool *ret_twice)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_received_same, ARGS(ARG_TEXT(m->digest)), &r);

	if (err)
		return err;
	*ret_twice = false;
	while (rows_next(r))
		if (rows_int(r, 0) == m->mailbox_id ||
		    (m->matter_id && rows_int(r, 1) == m->matter_id))
			*ret_twice = true;
	return OK;
}

static struct received read_received(const struct rows *r)
{
	return (struct received){
		.id = rows_int(r, 0),
		.mailbox_id = rows_int(r, 1),
		.digest = "",
		.fate = rows_text(r, 2),
		.from_name = rows_text(r, 3),
		.from_mail = rows_text(r, 4),
		.subject = rows_text(r, 5),
		.text = rows_text(r, 6),
		.folded = rows_text(r, 7),
		.files_left = rows_int(r, 8),
		.matter_id = rows_int(r, 9),
		.entry_id = rows_int(r, 10),
		.mail_id = rows_int(r, 11),
	};
}

static void read_list(struct arena *a, struct rows *r,
		      struct received **ret_list, size_t *ret_count)
{
	struct received *list =
		arena_array(a, rows_count(r) + 1, sizeof(*list));
	size_t n = 0;

	while (rows_next(r))
		list[n++] = read_received(r);
	*ret_list = list;
	*ret_count = n;
}

enum err received_of_matter(struct db *db, struct arena *a, int64_t matter_id,
			    struct received **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_received_of_matter,
			       ARGS(ARG_INT(matter_id)), &r);

	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err received_list(struct db *db, struct arena *a, int limit,
		       struct received **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_received_list, ARGS(ARG_INT(limit)), &r);

	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err received_held(struct db *db, struct arena *a, int64_t id,
		       int64_t matter_id, struct received *ret_received)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_received_held,
			       ARGS(ARG_INT(id), ARG_INT(matter_id)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_received = read_received(r);
	return OK;
}

enum err received_settle(struct db *db, int64_t id, const char *fate,
			 int64_t entry_id)
{
	return db_exec(db, &Q_received_settle,
		       ARGS(ARG_INT(id), ARG_TEXT(fate), id_or_null(entry_id)));
}

enum err received_forget(struct db *db, int64_t before_id)
{
	return db_exec(db, &Q_received_forget, ARGS(ARG_INT(before_id)));
}
