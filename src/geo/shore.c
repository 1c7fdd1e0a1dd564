/*
 * shore.c: the built-in map, unpacked once in each process (some 2 MB), and
 * cut to tiles (Sutherland and Hodgman 1974).
 */
#include "geo/shore.h"

#include "base/str.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

extern const unsigned char shore_data[];
extern const size_t shore_size;

enum {
	GRID_ZOOM = 20, /* of tools/shore.c */
	MARGIN = 24,    /* units drawn beyond the tile, so that the cut's edge
			   is out of sight */
	STEP_MIN = 5,   /* units: what is nearer than this is one point */
	SPECK = 8,      /* units: what is smaller is not drawn */
};

struct point {
	int32_t x, y;
};
struct ring {
	int level;
	uint32_t count;
	struct point *points;
	struct point low, high; /* its box */
};
struct place {
	double x, y; /* in units of a tile */
};
static struct {
	struct arena arena;
	struct ring *rings;
	size_t count;
	struct place *one, *two; /* for the cuts of the longest ring */
} shore;

/* ---- unpacking ---- */

struct reader {
	const unsigned char *at, *end;
};

static uint32_t number(struct reader *r)
{
	uint32_t v = 0;

	for (int shift = 0; r->at < r->end && shift < 32; shift += 7) {
		unsigned char c = *r->at++;

		v |= (uint32_t)(c & 127) << shift;
		if (c < 128)
			break;
	}
	return v;
}

static int32_t step(struct reader *r)
{
	uint32_t v = number(r);

	return (int32_t)(v >> 1) ^ -(int32_t)(v & 1);
}

static void grow(struct ring *r, struct point p)
{
	r->low.x = p.x < r->low.x ? p.x : r->low.x;
	r->low.y = p.y < r->low.y ? p.y : r->low.y;
	r->high.x = p.x > r->high.x ? p.x : r->high.x;
	r->high.y = p.y > r->high.y ? p.y : r->high.y;
}

/* start: the first point of the ring before, then of this one. */
static void read_ring(struct reader *in, struct ring *r, struct point *start)
{
	struct point p = *start;

	r->level = (int)number(in);
	r->count = number(in);
	r->points = arena_array(&shore.arena, r->count, sizeof(*r->points));
	for (uint32_t i = 0; i < r->count; i++) {
		p.x += step(in);
		p.y += step(in);
		r->points[i] = p;
		if (!i)
			*start = r->low = r->high = p;
		grow(r, p);
	}
}

static void unpack(void)
{
	const unsigned char *d = shore_data;
	uLongf size = d[0] | d[1] << 8 | d[2] << 16 | (uLongf)d[3] << 24;
	struct arena once = ARENA_INIT;
	unsigned char *bytes = arena_alloc(&once, size);
	struct point start = {0, 0};
	struct reader in = {bytes, bytes + size};
	size_t longest = 0;

	if (uncompress(bytes, &size, d + 4, shore_size - 4) != Z_OK)
		abort(); /* it is a part of this program */
	shore.count = number(&in);
	shore.rings =
		arena_array(&shore.arena, shore.count, sizeof(*shore.rings));
	for (size_t i = 0; i < shore.count; i++) {
		read_ring(&in, &shore.rings[i], &start);
		if (shore.rings[i].count > longest)
			longest = shore.rings[i].count;
	}
	/* each side can add a point for each that there is */
	shore.one =
		arena_array(&shore.arena, 2 * longest + 8, sizeof(*shore.one));
	shore.two =
		arena_array(&shore.arena, 2 * longest + 8, sizeof(*shore.two));
	arena_release(&once);
}

/* ---- tiles ---- */

/* A tile's frame, and how the grid becomes its units. */
struct frame {
	double x0, y0, scale;   /* units = (grid - x0) * scale */
	struct point low, high; /* in the grid, with the margin */
};

/* The four sides: is a point within, and where is the side crossed? */
static double side_value(struct place p, int side)
{
	const double far = SHORE_UNITS + MARGIN;

	return side == 0   ? p.x + MARGIN
	       : side == 1 ? far - p.x
	       : side == 2 ? p.y + MARGIN
			   : far - p.y;
}

