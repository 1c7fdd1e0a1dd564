/*
 * test_map.c: cells and their ranges, the built-in map, and that what a map
 * shows is what is published: against brute force, on both engines, after
 * messages came, changed, moved to others and were hidden in random order.
 */
#include "geo/cell.h"
#include "geo/shore.h"
#include "jobtest.h"
#include "matter/matter_store.h"
#include "matter/public_map.h"

#include <math.h>

/* The same every time. */
static uint64_t dice_state = 88172645463325252;

static uint64_t dice(uint64_t n)
{
	dice_state ^= dice_state << 13;
	dice_state ^= dice_state >> 7;
	dice_state ^= dice_state << 17;
	return dice_state % n;
}

static double between(double low, double high)
{
	return low + (high - low) * (double)dice(1000000) / 1e6;
}

/* The number of a tile by the formula everybody uses. */
static int64_t tile(struct geo_point p, int zoom)
{
	double lat = p.lat * M_PI / 180, n = (double)((int64_t)1 << zoom);
	int64_t x = (int64_t)((p.lon + 180) / 360 * n), square = 0;
	int64_t y = (int64_t)((1 - asinh(tan(lat)) / M_PI) / 2 * n);

	for (int bit = 0; bit < zoom; bit++)
		square |= (x >> bit & 1) << 2 * bit | (y >> bit & 1)
							      << (2 * bit + 1);
	return square;
}

static void test_cells(void)
{
	int wrong = 0, off = 0;

	for (int i = 0; i < 2000; i++) {
		struct geo_point p = {between(-180, 180), between(-85, 85)};
		int64_t cell = cell_of(p);
		struct geo_point again = cell_middle(cell);
		int zoom = 1 + (int)dice(20);

		off += fabs(again.lat - p.lat) > 6e-6 ||
		       fabs(again.lon - p.lon) > 6e-6;
		wrong += cell_at_zoom(cell, zoom) != tile(p, zoom);
		wrong += cell < cell_square(tile(p, zoom), zoom).first ||
			 cell > cell_square(tile(p, zoom), zoom).last;
		wrong += cell_at_zoom(cell_of(cell_square_middle(tile(p, zoom),
								 zoom)),
				      zoom) != tile(p, zoom);
	}
	ok(!off, "a cell's middle is where the point was");
	ok(!wrong, "a tile of a zoom is one range of cells");
	ok(cell_of((struct geo_point){0, 90}) >= 0 &&
		   cell_of((struct geo_point){180, -90}) <
			   (int64_t)1 << 2 * CELL_ZOOM,
	   "the poles and the date line have cells");
}

static bool in_ranges(const struct cell_range *r, int n, int64_t cell)
{
	for (int i = 0; i < n; i++)
		if (cell >= r[i].first && cell <= r[i].last)
			return true;
	return false;
}

static void test_cover(void)
{
	struct cell_range r[CELL_RANGES];
	double over = 0;
	int missed = 0, order = 0, boxes = 300;

	for (int i = 0; i < boxes; i++) {
		double size = pow(10, between(-4, 1)), cells = 0;
		double west = between(19, 30), south = between(59, 69);
		struct geo_box b = {west, south, west + size, south + size / 2};
		int n = cell_cover(&b, r);

		for (int k = 0; k < 20; k++)
			missed +=
				!in_ranges(r, n,
					   cell_of((struct geo_point){
						   between(b.west, b.east),
						   between(b.south, b.north)}));
		for (int k = 0; k < n; k++) {
			order += k && r[k].first <= r[k - 1].last + 1;
			cells += (double)(r[k].last - r[k].first + 1);
		}
		over += cells / (double)cell_squares(&b, CELL_ZOOM);
	}
	ok(!missed, "no point of a box is missed");
	ok(!order, "ranges are in order and apart");
	ok(over / boxes < 1.4, "%d ranges cover %.2f times the box",
	   CELL_RANGES, over / boxes);
	ok(cell_cover(&(struct geo_box){25, 61, 24, 60}, r) == 0,
	   "a box that is inside out is empty");
	ok(cell_cover(&(struct geo_box){25, 60, 25, 60}, r) == 1 &&
		   r[0].first == r[0].last,
	   "a point is one cell");
}

/* ---- the built-in map ---- */

static struct shore_tile at(struct arena *a, int zoom, double lat, double lon)
{
	struct geo_point p = {lon, lat};
	int x = (int)((lon + 180) / 360 * (1 << zoom));
	int y = (int)((1 - asinh(tan(p.lat * M_PI / 180)) / M_PI) / 2 *
		      (1 << zoom));
	struct shore_tile t = {{"", "", "", ""}};

	if (!shore_tile(a, zoom, x, y, &t))
		printf("# no tile\n");
	return t;
}

