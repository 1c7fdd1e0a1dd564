/*
 * publication_page.c: a page of what is public, under any filter and in any
 * order, among a million.
 *
 * Nothing, or one of type, topic and unit: an index of its own; so has a
 * facility. Anything else
 * is a set of facets (facet.h). When few matters are in them, all of those are
 * read, by facet, and sorted here. When many are, one walks from the newest on
 * and keeps what is in one of them: enough are met soon. Where they are not,
 * since the many lie far behind, the page ends where WALK_MAX were looked at.
 */
#include "base/str.h"
#include "matter/facet.h"
#include "matter/publication_read.h"
#include "matter/publication_sql.h"

#include <stdlib.h>

enum {
	FEW = 3000,
	WALK_MAX = 20000,
	WALK_FIRST = 100, /* rows of the first step; each next is twice it */
	WALK_STEP = 4000,
	COUNT_MAX = 10000,
	WANTED = 32, /* ids in one query */
};

/* Where in the order a matter stands. */
struct place {
	int64_t at, id;
};

/* ---- by facet ---- */

static bool in_window(const struct publication_filter *f, int64_t published)
{
	return published >= f->from_us &&
	       (!f->until_us || published < f->until_us);
}

/* Is b behind a? */
static bool behind(enum public_order order, struct place a, struct place b)
{
	if (order == ORDER_OLDEST)
		return b.at != a.at ? b.at > a.at : b.id > a.id;
	return b.at != a.at ? b.at < a.at : b.id < a.id;
}

static int newest_first(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? 1 : -1;
	return (x->id < y->id) - (x->id > y->id);
}

static int oldest_first(const void *a, const void *b)
{
	return newest_first(b, a);
}

struct found {
	struct place *list;
	size_t count, room;
};

static void found_add(struct arena *a, struct found *f, struct place p)
{
	if (f->count == f->room) {
		struct place *more =
			arena_array(a, f->room * 2 + 64, sizeof(*more));

		if (f->count)
			memcpy(more, f->list, f->count * sizeof(*more));
		f->list = more;
		f->room = f->room * 2 + 64;
	}
	f->list[f->count++] = p;
}

static enum err read_facets(struct db *db, struct arena *a,
			    const struct publication_filter *f,
			    const int64_t ids[WANTED], struct found *to)
{
	struct sql_arg argv[WANTED + 2];
	struct rows *r;
	enum err err;

	for (int i = 0; i < WANTED; i++)
		argv[i] = ARG_INT(ids[i]);
	argv[WANTED] = ARG_INT(f->from_us);
	argv[WANTED + 1] = ARG_INT(f->until_us ? f->until_us : INT64_MAX);
	err = db_rows(db, a, &Q_publication_of_facets, argv, WANTED + 2, &r);
	while (!err && rows_next(r))
		found_add(a, to,
			  (struct place){f->order == ORDER_ANSWERED
						 ? rows_int(r, 3)
						 : rows_int(r, 0),
					 rows_int(r, 1)});
	return err;
}

/* All of the facets that pass, in their order. */
static enum err by_facets(struct db *db, struct arena *a,
			  const struct facets *all,
			  const struct publication_filter *f,
			  struct found *ret_found)
{
	int64_t ids[WANTED] = {0};
	size_t n = 0;
	enum err err = OK;

	for (size_t i = 0; i < all->count && !err; i++) {
		if (facet_passes(&all->list[i], f))
			ids[n++] = all->list[i].id;
		if (n < WANTED)
			continue;
		err = read_facets(db, a, f, ids, ret_found);
		memset(ids, 0, sizeof(ids));
		n = 0;
	}
	if (n && !err)
		err = read_facets(db, a, f, ids, ret_found);
	if (ret_found->count)
		qsort(ret_found->list, ret_found->count, sizeof(struct place),
		      f->order == ORDER_OLDEST ? oldest_first : newest_first);
	return err;
}

/* What of them stands behind the page before, one more than a page. */
static void cut(const struct publication_filter *f, struct found *all)
{
	const struct place before = {f->before_at, f->before_id};
	size_t i = 0;

	while (f->before_id && i < all->count &&
	       !behind(f->order, before, all->list[i]))
		i++;
	all->list += i;
	all->count -= i;
	if (all->count > (size_t)f->limit + 1)
		all->count = (size_t)f->limit + 1;
}

/* ---- walking ---- */

static struct place start_of(const struct publication_filter *f)
{
	if (f->before_id)
		return (struct place){f->before_at, f->before_id};
	if (f->order == ORDER_OLDEST)
		return (struct place){f->from_us, 0};
	if (f->order == ORDER_NEWEST && f->until_us)
		return (struct place){f->until_us, 0};
	return (struct place){INT64_MAX, INT64_MAX};
}

