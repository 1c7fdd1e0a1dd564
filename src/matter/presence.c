/*
 * presence.c: rows of who looks at what.
 */
#include "matter/presence.h"

#include "base/clock.h"
#include "base/str.h"
#include "matter/presence_sql.h"

enum { KEPT_S = 600 };

enum err presence_put(struct db *db, const struct session *s, int64_t matter_id)
{
	const int64_t now = clock_now_us();
	enum err err;

	err = db_send(db, &Q_presence_sweep,
		      ARGS(ARG_INT(now - KEPT_S * (int64_t)SECOND_US)));
	if (err)
		return err;
	return db_send(
		db, &Q_presence_put,
		ARGS(ARG_INT(matter_id), ARG_INT(s->staff_id), ARG_INT(now)));
}

enum err presence_list(struct db *db, struct arena *a, const struct session *s,
		       int64_t matter_id, struct present **ret_list,
		       size_t *ret_count)
{
	const int64_t since = clock_now_us() - PRESENCE_S * (int64_t)SECOND_US;
	struct present *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	if (matter_id)
		err = db_rows(db, a, &Q_presence_of,
			      ARGS(ARG_INT(matter_id), ARG_INT(s->staff_id),
				   ARG_INT(since)),
			      &r);
	else
		err = db_rows(db, a, &Q_presence_list,
			      ARGS(ARG_INT(s->staff_id), ARG_INT(since),
				   ARG_INT(PRESENCE_MAX)),
			      &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct present){rows_int(r, 0), rows_text(r, 1)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

const char *presence_names(struct arena *a, const struct present *list,
			   size_t count, int64_t matter_id)
{
	struct str s;

	str_init(&s, a, 64);
	for (size_t i = 0; i < count; i++)
		if (list[i].matter_id == matter_id)
			str_printf(&s, "%s%s", s.len ? ", " : "", list[i].name);
	return s.len ? s.ptr : "";
}