/* The area of a path of ours: M x y l dx dy ... z, as a part of the tile. */
static double part(const char *path)
{
	double twice = 0, x = 0, y = 0, x0 = 0, y0 = 0;

	while (*path) {
		char *end;
		double v, w;

		if (*path == 'z') {
			twice += x * y0 - x0 * y;
			path++;
			continue;
		}
		if (*path == 'M') {
			x0 = x = strtod(path + 1, &end);
			y0 = y = strtod(end, &end);
			path = end + (*end == 'l');
			continue;
		}
		v = strtod(path, &end);
		w = strtod(end, &end);
		twice += x * (y + w) - (x + v) * y;
		x += v;
		y += w;
		path = *end == ' ' ? end + 1 : end;
	}
	return fabs(twice) / 2 / SHORE_UNITS / SHORE_UNITS;
}

static void test_shore(void)
{
	struct arena a = ARENA_INIT;
	struct shore_tile none;

	ok(str_empty(at(&a, 11, 59.85, 24.9).path[0]), "sea off Helsinki");
	ok(part(at(&a, 14, 60.85, 24.6).path[0]) > 0.99, "land near Janakkala");
	ok(part(at(&a, 12, 60.17, 24.94).path[0]) > 0.2 &&
		   part(at(&a, 12, 60.17, 24.94).path[0]) < 0.9,
	   "land and sea in Helsinki");
	ok(part(at(&a, 10, 61.55, 25.5).path[1]) > 0.1, "lakes at Padasjoki");
	ok(!str_empty(at(&a, 9, 62.0, 28.7).path[2]),
	   "islands in the lake Saimaa");
	ok(part(at(&a, 6, 65, 26).path[0]) > 0.7, "Finland from afar");
	ok(!shore_tile(&a, 3, 8, 0, &none) &&
		   !shore_tile(&a, 3, 0, -1, &none) &&
		   !shore_tile(&a, SHORE_ZOOM_MAX + 1, 0, 0, &none),
	   "no tiles beyond the world");
	arena_release(&a);
}

/* ---- what is published ---- */

enum { MANY = 2400, STEPS = 250, LOOKS = 120 };

/* What should be there. */
static struct mine {
	int64_t id, cell, topic, unit;
	const char *type;
	bool shown;
} mine[MANY];
static const char *const types[] = {"", "fault", "question"};

static struct publication made(const struct mine *m)
{
	return (struct publication){
		.matter_id = m->id,
		.number_year = 2026,
		.number = m - mine + 1,
		.type = m->type,
		.topic_id = m->topic,
		.unit_id = m->unit,
		.title = "Kuoppa",
		.text = "Kadussa on kuoppa.",
		.nickname = "",
		.place = "",
		.answer = "",
		.handling = "closed",
		.outcome = "done",
		.answer_state = "private",
		.published_at = m->id,
		.received_at = 1,
		.cell = m->cell,
	};
}

/* Most in a town, some far away, some without a place. */
static int64_t some_cell(void)
{
	if (!dice(8))
		return 0;
	if (!dice(20))
		return cell_of(
			(struct geo_point){between(20, 31), between(60, 70)});
	return cell_of(
		(struct geo_point){between(24.9, 25.0), between(60.16, 60.21)});
}

static enum err do_many(struct db *db, struct arena *a, void *arg)
{
	enum err err = OK;

	(void)a;
	(void)arg;
	for (int i = 0; !err && i < MANY; i++) {
		mine[i] = (struct mine){
			.id = i + 1,
			.cell = some_cell(),
			.topic = (int64_t)dice(4),
			.unit = (int64_t)dice(3),
			.type = types[dice(3)],
			.shown = true,
		};
		struct publication p = made(&mine[i]);

		err = store_publication_import(db, &p);
	}
	return err ? err : store_publications_count(db, 1, MANY);
}

static enum err do_steps(struct db *db, struct arena *a, void *arg)
{
	enum err err = OK;

	(void)a;
	(void)arg;
	for (int i = 0; !err && i < STEPS; i++) {
		struct mine *m = &mine[dice(MANY)];
		struct matter now_is = {.id = m->id,
					.handling = HANDLING_CLOSED};
		struct publication p;

		switch (dice(3)) {
		case 0:
			m->shown = false;
			err = store_publication_hide(db, m->id, "virhe");
			break;
		case 1:
			m->cell = some_cell();
			m->topic = (int64_t)dice(4);
			m->type = types[dice(3)];
			m->shown = true;
			p = made(m);
			err = store_publication_put(db, &p);
			break;
		default:
			now_is.topic_id = m->topic = (int64_t)dice(4);
			now_is.unit_id = m->unit = (int64_t)dice(3);
			err = store_publication_follow(db, &now_is);
		}
	}
	return err;
}

static bool passes(const struct mine *m, const struct publication_filter *f)
{
	return m->shown && m->cell &&
	       (!f->topic_id || m->topic == f->topic_id) &&
	       (!f->unit_id || m->unit == f->unit_id) &&
	       (str_empty(f->type) || str_same(m->type, f->type));
}

static int64_t brute(const struct map_want *w, int zoom, int64_t square)
{
	int64_t n = 0;

	for (int i = 0; i < MANY; i++)
		n += passes(&mine[i], &w->filter) &&
		     cell_touches(&w->box, mine[i].cell, CELL_ZOOM) &&
		     (zoom < 0 || cell_at_zoom(mine[i].cell, zoom) == square);
	return n;
}

