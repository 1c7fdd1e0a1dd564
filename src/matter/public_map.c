/*
 * public_map.c: points near one another become one spot. Few points are read
 * and joined here; many are read as counts, which are kept for squares of some
 * zooms (publication_store.c), so a map of a million messages costs no more
 * than one of a thousand.
 */
#include "matter/public_map.h"

#include "base/str.h"
#include "geo/cell.h"
#include "matter/facet.h"
#include "matter/public_map_store.h"
#include "tenant/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	NEAR_PIXELS = 36,
	FINER = 2, /* a square of the grid is a quarter of a tile wide */
	SQUARES_MAX = 2048,
	/* Rows that are looked at, where counts do not tell. */
	LOOKED_MAX = 1500,
};

/* The grid's zoom: coarser when the box is large for its zoom. */
static int grid_zoom(const struct map_want *want)
{
	int zoom = want->zoom + FINER;

	while (zoom > 1 && cell_squares(&want->box, zoom) > SQUARES_MAX)
		zoom--;
	return zoom;
}

/* The nearest zoom that is counted and not coarser, if there is one. */
static int counted_zoom(int grid)
{
	int zoom = MAP_COUNT_FIRST;

	while (zoom < grid && zoom < MAP_COUNT_LAST)
		zoom += 2;
	return zoom;
}

/* ---- counts ---- */

/* Those that touch the box, at a zoom that may be coarser: in order, so that
 * parts of one square follow one another. */
struct counts {
	struct map_square *list;
	size_t count;
	int zoom;
	int64_t total;
};

static int by_square(const void *a, const void *b)
{
	const struct map_square *x = a, *y = b;

	return (x->square > y->square) - (x->square < y->square);
}

static enum err counts_read(struct db *db, struct arena *a,
			    const struct map_want *want, int grid,
			    struct counts *ret_counts)
{
	int zoom = counted_zoom(grid);
	struct counts c = {.zoom = zoom < grid ? zoom : grid};
	struct map_square *all;
	size_t n, kept = 0;
	enum err err = store_map_counts(db, a, want, zoom, &all, &n);

	if (err)
		return err;
	for (size_t i = 0; i < n; i++) {
		if (!cell_touches(&want->box, all[i].square, zoom))
			continue;
		c.total += all[i].n;
		all[i].square >>= 2 * (zoom - c.zoom);
		all[kept++] = all[i];
	}
	if (kept)
		qsort(all, kept, sizeof(*all), by_square);
	for (size_t i = 0; i < kept; i++) {
		if (c.count && all[c.count - 1].square == all[i].square)
			all[c.count - 1].n += all[i].n;
		else
			all[c.count++] = all[i];
	}
	c.list = all;
	*ret_counts = c;
	return OK;
}

static void answer_counts(struct arena *a, const struct counts *c,
			  struct map_answer *ret_answer)
{
	struct map_spot *spots = arena_array(a, c->count, sizeof(*spots));

	for (size_t i = 0; i < c->count; i++)
		spots[i] = (struct map_spot){
			.at = cell_square_middle(c->list[i].square, c->zoom),
			.n = c->list[i].n,
		};
	*ret_answer = (struct map_answer){
		.spots = spots, .count = c->count, .total = c->total};
}

/* ---- points ---- */

static int by_cell(const void *a, const void *b)
{
	const struct publication *x = a, *y = b;

	if (x->cell != y->cell)
		return x->cell > y->cell ? 1 : -1;
	return (x->matter_id > y->matter_id) - (x->matter_id < y->matter_id);
}

static int newest_first(const void *a, const void *b)
{
	const struct publication *x = a, *y = b;

	if (x->published_at != y->published_at)
		return x->published_at < y->published_at ? 1 : -1;
	return (x->matter_id < y->matter_id) - (x->matter_id > y->matter_id);
}

/* A spot while it grows: a run of the points in order, and what joined it. */
struct knot {
	size_t first, count; /* of its own points */
	size_t into;         /* the knot it is a part of, itself at first */
	double lat, lon, n;  /* sums over all of its points */
	int x, y;            /* its middle, in pixels of the map */
};

