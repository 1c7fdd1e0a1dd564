/*
 * facet.h: what published messages may be narrowed by, all of it at once. A
 * facet is one combination (migrations/0040); each public matter is in one, and
 * how many are in each is kept in the transaction that publishes or hides. So
 * a filter becomes a set of facets: how many it leaves is a sum, and few are
 * found among a million without looking at the others.
 */
#ifndef MATTER_FACET_H
#define MATTER_FACET_H

#include "job/job.h"
#include "matter/matter.h"

struct facet {
	int64_t id;
	const char *type;
	int64_t topic_id, unit_id;
	const char *areas; /* " 12 17 " */
	enum handling handling;
	bool answered, photo;
	int64_t n;
};
struct facets {
	const struct facet *list; /* by id */
	size_t count;
	int64_t total; /* public matters in them */
	int64_t stamp;
	bool whole; /* false: what was public before an upgrade is still being
		       counted */
};

/* As they are now; good until the handler returns. */
MUST_CHECK enum err facets_get(struct db *db, const struct facets **ret_facets);
/* Does the filter let it through? Times and order are not looked at. */
bool facet_passes(const struct facet *f, const struct publication_filter *want);
/* Is anything asked for that no index of its own answers? */
bool facet_wanted(const struct publication_filter *want);
/* How many facets pass, and how many matters are in them. */
struct facet_sum {
	size_t facets;
	int64_t matters;
};
struct facet_sum facet_sum(const struct db *db, const struct facets *all,
			   const struct publication_filter *want);
/* NULL: there is none (any more). */
const struct facet *facet_find(const struct facets *all, int64_t id);

/*
 * Another number with each change of what is public or how it is shown: what
 * was made at one stamp may be shown again while it is the same. 0 = nothing
 * was ever public.
 */
MUST_CHECK enum err public_stamp(struct db *db, struct arena *a,
				 int64_t *ret_stamp);

/* The areas a cell lies in, as a publication keeps them; "" for cell 0. */
MUST_CHECK enum err facet_areas(struct db *db, struct arena *a, int64_t cell,
				const char **ret_areas);
bool facet_in_area(const char *areas, int64_t area_id);

/* ---- for whoever changes what is public, in its transaction ---- */

/* Before the row changes, and after: what is public of these matters. */
MUST_CHECK enum err facet_leave(struct db *db, int64_t matter_id);
MUST_CHECK enum err facet_join(struct db *db, int64_t from_id, int64_t to_id);
/* Leaves when it will be another one. */
MUST_CHECK enum err facet_leave_changed(struct db *db, const struct matter *m,
					int64_t *ret_left);
/* A photo came or went: the public matter is in another one. */
MUST_CHECK enum err facet_again(struct db *db, int64_t matter_id);

/* The kind "facet": what was public before, and after areas changed. */
enum err facet_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err facet_job_run(struct job_context *c, const struct job *job);

#endif
