/*
 * where.h: what place a message is about: the facility somebody chose or named,
 * an address that can only be one, a point. Nothing of it ever refuses a
 * message: what is not understood stays words.
 */
#ifndef MATTER_WHERE_H
#define MATTER_WHERE_H

#include "matter/matter.h"
#include "place/facility.h"
#include "topic/topic.h"

/*
 * Before it is given: g->facility_code, or a place that is just the name of a
 * facility, sets g->facility_id; it gives its name and its point where these
 * are missing. Else an address in words that is exactly one of the local ones
 * gives its point.
 */
MUST_CHECK enum err where_find(struct db *db, struct arena *a, struct give *g);
/* After the rules (routing.h): the facility's unit comes before a rule that
 * names no topic, and before the topic's own unit when it stands below that
 * one. */
MUST_CHECK enum err where_direct(struct db *db, const struct give *g,
				 const struct topic *topic, struct matter *m);
MUST_CHECK enum err where_keep(struct db *db, int64_t matter_id,
			       int64_t facility_id);
/* Of a matter; NULL = none. Good until the handler returns. */
MUST_CHECK enum err where_facility(struct db *db, struct arena *a,
				   int64_t matter_id,
				   const struct facility **ret_facility);

/* ---- in the open ---- */

/* "/places/code" and "/districts/code", as addresses behind the language: of
 * the districts and the first facilities that are open, WHERE_PATHS at most. */
enum { WHERE_PATHS = 3000 };
MUST_CHECK enum err where_paths(struct db *db, struct arena *a,
				const char ***ret_paths, size_t *ret_count);

/* The public page of a matter belongs to its facility while its place is
 * shown. After each publishing. */
MUST_CHECK enum err where_published(struct db *db, int64_t matter_id,
				    bool place_shown);
/* The newest published messages of a facility, limit at most. */
MUST_CHECK enum err where_of_facility(struct db *db, struct arena *a,
				      int64_t facility_id, int limit,
				      struct publication **ret_list,
				      size_t *ret_count);
/* The newest whose published point lies in the area, of the newest
 * WHERE_LOOKED_AT of all. */
enum { WHERE_LOOKED_AT = 1000 };
MUST_CHECK enum err where_of_area(struct db *db, struct arena *a,
				  int64_t area_id, int limit,
				  struct publication **ret_list,
				  size_t *ret_count);

#endif
