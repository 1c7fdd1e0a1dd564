/*
 * earlier_store.c: what was answered before, out of the database.
 */
#include "matter/earlier_store.h"

#include "matter/earlier_sql.h"

static struct earlier read_earlier(const struct rows *r)
{
	return (struct earlier){
		.id = rows_int(r, 0),
		.number_year = rows_int(r, 1),
		.number = rows_int(r, 2),
		.unit_id = rows_int(r, 3),
		.handler_id = rows_int(r, 4),
		.place = rows_text(r, 5),
		.has_point = !rows_null(r, 6) && !rows_null(r, 7),
		.lat = rows_real(r, 6),
		.lon = rows_real(r, 7),
		.answered_at = rows_int(r, 8),
		.answer = "",
	};
}

static void read_list(struct arena *a, struct rows *r,
		      struct earlier **ret_list, size_t *ret_count)
{
	struct earlier *list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	size_t n = 0;

	while (rows_next(r))
		list[n++] = read_earlier(r);
	*ret_list = list;
	*ret_count = n;
}

enum err store_earlier_newest(struct db *db, struct arena *a,
			      const struct matter *m, int limit,
			      struct earlier **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_earlier_newest,
		      ARGS(ARG_INT(m->topic_id), ARG_TEXT(lang_codes[m->lang]),
			   ARG_INT(m->id), ARG_INT(limit)),
		      &r);
	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err store_earlier_near(struct db *db, struct arena *a,
			    const struct matter *m, const struct box *box,
			    struct earlier **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_earlier_near,
		      ARGS(ARG_INT(m->topic_id), ARG_TEXT(lang_codes[m->lang]),
			   ARG_INT(m->id), ARG_REAL(box->lat_from),
			   ARG_REAL(box->lat_to), ARG_REAL(box->lon_from),
			   ARG_REAL(box->lon_to), ARG_INT(box->limit)),
		      &r);
	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err store_earlier(struct db *db, struct arena *a, int64_t id,
		       int64_t topic_id, struct earlier *ret_earlier)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_earlier_by_id,
		      ARGS(ARG_INT(id), ARG_INT(topic_id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_earlier = read_earlier(r);
	return OK;
}

enum err store_earlier_answer(struct db *db, struct arena *a, int64_t id,
			      const char **ret_text)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_earlier_answer, ARGS(ARG_INT(id)), &r);
	if (!err)
		*ret_text = rows_next(r) ? rows_text(r, 0) : "";
	return err;
}