static void knot_place(struct knot *k, int zoom)
{
	geo_pixel((struct geo_point){k->lon / k->n, k->lat / k->n}, zoom, &k->x,
		  &k->y);
}

static struct knot knot_of(const struct publication *list, size_t first,
			   size_t end, size_t number, int zoom)
{
	struct knot k = {.first = first,
			 .count = end - first,
			 .into = number,
			 .n = (double)(end - first)};

	for (size_t i = first; i < end; i++) {
		struct geo_point p = cell_middle(list[i].cell);

		k.lon += p.lon;
		k.lat += p.lat;
	}
	knot_place(&k, zoom);
	return k;
}

static bool too_near(const struct knot *a, const struct knot *b)
{
	int64_t dx = a->x - b->x, dy = a->y - b->y;

	return dx * dx + dy * dy < NEAR_PIXELS * NEAR_PIXELS;
}

static bool join(struct knot *knots, size_t i, size_t k, int zoom)
{
	struct knot *a = &knots[i], *b = &knots[k];

	if (a->into != i || b->into != k || !too_near(a, b))
		return false;
	b->into = i;
	a->lat += b->lat;
	a->lon += b->lon;
	a->n += b->n;
	knot_place(a, zoom);
	return true;
}

/* Spots on both sides of a square's edge would hide one another. What grew
 * together may be near the next, so until nothing is. */
static void join_near(struct knot *knots, size_t count, int zoom)
{
	bool joined = true;

	while (joined) {
		joined = false;
		for (size_t i = 0; i < count; i++)
			for (size_t k = i + 1; k < count; k++)
				joined |= join(knots, i, k, zoom);
	}
}

static size_t root_of(const struct knot *knots, size_t k)
{
	while (knots[k].into != k)
		k = knots[k].into;
	return k;
}

/* Each whole knot as a spot; its points come together in `to`. */
static size_t spots_make(const struct knot *knots, size_t count,
			 const struct publication *list, struct publication *to,
			 struct map_spot *ret_spots)
{
	size_t n = 0, at = 0;

	for (size_t i = 0; i < count; i++) {
		const struct knot *k = &knots[i];

		if (k->into != i)
			continue;
		ret_spots[n++] = (struct map_spot){
			.at = {k->lon / k->n, k->lat / k->n},
			.n = (int64_t)k->n,
			.list = to + at,
		};
		for (size_t part = i; part < count; part++) {
			if (root_of(knots, part) != i)
				continue;
			memcpy(to + at, list + knots[part].first,
			       knots[part].count * sizeof(*to));
			at += knots[part].count;
		}
	}
	return n;
}

static void answer_points(struct arena *a, struct publication *list, size_t n,
			  int grid, struct map_answer *ret_answer)
{
	struct publication *together = arena_array(a, n, sizeof(*together));
	struct map_spot *spots = arena_array(a, n, sizeof(*spots));
	struct knot *knots = arena_array(a, n, sizeof(*knots));
	size_t count = 0, first = 0;

	if (n)
		qsort(list, n, sizeof(*list), by_cell);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && cell_at_zoom(list[i].cell, grid) ==
				     cell_at_zoom(list[first].cell, grid))
			continue;
		knots[count] = knot_of(list, first, i, count, grid - FINER);
		count++;
		first = i;
	}
	join_near(knots, count, grid - FINER);
	count = spots_make(knots, count, list, together, spots);
	if (n)
		qsort(list, n, sizeof(*list), newest_first);
	*ret_answer = (struct map_answer){.spots = spots,
					  .count = count,
					  .total = (int64_t)n,
					  .list = list,
					  .list_count = n};
}

/* *ret_count above LOOKED_MAX: there are too many. */
static enum err points_read(struct db *db, struct arena *a,
			    const struct map_want *want,
			    struct publication **ret_list, size_t *ret_count)
{
	size_t n, kept = 0;
	enum err err =
		store_map_points(db, a, want, LOOKED_MAX + 1, ret_list, &n);