static enum err walk_rows(struct db *db, struct arena *a,
			  const struct publication_filter *f, struct place from,
			  int limit, struct rows **ret_rows)
{
	static const struct sql_query *const queries[ORDER__COUNT] = {
		[ORDER_NEWEST] = &Q_publication_walk,
		[ORDER_OLDEST] = &Q_publication_walk_oldest,
		[ORDER_ANSWERED] = &Q_publication_walk_answered,
	};
	int64_t edge = f->from_us;

	if (f->order == ORDER_OLDEST)
		edge = f->until_us ? f->until_us : INT64_MAX;
	return db_rows(db, a, queries[f->order],
		       ARGS(ARG_INT(from.at), ARG_INT(from.id), ARG_INT(edge),
			    ARG_INT(limit)),
		       ret_rows);
}

/* What is asked, of whom. */
struct asking {
	struct db *db;
	struct arena *a;
	const struct facets *all;
	const struct publication_filter *f;
};

struct walk {
	struct place at;
	int looked;
	bool ended; /* there is nothing behind it */
};

/* One step; keeps what passes. */
static enum err walk_step(const struct asking *q, int limit, struct walk *w,
			  struct found *to)
{
	struct rows *r;
	const struct publication_filter *f = q->f;
	enum err err = walk_rows(q->db, q->a, f, w->at, limit, &r);

	if (err)
		return err;
	w->looked += (int)rows_count(r);
	w->ended = rows_count(r) < (size_t)limit;
	while (rows_next(r)) {
		const struct facet *x = facet_find(q->all, rows_int(r, 2));

		w->at.at = f->order == ORDER_ANSWERED ? rows_int(r, 3)
						      : rows_int(r, 0);
		w->at.id = rows_int(r, 1);
		if (x && in_window(f, rows_int(r, 0)) && facet_passes(x, f))
			found_add(q->a, to, w->at);
	}
	return OK;
}

/* Until there are so many, or enough were looked at. */
static enum err walk_until(const struct asking *q, size_t wanted,
			   struct walk *w, struct found *to)
{
	int step = WALK_FIRST;
	enum err err = OK;

	while (!err && !w->ended && to->count < wanted &&
	       w->looked < WALK_MAX) {
		err = walk_step(q, step, w, to);
		step = step * 2 < WALK_STEP ? step * 2 : WALK_STEP;
	}
	return err;
}

/* ---- rows ---- */

static enum err read_some(struct db *db, struct arena *a, const int64_t *ids,
			  size_t count, struct publication *to, size_t *ret_n)
{
	struct sql_arg argv[WANTED];
	struct rows *r;
	size_t n = 0;
	enum err err;

	for (size_t i = 0; i < WANTED; i++)
		argv[i] = ARG_INT(i < count ? ids[i] : 0);
	err = db_rows(db, a, &Q_publication_some, argv, WANTED, &r);
	if (err)
		return err;
	while (rows_next(r))
		to[n++] = publication_read(r);
	*ret_n = n;
	return OK;
}

/* They come as the database likes. */
static size_t in_order(const int64_t *ids, size_t count,
		       const struct publication *read, size_t n,
		       struct publication *to)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < n; k++)
			if (read[k].matter_id == ids[i]) {
				to[kept++] = read[k];
				break;
			}
	return kept;
}

enum err publication_some(struct db *db, struct arena *a, const int64_t *ids,
			  size_t count, struct publication **ret_list,
			  size_t *ret_count)
{
	struct publication *list = arena_array(a, count + 1, sizeof(*list));
	struct publication read[WANTED];
	size_t kept = 0, n;
	enum err err = OK;

	for (size_t i = 0; i < count && !err; i += WANTED) {
		size_t some = count - i < WANTED ? count - i : WANTED;

		err = read_some(db, a, ids + i, some, read, &n);
		if (!err)
			kept += in_order(ids + i, some, read, n, list + kept);
	}
	*ret_list = list;
	*ret_count = kept;
	return err;
}

static enum err read_found(struct db *db, struct arena *a,
			   const struct found *found, size_t count,
			   struct publication_page *ret_page)
{
	int64_t *ids = arena_array(a, count + 1, sizeof(*ids));

	for (size_t i = 0; i < count; i++)
		ids[i] = found->list[i].id;
	return publication_some(db, a, ids, count, &ret_page->list,
				&ret_page->count);
}

/* ---- a page ---- */

/* What an index of its own has in order. */
static enum err direct_rows(struct db *db, struct arena *a,
			    const struct publication_filter *f,
			    struct rows **ret_rows)
{
	const struct place from = start_of(f);
	const struct sql_arg at = ARG_INT(from.at), id = ARG_INT(from.id),
			     limit = ARG_INT(f->limit + 1);

