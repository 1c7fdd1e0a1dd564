/*
 * public_box.c: see public_box.h. Where few lie in the box they are all read,
 * by cell; where many do, one walks through the pages of the list and keeps
 * what lies in it.
 */
#include "matter/public_box.h"

#include "geo/cell.h"
#include "matter/facet.h"
#include "matter/public_map_store.h"

#include <math.h>
#include <stdlib.h>

enum { BOX_FEW = 3000, BOX_PAGES = 10, NEAR_LOOKED = 400 };

bool box_number(const char **text, double *ret_value)
{
	char *end;
	double v = strtod(*text, &end);

	if (end == *text || !isfinite(v))
		return false;
	*text = end;
	*ret_value = v;
	return true;
}

bool box_parse(const char *text, struct geo_box *ret_box)
{
	double v[4];

	for (int i = 0; i < 4; i++) {
		if (!box_number(&text, &v[i]))
			return false;
		if (*text != (i < 3 ? ',' : '\0'))
			return false;
		text += i < 3;
	}
	*ret_box = (struct geo_box){v[0], v[1], v[2], v[3]};
	return v[0] >= -180 && v[2] <= 180 && v[1] >= -90 && v[3] <= 90 &&
	       v[0] <= v[2] && v[1] <= v[3];
}

/* ---- few ---- */

static int newest_first(const void *a, const void *b)
{
	const struct publication *x = a, *y = b;

	if (x->published_at != y->published_at)
		return x->published_at < y->published_at ? 1 : -1;
	return (x->matter_id < y->matter_id) - (x->matter_id > y->matter_id);
}

static bool passes(const struct facets *all, const struct publication_filter *f,
		   const struct geo_box *box, const struct publication *p)
{
	const struct facet *x = facet_find(all, p->facet_id);

	return x && facet_passes(x, f) &&
	       (!f->facility_id || p->facility_id == f->facility_id) &&
	       cell_touches(box, p->cell, CELL_ZOOM) &&
	       p->published_at >= f->from_us &&
	       (!f->until_us || p->published_at < f->until_us);
}

static bool is_behind(const struct publication_filter *f,
		      const struct publication *p)
{
	if (!f->before_id || p->published_at < f->before_at)
		return true;
	return p->published_at == f->before_at && p->matter_id < f->before_id;
}

/* Of those that were read by cell: this page. */
static enum err page_of(struct db *db, struct arena *a,
			const struct publication_filter *f,
			struct publication *read, size_t n,
			struct publication_page *p)
{
	const size_t limit = (size_t)f->limit;
	int64_t *ids = arena_array(a, limit + 1, sizeof(*ids));
	size_t count = 0, last = 0;

	if (n)
		qsort(read, n, sizeof(*read), newest_first);
	p->total = (int64_t)n;
	for (size_t i = 0; i < n && count <= limit; i++) {
		if (!is_behind(f, &read[i]))
			continue;
		ids[count++] = read[i].matter_id;
		last = count <= limit ? i : last;
	}
	p->more = count > limit;
	if (p->more) {
		p->next_at = read[last].published_at;
		p->next_id = read[last].matter_id;
	}
	return publication_some(db, a, ids, p->more ? limit : count, &p->list,
				&p->count);
}

/* ---- many ---- */

static void keep_within(const struct geo_box *box,
			const struct publication_page *some,
			struct publication_page *to)
{
	for (size_t i = 0; i < some->count; i++)
		if (some->list[i].cell &&
		    cell_touches(box, some->list[i].cell, CELL_ZOOM))
			to->list[to->count++] = some->list[i];
}

static enum err walk(struct db *db, struct arena *a,
		     const struct publication_filter *f,
		     const struct geo_box *box, struct publication_page *p)
{
	const size_t limit = (size_t)f->limit;
	struct publication_filter from = *f;
	struct publication_page some = {.more = true};
	enum err err = OK;

	p->total = -1;
	p->list = arena_array(a, 2 * limit, sizeof(*p->list));
	for (int i = 0; i < BOX_PAGES && some.more && p->count < limit / 2;
	     i++) {
		err = publication_page(db, a, &from, &some);
		if (err)
			return err;
		keep_within(box, &some, p);
		from.before_at = p->next_at = some.next_at;
		from.before_id = p->next_id = some.next_id;
	}
	p->more = p->paused = some.more;
	return OK;
}

enum err public_box_page(struct db *db, struct arena *a,
			 const struct publication_filter *f,
			 const struct geo_box *box,
			 struct publication_page *ret_page)
{
	const struct map_want want = {.box = *box, .filter = *f};
	struct publication_page p = {0};
	const struct facets *all;
	struct publication *read;
	size_t n, kept = 0;
	enum err err = facets_get(db, &all);

	if (!err)
		err = store_map_points(db, a, &want, BOX_FEW + 1, &read, &n);
	if (err)
		return err;
	for (size_t i = 0; n <= BOX_FEW && i < n; i++)
		if (passes(all, f, box, &read[i]))
			read[kept++] = read[i];
	err = n > BOX_FEW ? walk(db, a, f, box, &p)
			  : page_of(db, a, f, read, kept, &p);
	*ret_page = p;
	return err;
}

/* ---- near ---- */

#define METRES_A_DEGREE 111195.0 /* of latitude */

/* Right enough for some hundred metres. */
static int metres_between(struct geo_point a, struct geo_point b)
{
	double y = (a.lat - b.lat) * METRES_A_DEGREE,
	       x = (a.lon - b.lon) * METRES_A_DEGREE * cos(a.lat * M_PI / 180);

	return (int)lround(hypot(x, y));
}

static int nearest_first(const void *a, const void *b)
{
	const struct public_near *x = a, *y = b;

	if (x->metres != y->metres)
		return x->metres < y->metres ? -1 : 1;
	return newest_first(&x->p, &y->p);
}

static enum err near_within(struct db *db, struct arena *a,
			    const struct publication *of, int metres,
			    struct public_nears *ret_near)
{
	const struct geo_point at = cell_middle(of->cell);
	const double y = metres / METRES_A_DEGREE,
		     x = y / fmax(cos(at.lat * M_PI / 180), 0.01);
	const struct map_want want = {
		.box = {at.lon - x, at.lat - y, at.lon + x, at.lat + y}};
	struct public_near *list;
	struct publication *read;
	size_t n, kept = 0;
	enum err err = store_map_points(db, a, &want, NEAR_LOOKED, &read, &n);

	if (err)
		return err;
	list = arena_array(a, n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++) {
		int far = metres_between(at, cell_middle(read[i].cell));

		if (far <= metres && read[i].matter_id != of->matter_id)
			list[kept++] = (struct public_near){read[i], far};
	}
	if (kept)
		qsort(list, kept, sizeof(*list), nearest_first);
	*ret_near = (struct public_nears){list, kept};
	return OK;
}

enum err public_near(struct db *db, struct arena *a,
		     const struct publication *of, int metres, size_t max,
		     struct public_nears *ret_near)
{
	enum err err = near_within(db, a, of, metres / 8, ret_near);

	if (!err && ret_near->count < max)
		err = near_within(db, a, of, metres, ret_near);
	if (!err && ret_near->count > max)
		ret_near->count = max;
	return err;
}