	if (err)
		return err;
	*ret_count = n;
	if (n > LOOKED_MAX)
		return OK;
	for (size_t i = 0; i < n; i++)
		if (cell_touches(&want->box, (*ret_list)[i].cell, CELL_ZOOM))
			(*ret_list)[kept++] = (*ret_list)[i];
	*ret_count = kept;
	return OK;
}

/* ---- narrowed by more than topic, unit and type ---- */

/* Nothing counts these by squares. Few are all read; of many, where there are
 * many in the box, the newest: so many that a map is full of them. */
enum { NARROWED_FEW = 1500, NARROWED_BOX = 1500, NARROWED_NEWEST = 500 };

struct points {
	struct publication *list;
	size_t count;
	bool whole; /* all that pass in the box */
};

static bool is_narrowed(const struct publication_filter *f)
{
	return facet_wanted(f) || f->from_us || f->until_us;
}

static bool in_box(const struct map_want *want, const struct publication *p)
{
	return p->cell && cell_touches(&want->box, p->cell, CELL_ZOOM);
}

/* The newest of all that pass, those in the box. */
static enum err newest_read(struct db *db, struct arena *a,
			    const struct map_want *want, int limit,
			    struct points *ret)
{
	struct publication_filter f = want->filter;
	struct publication_page p;
	size_t kept = 0;
	enum err err;

	f.limit = limit;
	f.order = ORDER_NEWEST;
	f.before_at = f.before_id = 0;
	err = publication_page(db, a, &f, &p);
	if (err)
		return err;
	for (size_t i = 0; i < p.count; i++)
		if (in_box(want, &p.list[i]))
			p.list[kept++] = p.list[i];
	*ret = (struct points){p.list, kept, !p.more};
	return OK;
}

/* Everything in the box, and what passes of it. */
static enum err box_read(struct db *db, struct arena *a,
			 const struct map_want *want, const struct facets *all,
			 struct points *ret)
{
	const struct publication_filter *f = &want->filter;
	struct publication *list;
	size_t n, kept = 0;
	enum err err =
		store_map_points(db, a, want, NARROWED_BOX + 1, &list, &n);

	if (err)
		return err;
	for (size_t i = 0; i < n; i++) {
		const struct facet *x = facet_find(all, list[i].facet_id);

		if (x && facet_passes(x, f) &&
		    (!f->facility_id ||
		     list[i].facility_id == f->facility_id) &&
		    in_box(want, &list[i]) &&
		    list[i].published_at >= f->from_us &&
		    (!f->until_us || list[i].published_at < f->until_us))
			list[kept++] = list[i];
	}
	*ret = (struct points){list, kept, n <= NARROWED_BOX};
	return OK;
}

/* So many that they are counted by the squares of the grid. */
static void answer_squares(struct arena *a, struct publication *list, size_t n,
			   int grid, struct map_answer *ret_answer)
{
	struct map_square *squares = arena_array(a, n, sizeof(*squares));
	struct counts c = {.list = squares, .zoom = grid, .total = (int64_t)n};

	qsort(list, n, sizeof(*list), by_cell);
	for (size_t i = 0; i < n; i++) {
		int64_t square = cell_at_zoom(list[i].cell, grid);

		if (!c.count || squares[c.count - 1].square != square)
			squares[c.count++] = (struct map_square){square, 0};
		squares[c.count - 1].n++;
	}
	answer_counts(a, &c, ret_answer);
}

static enum err map_narrowed(struct db *db, struct arena *a,
			     const struct map_want *want, int grid,
			     struct map_answer *ret_answer)
{
	const struct facets *all;
	struct points p = {0};
	enum err err = facets_get(db, &all);

	if (err)
		return err;
	if (facet_sum(db, all, &want->filter).matters <= NARROWED_FEW)
		err = newest_read(db, a, want, NARROWED_FEW, &p);
	else
		err = box_read(db, a, want, all, &p);
	if (!err && !p.whole)
		err = newest_read(db, a, want, NARROWED_NEWEST, &p);
	if (err)
		return err;
	if (p.count <= MAP_POINTS_MAX)
		answer_points(a, p.list, p.count, grid, ret_answer);
	else
		answer_squares(a, p.list, p.count, grid, ret_answer);
	ret_answer->newest_only = !p.whole;
	return OK;
}

