/*
 * first_store.c: see first_store.h.
 */
#include "matter/first_store.h"

#include "base/str.h"
#include "matter/first_sql.h"

static const char *const kinds[] = {
	[FIRST_MATTER] = "matter",
	[FIRST_NOTICE] = "notice",
};

enum err store_first_add(struct db *db, const struct first_ref *ref,
			 int64_t day, const struct first_counts *add)
{
	return db_exec(db, &Q_first_count_add,
		       ARGS(ARG_INT(day), ARG_TEXT(kinds[ref->kind]),
			    ARG_INT(ref->id), ARG_INT(add->of[FIRST_SHOWN]),
			    ARG_INT(add->of[FIRST_ANSWERS]),
			    ARG_INT(add->of[FIRST_SAME]),
			    ARG_INT(add->of[FIRST_DIFFERENT])));
}

enum err store_first_back(struct db *db, const struct first_ref *ref)
{
	return db_exec(db, &Q_first_count_back,
		       ARGS(ARG_INT(ref->day), ARG_TEXT(kinds[ref->kind]),
			    ARG_INT(ref->id)));
}

static struct first_counts read_counts(const struct rows *r, int col)
{
	struct first_counts c;

	for (int i = 0; i < FIRST_CHOICES; i++)
		c.of[i] = rows_int(r, col + i);
	c.back = rows_int(r, col + FIRST_CHOICES);
	return c;
}

enum err store_first_lines(struct db *db, struct arena *a,
			   const struct first_days *days, int limit,
			   struct first_line **ret_list, size_t *ret_count)
{
	struct first_line *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(
		db, a, &Q_first_counts,
		ARGS(ARG_INT(days->from), ARG_INT(days->to), ARG_INT(limit)),
		&r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r)) {
		list[n].ref.kind = str_same(rows_text(r, 0), "matter")
					   ? FIRST_MATTER
					   : FIRST_NOTICE;
		list[n].ref.id = rows_int(r, 1);
		list[n++].counts = read_counts(r, 2);
	}
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_first_sum(struct db *db, struct arena *a,
			 const struct first_days *days,
			 struct first_counts *ret_sum, int64_t *ret_count)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_first_count_sum,
			ARGS(ARG_INT(days->from), ARG_INT(days->to)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_INTERNAL;
	*ret_sum = read_counts(r, 0);
	*ret_count = rows_int(r, FIRST_CHOICES + 1);
	return OK;
}
