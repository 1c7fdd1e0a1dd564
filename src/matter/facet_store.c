/*
 * facet_store.c: see facet_store.h, and the writers' part of facet.h.
 */
#include "matter/facet_store.h"

#include "base/str.h"
#include "matter/facet_sql.h"
#include "matter/rules.h"

/* ---- who changes what is public ---- */

static enum err stamp_next(struct db *db)
{
	return db_send(db, &Q_public_stamp_next, NO_ARGS);
}

enum err facet_leave(struct db *db, int64_t matter_id)
{
	enum err err = db_send(db, &Q_facet_leave, ARGS(ARG_INT(matter_id)));

	return err ? err : stamp_next(db);
}

enum err facet_leave_changed(struct db *db, const struct matter *m,
			     int64_t *ret_left)
{
	enum err err = db_change(db, &Q_facet_leave_changed,
				 ARGS(ARG_INT(m->id), ARG_INT(m->topic_id),
				      ARG_INT(m->unit_id),
				      ARG_TEXT(handling_names[m->handling])),
				 ret_left);

	return err || !*ret_left ? err : stamp_next(db);
}

enum err facet_join(struct db *db, int64_t from_id, int64_t to_id)
{
	enum err err = db_send(db, &Q_facet_count,
			       ARGS(ARG_INT(from_id), ARG_INT(to_id)));

	if (!err)
		err = db_send(db, &Q_facet_join,
			      ARGS(ARG_INT(from_id), ARG_INT(to_id)));
	return err ? err : stamp_next(db);
}

enum err facet_again(struct db *db, int64_t matter_id)
{
	enum err err = facet_leave(db, matter_id);

	if (!err)
		err = db_send(db, &Q_facet_none, ARGS(ARG_INT(matter_id)));
	return err ? err : facet_join(db, matter_id, matter_id);
}

/* ---- reading ---- */

static struct facet read_facet(const struct rows *r)
{
	return (struct facet){
		.id = rows_int(r, 0),
		.type = rows_text(r, 1),
		.topic_id = rows_int(r, 2),
		.unit_id = rows_int(r, 3),
		.areas = rows_text(r, 4),
		.handling = handling_parse(rows_text(r, 5)),
		.answered = rows_int(r, 6),
		.photo = rows_int(r, 7),
		.n = rows_int(r, 8),
	};
}

enum err store_facets(struct db *db, struct arena *a, struct facets *ret_facets)
{
	struct facet_mark m;
	struct facet *list;
	struct facets f = {0};
	struct rows *r;
	enum err err = store_facet_mark(db, a, &m);

	if (!err)
		err = db_rows(db, a, &Q_facet_list, NO_ARGS, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r)) {
		list[f.count] = read_facet(r);
		f.total += list[f.count++].n;
	}
	f.list = list;
	f.stamp = m.stamp;
	f.whole = m.areas_stamp >= 0 && m.walked_id >= m.until_id;
	*ret_facets = f;
	return OK;
}

enum err public_stamp(struct db *db, struct arena *a, int64_t *ret_stamp)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_public_stamp, NO_ARGS, &r);

	if (!err)
		*ret_stamp = rows_next(r) ? rows_int(r, 0) : 0;
	return err;
}

/* ---- the walk ---- */

enum err store_facet_mark(struct db *db, struct arena *a,
			  struct facet_mark *ret_mark)
{
	struct facet_mark m = {.areas_stamp = -1};
	struct rows *r;
	enum err err = db_rows(db, a, &Q_facet_mark, NO_ARGS, &r);

	if (err)
		return err;
	if (rows_next(r))
		m = (struct facet_mark){rows_int(r, 0), rows_int(r, 1),
					rows_int(r, 2), rows_int(r, 3)};
	*ret_mark = m;
	return OK;
}

enum err store_facet_walk_begin(struct db *db, struct arena *a,
				int64_t areas_stamp)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_facet_walk_end, NO_ARGS, &r);

	if (err)
		return err;
	return db_exec(db, &Q_facet_walk_begin,
		       ARGS(ARG_INT(areas_stamp),
			    ARG_INT(rows_next(r) ? rows_int(r, 0) : 0)));
}

enum err store_facet_walk_move(struct db *db, int64_t from, int64_t to)
{
	int64_t moved;
	enum err err = db_change(db, &Q_facet_walk_move,
				 ARGS(ARG_INT(from), ARG_INT(to)), &moved);

	if (err)
		return err;
	return moved ? OK : ERR_CONFLICT;
}

enum err store_facet_walk_next(struct db *db, struct arena *a,
			       const struct facet_mark *m, int limit,
			       struct facet_walked **ret_list,
			       size_t *ret_count)
{
	struct facet_walked *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_facet_walk_next,
			       ARGS(ARG_INT(m->walked_id), ARG_INT(m->until_id),
				    ARG_INT(limit)),
			       &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct facet_walked){
			rows_int(r, 0), rows_int(r, 1), rows_text(r, 2),
			rows_int(r, 3) != 0};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_facet_areas(struct db *db, int64_t matter_id, const char *areas)
{
	return db_send(db, &Q_facet_areas,
		       ARGS(ARG_INT(matter_id), ARG_TEXT(areas)));
}