/* ---- the answer ---- */

/* How many rows the chosen index goes through for a filter of several parts. */
static enum err looked_at(struct db *db, struct arena *a,
			  const struct map_want *want, int grid,
			  int64_t *ret_rows)
{
	const struct publication_filter *f = &want->filter;
	struct map_want wider = *want;
	struct counts c;
	enum err err;

	*ret_rows = 0;
	if ((f->topic_id != 0) + (f->unit_id != 0) + !str_empty(f->type) < 2)
		return OK;
	wider.filter = (struct publication_filter){
		.topic_id = f->topic_id,
		.unit_id = f->topic_id ? 0 : f->unit_id,
	};
	err = counts_read(db, a, &wider, grid, &c);
	if (!err)
		*ret_rows = c.total;
	return err;
}

/* Few enough to be read one by one. Where counted squares are coarser than the
 * grid more are; nearer than a square is wide, only reading tells. */
static enum err are_few(struct db *db, struct arena *a,
			const struct map_want *want, int grid,
			const struct counts *c, bool *ret_few)
{
	int most = counted_zoom(grid) < grid ? LOOKED_MAX : MAP_POINTS_MAX;
	int64_t rows = 0;
	enum err err = OK;

	*ret_few = true;
	if (want->zoom > MAP_COUNT_LAST)
		return OK;
	if (c->total <= most)
		err = looked_at(db, a, want, grid, &rows);
	*ret_few = c->total <= most && rows <= LOOKED_MAX;
	return err;
}

enum err public_map(struct db *db, struct arena *a, const struct map_want *want,
		    struct map_answer *ret_answer)
{
	int grid = grid_zoom(want);
	struct publication *list;
	struct counts c;
	size_t n = 0;
	bool few;
	enum err err;

	if (is_narrowed(&want->filter))
		return map_narrowed(db, a, want, grid, ret_answer);
	err = counts_read(db, a, want, grid, &c);
	if (!err)
		err = are_few(db, a, want, grid, &c, &few);
	if (!err && few)
		err = points_read(db, a, want, &list, &n);
	if (err)
		return err;
	if (few && n <= LOOKED_MAX)
		answer_points(a, list, n, grid, ret_answer);
	else
		answer_counts(a, &c, ret_answer);
	return OK;
}

/* ---- where a map begins ---- */

#define FINLAND ((struct geo_box){19, 59.5, 32, 70.2})
enum { FINLAND_ZOOM = 12 }; /* as fine as so many squares can be */

static void box_add(struct geo_box *b, struct geo_point p)
{
	b->west = fmin(b->west, p.lon);
	b->south = fmin(b->south, p.lat);
	b->east = fmax(b->east, p.lon);
	b->north = fmax(b->north, p.lat);
}

/* Of few every point, of many the squares. */
static enum err read_box(struct db *db, struct arena *a, const void **ret_what)
{
	const struct map_want all = {.box = FINLAND, .zoom = FINLAND_ZOOM};
	struct geo_box box = {180, 90, -180, -90};
	struct arena once = ARENA_INIT;
	struct map_answer m;
	enum err err = public_map(db, &once, &all, &m);

	for (size_t i = 0; !err && i < m.list_count; i++)
		box_add(&box, cell_middle(m.list[i].cell));
	for (size_t i = 0; !err && !m.list_count && i < m.count; i++)
		box_add(&box, m.spots[i].at);
	if (!err)
		*ret_what = m.count ? arena_printf(a, "%.4f,%.4f,%.4f,%.4f",
						   box.west, box.south,
						   box.east, box.north)
				    : "";
	arena_release(&once);
	return err;
}

static struct memory boxes = {.read = read_box, .by_age = true};

enum err public_map_frame(struct db *db, struct arena *a,
			  struct map_frame *ret_frame)
{
	const void *box;
	enum err err = map_frame(db, a, ret_frame);

	if (err || *ret_frame->box)
		return err;
	err = memory_get(&boxes, db, &box);
	if (!err)
		ret_frame->box = arena_strdup(a, box);
	return err;
}
