/*
 * first.c: what may answer somebody who is writing, and the counts of what they
 * say of it.
 */
#include "matter/first.h"

#include "base/clock.h"
#include "base/str.h"
#include "geo/cell.h"
#include "matter/earlier.h"
#include "matter/first_store.h"
#include "matter/public_map_store.h"
#include "matter/public_search.h"
#include "text/danger.h"
#include "text/language.h"

#include <math.h>

enum {
	HITS_LOOKED = 12, /* of what the search found, until enough answer */
	NEAR_LOOKED = 60, /* the newest in the box around the place */
	METRES_A_DEGREE = 111320,
};
/* A message that shares less with the text than this answers something else. */
#define SCORE_MIN        0.38
#define RADIANS(degrees) ((degrees)*3.14159265358979323846 / 180)

const char *first_answer_of(const struct publication *p)
{
	return str_same(p->answer_state, "public") ? p->answer : "";
}

/* ---- published messages with answers ---- */

static bool is_public(const struct publication *p)
{
	return str_same(p->text_state, "public");
}

static enum err look_at(struct db *db, struct arena *a, int64_t id,
			struct publication *list, size_t *count)
{
	struct publication p;
	enum err err = publication_get(db, a, id, &p);

	if (!err && is_public(&p) && !str_empty(first_answer_of(&p)))
		list[(*count)++] = p;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err search(struct db *db, struct arena *a,
		       const struct first_about *about, const char *query,
		       struct search_found *ret_found)
{
	const char *kind[] = {search_facet_kind(a, PUBLIC_KIND), NULL};
	const struct search_wanted w = {
		.query = query,
		.facets = {kind},
		.facet_count = 1,
		.has_point = about->has_point,
		.lat = about->lat,
		.lon = about->lon,
	};

	return search_find(db, a, &w, ret_found);
}

static enum err find_answered(struct db *db, struct arena *a,
			      const struct first_about *about,
			      struct first_found *f)
{
	struct publication *list =
		arena_array(a, FIRST_EACH_MAX, sizeof(*list));
	struct search_found found;
	struct search_gist gist;
	size_t n = 0;
	enum err err =
		search_gist(db, a, language_of(a, about->text, about->lang),
			    about->text, &gist);

	f->answered = list;
	if (err || !strchr(gist.query, ' ')) /* one word says too little */
		return err;
	err = search(db, a, about, gist.query, &found);
	for (size_t i = 0; !err && i < found.count && i < HITS_LOOKED; i++) {
		const struct search_hit *h = &found.hits[i];

		if (n == FIRST_EACH_MAX || h->score * gist.share < SCORE_MIN)
			break;
		if (!first_refs_have(about->not, FIRST_MATTER, h->id))
			err = look_at(db, a, h->id, list, &n);
	}
	f->answered_count = n;
	return err;
}

/* ---- open messages near the place ---- */

static struct geo_box box_around(const struct first_about *about)
{
	const double dy = (double)FIRST_NEAR_M / METRES_A_DEGREE;
	const double dx = dy / fmax(cos(RADIANS(about->lat)), 0.01);

	return (struct geo_box){about->lon - dx, about->lat - dy,
				about->lon + dx, about->lat + dy};
}

static bool is_answered(const struct first_found *f, int64_t id)
{
	for (size_t i = 0; i < f->answered_count; i++)
		if (f->answered[i].matter_id == id)
			return true;
	return false;
}

static bool is_near(const struct first_about *about,
		    const struct publication *p)
{
	const struct geo_point at = cell_middle(p->cell);

	return distance_m(about->lat, about->lon, at.lat, at.lon) <=
	       FIRST_NEAR_M;
}

static enum err find_near(struct db *db, struct arena *a,
			  const struct first_about *about,
			  struct first_found *f)
{
	const struct map_open want = {
		.box = box_around(about),
		.since = clock_now_us() - FIRST_NEAR_DAYS * DAY_US,
		.limit = NEAR_LOOKED,
	};
	struct publication *list;
	size_t n, kept = 0;
	enum err err;

	if (!about->has_point)
		return OK;
	err = store_map_open(db, a, &want, &list, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n && kept < FIRST_EACH_MAX; i++)
		if (is_near(about, &list[i]) &&
		    !is_answered(f, list[i].matter_id) &&
		    !first_refs_have(about->not, FIRST_MATTER,
				     list[i].matter_id))
			list[kept++] = list[i];
	f->near = list;
	f->near_count = kept;
	return OK;
}

/* ---- notices ---- */

static enum err find_notices(struct db *db, struct arena *a,
			     const struct first_about *about,
			     struct first_found *f)
{
	const struct notice_about what = {
		.text = about->text,
		.place = about->place,
		.topic_id = about->topic_id,
	};
	struct public_notice *list =
		arena_array(a, FIRST_EACH_MAX, sizeof(*list));
	struct notices found;
	size_t n = 0;
	enum err err = notices_near(
		db, a, &what, FIRST_EACH_MAX + about->not ->count, &found);