	if (f->topic_id)
		return db_rows(db, a, &Q_publication_list_topic,
			       ARGS(at, id, limit, ARG_INT(f->topic_id)),
			       ret_rows);
	if (f->unit_id)
		return db_rows(db, a, &Q_publication_list_unit,
			       ARGS(at, id, limit, ARG_INT(f->unit_id)),
			       ret_rows);
	if (!str_empty(f->type))
		return db_rows(db, a, &Q_publication_list_type,
			       ARGS(at, id, limit, ARG_TEXT(f->type)),
			       ret_rows);
	return db_rows(db, a, &Q_publication_list, ARGS(at, id, limit),
		       ret_rows);
}

static enum err page_direct(struct db *db, struct arena *a,
			    const struct publication_filter *f,
			    struct publication_page *p)
{
	struct publication *list;
	struct rows *r;
	enum err err = direct_rows(db, a, f, &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[p->count++] = publication_read(r);
	p->list = list;
	if (p->count <= (size_t)f->limit)
		return OK;
	p->count = (size_t)f->limit;
	p->more = true;
	p->next_at = list[p->count - 1].published_at;
	p->next_id = list[p->count - 1].matter_id;
	return OK;
}

static void more_from(struct publication_page *p, struct place at)
{
	p->more = true;
	p->next_at = at.at;
	p->next_id = at.id;
}

/* What a facility has is few, and has an index of its own: the newest FEW. */
static enum err by_facility(const struct asking *q, struct found *ret_found,
			    bool *ret_cut)
{
	struct rows *r;
	const struct publication_filter *f = q->f;
	enum err err = db_rows(q->db, q->a, &Q_publication_of_facility,
			       ARGS(ARG_INT(f->facility_id), ARG_INT(FEW)), &r);

	if (err)
		return err;
	*ret_cut = rows_count(r) == FEW;
	while (rows_next(r)) {
		const struct facet *x = facet_find(q->all, rows_int(r, 2));

		if (x && in_window(f, rows_int(r, 0)) && facet_passes(x, f))
			found_add(q->a, ret_found,
				  (struct place){f->order == ORDER_ANSWERED
							 ? rows_int(r, 3)
							 : rows_int(r, 0),
						 rows_int(r, 1)});
	}
	if (ret_found->count)
		qsort(ret_found->list, ret_found->count, sizeof(struct place),
		      f->order == ORDER_OLDEST ? oldest_first : newest_first);
	return OK;
}

static enum err page_of_few(const struct asking *q, struct publication_page *p)
{
	const size_t limit = (size_t)q->f->limit;
	struct found found = {0};
	enum err err = q->f->facility_id
			       ? by_facility(q, &found, &p->at_least)
			       : by_facets(q->db, q->a, q->all, q->f, &found);

	if (err)
		return err;
	p->total = (int64_t)found.count;
	cut(q->f, &found);
	if (found.count > limit)
		more_from(p, found.list[limit - 1]);
	return read_found(q->db, q->a, &found, p->more ? limit : found.count,
			  p);
}

/* How many there are in a window of time is found out on its first page. */
static enum err count_on(const struct asking *q, const struct walk *until,
			 const struct found *found, struct publication_page *p)
{
	struct found more = *found;
	struct walk w = *until;
	enum err err;

	p->total = -1;
	if (q->f->before_id)
		return OK;
	err = walk_until(q, COUNT_MAX, &w, &more);
	p->total = (int64_t)more.count;
	p->at_least = !w.ended;
	return err;
}

static enum err page_of_many(const struct asking *q, struct publication_page *p)
{
	const size_t limit = (size_t)q->f->limit;
	struct walk w = {.at = start_of(q->f)};
	struct found found = {0};
	enum err err = walk_until(q, limit + 1, &w, &found);

	if (!err && (q->f->from_us || q->f->until_us))
		err = count_on(q, &w, &found, p);
	if (err)
		return err;
	if (found.count > limit) {
		more_from(p, found.list[limit - 1]);
	} else if (!w.ended) {
		more_from(p, w.at);
		p->paused = true;
	}
	return read_found(q->db, q->a, &found,
			  found.count > limit ? limit : found.count, p);
}

static bool is_direct(const struct publication_filter *f)
{
	int parts =
		(f->topic_id != 0) + (f->unit_id != 0) + !str_empty(f->type);

	return parts < 2 && !facet_wanted(f) && !f->from_us && !f->until_us &&
	       f->order == ORDER_NEWEST;
}

enum err publication_page(struct db *db, struct arena *a,
			  const struct publication_filter *f,
			  struct publication_page *ret_page)
{
	struct publication_page p = {0};
	const struct facets *all;
	struct facet_sum sum;
	struct asking q;
	enum err err = facets_get(db, &all);

	if (err)
		return err;
	sum = facet_sum(db, all, f);
	q = (struct asking){db, a, all, f};
	p.total = sum.matters;
	if (is_direct(f))
		err = page_direct(db, a, f, &p);
	else if (sum.matters <= FEW || f->facility_id)
		err = page_of_few(&q, &p);
	else
		err = page_of_many(&q, &p);
	if (!all->whole)
		p.total = -1;
	*ret_page = p;
	return err;
}