static size_t cut(const struct place *in, size_t n, int side, struct place *to)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct place p = in[i], q = in[(i + 1) % n];
		double vp = side_value(p, side), vq = side_value(q, side);

		if (vp >= 0)
			to[count++] = p;
		if ((vp >= 0) == (vq >= 0))
			continue;
		to[count++] = (struct place){
			p.x + (q.x - p.x) * vp / (vp - vq),
			p.y + (q.y - p.y) * vp / (vp - vq),
		};
	}
	return count;
}

static bool near(struct place p, struct place q)
{
	double dx = p.x - q.x, dy = p.y - q.y;

	return dx * dx + dy * dy < STEP_MIN * STEP_MIN;
}

/* The sides beyond which it lies, a bit each. */
static unsigned beyond(const struct point *p, const struct frame *f)
{
	return (p->x < f->low.x) | (p->x > f->high.x) << 1 |
	       (p->y < f->low.y) << 2 | (p->y > f->high.y) << 3;
}

/* Into units, and thinned to what can be seen: of a run of points beyond the
 * same side only its ends matter. */
static size_t to_units(const struct ring *r, const struct frame *f,
		       struct place *to)
{
	unsigned out, last = 0, before = 0;
	size_t n = 0;

	for (uint32_t i = 0; i < r->count; i++) {
		struct place p = {(r->points[i].x - f->x0) * f->scale,
				  (r->points[i].y - f->y0) * f->scale};

		out = beyond(&r->points[i], f);
		if (n && near(p, to[n - 1]))
			continue;
		if (n > 1 && (out & last & before)) {
			to[n - 1] = p;
			last = out;
			continue;
		}
		to[n++] = p;
		before = last;
		last = out;
	}
	return n;
}

static int rounded(double v)
{
	return (int)(v < 0 ? v - 0.5 : v + 0.5);
}

static void put_path(struct str *s, const struct place *p, size_t n)
{
	int x = rounded(p[0].x), y = rounded(p[0].y);

	str_printf(s, "M%d %dl", x, y);
	for (size_t i = 1; i < n; i++) {
		int px = rounded(p[i].x), py = rounded(p[i].y);

		str_printf(s, "%d %d ", px - x, py - y);
		x = px;
		y = py;
	}
	str_putc(s, 'z');
}

static void draw(const struct ring *r, const struct frame *f, struct str *to)
{
	size_t n = to_units(r, f, shore.one);

	for (int side = 0; side < 4; side += 2) {
		n = cut(shore.one, n, side, shore.two);
		n = cut(shore.two, n, side + 1, shore.one);
	}
	if (n > 2)
		put_path(to, shore.one, n);
}

static bool seen(const struct ring *r, const struct frame *f)
{
	double size = (r->high.x - r->low.x + r->high.y - r->low.y) * f->scale;

	return r->low.x <= f->high.x && r->high.x >= f->low.x &&
	       r->low.y <= f->high.y && r->high.y >= f->low.y && size >= SPECK;
}

static struct frame frame_of(int zoom, int x, int y)
{
	double side = (double)(1 << GRID_ZOOM) / (1 << zoom);
	double margin = side * MARGIN / SHORE_UNITS + 1;

	return (struct frame){
		.x0 = x * side,
		.y0 = y * side,
		.scale = SHORE_UNITS / side,
		.low = {(int32_t)(x * side - margin),
			(int32_t)(y * side - margin)},
		.high = {(int32_t)((x + 1) * side + margin),
			 (int32_t)((y + 1) * side + margin)},
	};
}

bool shore_tile(struct arena *a, int zoom, int x, int y,
		struct shore_tile *ret_tile)
{
	struct str paths[SHORE_LAYERS];
	struct frame f;

	if (zoom < 0 || zoom > SHORE_ZOOM_MAX || x < 0 || y < 0 ||
	    x >= 1 << zoom || y >= 1 << zoom)
		return false;
	if (!shore.count)
		unpack();
	f = frame_of(zoom, x, y);
	for (int i = 0; i < SHORE_LAYERS; i++)
		str_init(&paths[i], a, 256);
	for (size_t i = 0; i < shore.count; i++)
		if (seen(&shore.rings[i], &f))
			draw(&shore.rings[i], &f,
			     &paths[shore.rings[i].level - 1]);
	for (int i = 0; i < SHORE_LAYERS; i++)
		ret_tile->path[i] = paths[i].ptr;
	return true;
}
