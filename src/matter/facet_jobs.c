/*
 * facet_jobs.c: the walk through all that is public: what an older program
 * published is put into its facet, and where areas were drawn anew each point
 * is asked again which ones it lies in.
 */
#include "base/str.h"
#include "matter/facet_store.h"
#include "place/place.h"

enum { WALKED_MAX = 200 };

static enum err is_over(struct db *db, struct arena *a,
			const struct facet_mark *m, int64_t *ret_areas_stamp,
			bool *ret_over)
{
	enum err err = area_version(db, a, ret_areas_stamp);

	if (!err)
		*ret_over = m->areas_stamp == *ret_areas_stamp &&
			    m->walked_id >= m->until_id;
	return err;
}

/* Into another one, when it lies elsewhere than was thought. */
static enum err walk_one(struct db *db, struct arena *a,
			 const struct facet_walked *w)
{
	const char *areas;
	enum err err = facet_areas(db, a, w->cell, &areas);

	if (err || (w->in_facet && str_same(areas, w->areas)))
		return err;
	if (!str_same(areas, w->areas))
		err = store_facet_areas(db, w->matter_id, areas);
	return err ? err : facet_again(db, w->matter_id);
}

static enum err walk(struct db *db, struct arena *a, void *arg)
{
	struct facet_walked *list;
	struct facet_mark m;
	bool *more = arg, over = false;
	int64_t areas_stamp;
	size_t n;
	enum err err = store_facet_mark(db, a, &m);

	if (!err)
		err = is_over(db, a, &m, &areas_stamp, &over);
	*more = !over;
	if (err || over)
		return err;
	if (m.areas_stamp != areas_stamp)
		return store_facet_walk_begin(db, a, areas_stamp);
	err = store_facet_walk_next(db, a, &m, WALKED_MAX, &list, &n);
	for (size_t i = 0; !err && i < n; i++)
		err = walk_one(db, a, &list[i]);
	if (err)
		return err;
	return store_facet_walk_move(db, m.walked_id,
				     n == WALKED_MAX ? list[n - 1].matter_id
						     : m.until_id);
}

static enum err walk_some(struct db *db, struct arena *a, bool *ret_more)
{
	bool more = false;
	enum err err = db_write(db, a, walk, &more);

	*ret_more = !err && more;
	return err;
}

enum err facet_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct facet_mark m;
	int64_t areas_stamp;
	bool over = false;
	enum err err = store_facet_mark(db, a, &m);

	if (!err)
		err = is_over(db, a, &m, &areas_stamp, &over);
	if (!err)
		*ret_wanted = !over;
	return err;
}

enum err facet_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, walk_some, &more);
}