	if (err)
		return err;
	for (size_t i = 0; i < found.count && n < FIRST_EACH_MAX; i++)
		if (!first_refs_have(about->not, FIRST_NOTICE,
				     found.list[i].id))
			list[n++] = found.list[i];
	f->notices = (struct notices){list, n};
	return OK;
}

/* ---- together ---- */

/* In turns, so that no sort crowds the others out. */
static void trim(struct first_found *f)
{
	size_t *const counts[] = {&f->notices.count, &f->answered_count,
				  &f->near_count};
	const size_t sorts = sizeof(counts) / sizeof(*counts);
	size_t had[] = {*counts[0], *counts[1], *counts[2]};
	size_t left = FIRST_MAX;

	for (size_t i = 0; i < sorts; i++)
		*counts[i] = 0;
	for (size_t turn = 0; turn < FIRST_EACH_MAX; turn++)
		for (size_t i = 0; i < sorts && left; i++)
			if (had[i] > turn) {
				++*counts[i];
				left--;
			}
}

enum err first_find(struct db *db, struct arena *a,
		    const struct first_about *about,
		    struct first_found *ret_found)
{
	static const struct first_refs none;
	struct first_about x = *about;
	struct first_found f = {0};
	enum err err;

	x.not = about->not ? about->not : &none;
	x.text = about->text ? about->text : "";
	f.danger = danger_find(a, x.text);
	err = find_notices(db, a, &x, &f);
	if (!err)
		err = find_answered(db, a, &x, &f);
	if (!err)
		err = find_near(db, a, &x, &f);
	if (err)
		return err;
	trim(&f);
	*ret_found = f;
	return OK;
}

/* ---- counting ---- */

/* What anybody may see of it now; its topic. */
static enum err topic_of(struct db *db, struct arena *a,
			 const struct first_ref *ref, int64_t *ret_topic)
{
	struct public_notice n;
	struct publication p;
	enum err err = ERR_NOT_FOUND;

	if (ref->kind == FIRST_MATTER) {
		err = publication_get(db, a, ref->id, &p);
		if (err || !is_public(&p))
			return err ? err : ERR_NOT_FOUND;
		*ret_topic = p.topic_id;
	} else if (ref->kind == FIRST_NOTICE) {
		err = notice_get(db, a, ref->id, &n);
		if (err || n.state != NOTICE_PUBLISHED ||
		    n.starts_at > clock_now_us())
			return err ? err : ERR_NOT_FOUND;
		*ret_topic = n.topic_id;
	}
	return err;
}

enum err first_count(struct db *db, struct arena *a,
		     const struct first_ref *ref,
		     const struct first_counts *add)
{
	int64_t topic;
	enum err err = topic_of(db, a, ref, &topic);

	return err ? err
		   : store_first_add(db, ref,
				     date_to_days(date_of(clock_now_us())),
				     add);
}

enum err first_count_back(struct db *db, const struct first_ref *ref)
{
	return store_first_back(db, ref);
}

static bool is_found(const struct first_found *f, const struct first_ref *ref)
{
	for (size_t i = 0; ref->kind == FIRST_NOTICE && i < f->notices.count;
	     i++)
		if (f->notices.list[i].id == ref->id)
			return true;
	for (size_t i = 0; ref->kind == FIRST_MATTER && i < f->near_count; i++)
		if (f->near[i].matter_id == ref->id)
			return true;
	return ref->kind == FIRST_MATTER && is_answered(f, ref->id);
}

enum err first_same_thing(struct db *db, struct arena *a,
			  const struct first_ref *ref,
			  const struct first_about *about, bool *ret_same)
{
	struct first_found found;
	int64_t topic;
	enum err err = topic_of(db, a, ref, &topic);

	if (err)
		return err;
	*ret_same = topic && topic == about->topic_id;
	if (*ret_same)
		return OK;
	err = first_find(db, a, about, &found);
	if (!err)
		*ret_same = is_found(&found, ref);
	return err;
}

enum err first_lines(struct db *db, struct arena *a,
		     const struct first_days *days, int limit,
		     struct first_line **ret_list, size_t *ret_count)
{
	return store_first_lines(db, a, days, limit, ret_list, ret_count);
}

enum err first_sum(struct db *db, struct arena *a,
		   const struct first_days *days, struct first_counts *ret_sum,
		   int64_t *ret_count)
{
	return store_first_sum(db, a, days, ret_sum, ret_count);
}