/* A window of whole tiles somewhere, and a filter. */
static struct map_want some_want(void)
{
	int zoom = 6 + (int)dice(13), wide = 1 + (int)dice(4);
	double side = 360.0 / (1 << zoom), lon = between(24.85, 25.0);
	struct geo_point from = {lon, between(60.15, 60.22)};
	struct geo_point nw = cell_middle(
		cell_square(cell_at_zoom(cell_of(from), zoom), zoom).first);
	struct geo_point to = {nw.lon + side * (wide - 0.5), nw.lat - side / 4};
	struct geo_point se = cell_middle(
		cell_square(cell_at_zoom(cell_of(to), zoom), zoom).last);

	return (struct map_want){
		.box = {nw.lon, se.lat, se.lon, nw.lat},
		.zoom = zoom,
		.filter = {.type = types[dice(3)],
			   .topic_id = dice(2) ? (int64_t)dice(4) : 0,
			   .unit_id = dice(2) ? (int64_t)dice(3) : 0},
	};
}

/* Is another one where a thumb would hit both? */
static bool too_near(const struct map_answer *m, size_t k, int zoom)
{
	int x, y, ox, oy;

	geo_pixel(m->spots[k].at, zoom, &x, &y);
	for (size_t i = 0; m->list_count && i < m->count; i++) {
		geo_pixel(m->spots[i].at, zoom, &ox, &oy);
		if (i != k && hypot(x - ox, y - oy) < 30)
			return true;
	}
	return false;
}

/* Each message that is listed is in one spot and passes the filter. */
static int strangers(const struct map_answer *m, const struct map_want *w)
{
	bool seen[MANY] = {false};
	int wrong = 0;

	for (size_t i = 0; m->list_count && i < m->count; i++)
		for (int64_t k = 0; k < m->spots[i].n; k++) {
			int64_t id = m->spots[i].list[k].matter_id;

			wrong += seen[id - 1] ||
				 !passes(&mine[id - 1], &w->filter);
			seen[id - 1] = true;
		}
	return wrong;
}

static void test_looks(const char *when)
{
	int wrong = 0, counted = 0, listed = 0, order = 0, near = 0;

	for (int i = 0; i < LOOKS; i++) {
		struct arena a = ARENA_INIT;
		struct map_want w = some_want();
		struct map_answer m;
		int64_t sum = 0;

		if (i % 3 == 0)
			w.filter = (struct publication_filter){.type = ""};
		if (public_map(get(tenant), &a, &w, &m))
			bail("not asked");
		wrong += m.total != brute(&w, -1, 0);
		for (size_t k = 0; k < m.count; k++) {
			int grid = w.zoom + 2;

			sum += m.spots[k].n;
			near += too_near(&m, k, w.zoom);
			wrong += !m.list_count &&
				 m.spots[k].n !=
					 brute(&w, grid,
					       cell_at_zoom(
						       cell_of(m.spots[k].at),
						       grid));
		}
		wrong += sum != m.total;
		wrong += strangers(&m, &w);
		for (size_t k = 1; k < m.list_count; k++)
			order += m.list[k].published_at >
				 m.list[k - 1].published_at;
		counted += m.total > MAP_POINTS_MAX && !m.list_count;
		listed += m.total && m.list_count == (size_t)m.total;
		arena_release(&a);
	}
	ok(!wrong, "%s: %s: %d windows as by brute force", on, when, LOOKS);
	ok(!near, "%s: %s: no two spots hide one another", on, when);
	ok(counted > 2 && listed > 10 && !order,
	   "%s: %s: %d were counted, %d listed, newest first", on, when,
	   counted, listed);
}

static void test_hostile_windows(void)
{
	struct arena a = ARENA_INIT;
	struct map_want w = {.box = {-180, -90, 180, 90}, .zoom = 18};
	struct map_answer m;
	int64_t all = brute(&w, -1, 0);

	bool asked = !public_map(get(tenant), &a, &w, &m);

	ok(asked && m.total == all && m.count && m.count <= 2048,
	   "%s: the whole world at the finest zoom: %d spots", on,
	   (int)m.count);
	w.box = (struct geo_box){10, 10, 10, 10};
	ok(!public_map(get(tenant), &a, &w, &m) && !m.total && !m.count,
	   "%s: a point without messages", on);
	arena_release(&a);
}

static void write_with(enum err (*fn)(struct db *, struct arena *, void *))
{
	struct arena a = ARENA_INIT;

	if (db_write(get(tenant), &a, fn, NULL)) {
		printf("# %s\n", db_error(get(tenant)));
		bail("not written");
	}
	arena_release(&a);
}

static void test_all(void)
{
	write_with(do_many);
	test_looks("as imported");
	write_with(do_steps);
	test_looks("after many changes");
	test_hostile_windows();
}

int main(void)
{
	clock_init();
	test_cells();
	test_cover();
	test_shore();
	return on_both_engines("test_map", test_all);
}
