/*
 * cell.c: Morton codes of web-mercator, and boxes as ranges of them.
 */
#include "geo/cell.h"

#include <math.h>
#include <stdbool.h>

#define SIDE    ((int64_t)1 << CELL_ZOOM)
#define LAT_MAX 85.0511287798

/* abc -> 0a0b0c */
static uint64_t spread(uint64_t v)
{
	v = (v | v << 16) & 0x0000ffff0000ffff;
	v = (v | v << 8) & 0x00ff00ff00ff00ff;
	v = (v | v << 4) & 0x0f0f0f0f0f0f0f0f;
	v = (v | v << 2) & 0x3333333333333333;
	return (v | v << 1) & 0x5555555555555555;
}

static uint64_t gather(uint64_t v)
{
	v &= 0x5555555555555555;
	v = (v | v >> 1) & 0x3333333333333333;
	v = (v | v >> 2) & 0x0f0f0f0f0f0f0f0f;
	v = (v | v >> 4) & 0x00ff00ff00ff00ff;
	v = (v | v >> 8) & 0x0000ffff0000ffff;
	return (v | v >> 16) & 0xffffffff;
}

static int64_t within(double part)
{
	double v = floor(part * (double)SIDE);

	return v < 0 ? 0 : v >= (double)SIDE ? SIDE - 1 : (int64_t)v;
}

static int64_t column(double lon)
{
	return within((lon + 180) / 360);
}

/* From the north. */
static int64_t row(double lat)
{
	double s = sin(fmax(-LAT_MAX, fmin(LAT_MAX, lat)) * M_PI / 180);

	return within(0.5 - log((1 + s) / (1 - s)) / (4 * M_PI));
}

void geo_pixel(struct geo_point p, int zoom, int *ret_x, int *ret_y)
{
	int bits = CELL_ZOOM - zoom - 8;

	*ret_x = (int)(column(p.lon) >> bits);
	*ret_y = (int)(row(p.lat) >> bits);
}

int64_t cell_of(struct geo_point p)
{
	return (int64_t)(spread((uint64_t)column(p.lon)) |
			 spread((uint64_t)row(p.lat)) << 1);
}

double geo_mercator_lat(double row)
{
	return atan(sinh(M_PI * (1 - 2 * row))) * 180 / M_PI;
}

struct geo_point cell_middle(int64_t cell)
{
	double x = (double)gather((uint64_t)cell) + 0.5;
	double y = (double)gather((uint64_t)cell >> 1) + 0.5;

	return (struct geo_point){
		x / (double)SIDE * 360 - 180,
		geo_mercator_lat(y / (double)SIDE),
	};
}

int64_t cell_at_zoom(int64_t cell, int zoom)
{
	return cell >> 2 * (CELL_ZOOM - zoom);
}

struct cell_range cell_square(int64_t square, int zoom)
{
	int bits = 2 * (CELL_ZOOM - zoom);

	return (struct cell_range){square << bits, ((square + 1) << bits) - 1};
}

struct geo_point cell_square_middle(int64_t square, int zoom)
{
	int bits = 2 * (CELL_ZOOM - zoom);

	/* half of its side in x and in y */
	return cell_middle((square << bits) | (bits ? 3LL << (bits - 2) : 0));
}

/* A box in rows and columns, its last ones within. */
struct grid_box {
	int64_t x0, y0, x1, y1;
};

/* Does the square of that zoom touch the box? *ret_inside: it lies in it. */
static bool touches(const struct grid_box *b, int64_t square, int zoom,
		    bool *ret_inside)
{
	int bits = CELL_ZOOM - zoom;
	int64_t x0 = (int64_t)gather((uint64_t)square) << bits;
	int64_t y0 = (int64_t)gather((uint64_t)square >> 1) << bits;
	int64_t x1 = x0 + ((int64_t)1 << bits) - 1;
	int64_t y1 = y0 + ((int64_t)1 << bits) - 1;

	*ret_inside = x0 >= b->x0 && x1 <= b->x1 && y0 >= b->y0 && y1 <= b->y1;
	return x0 <= b->x1 && x1 >= b->x0 && y0 <= b->y1 && y1 >= b->y0;
}

static struct grid_box grid_of(const struct geo_box *box)
{
	return (struct grid_box){column(box->west), row(box->north),
				 column(box->east), row(box->south)};
}

bool cell_touches(const struct geo_box *box, int64_t square, int zoom)
{
	const struct grid_box b = grid_of(box);
	bool inside;

	return touches(&b, square, zoom, &inside);
}

int64_t cell_squares(const struct geo_box *box, int zoom)
{
	const struct grid_box b = grid_of(box);
	int bits = CELL_ZOOM - zoom;

	if (b.x1 < b.x0 || b.y1 < b.y0)
		return 0;
	return ((b.x1 >> bits) - (b.x0 >> bits) + 1) *
	       ((b.y1 >> bits) - (b.y0 >> bits) + 1);
}

/* Squares that cover the box, as ranges: neighbours in number are one. Cut finer
 * than can be kept, so that joining finds the smallest gaps. */
enum { PIECES = 4 * CELL_RANGES };
struct cover {
	struct piece {
		struct cell_range range;
		bool whole; /* nothing of it lies outside of the box */
	} list[4 * PIECES];
	int count;
};

static void cover_add(struct cover *c, struct cell_range r, bool whole)
{
	struct piece *last = c->count ? &c->list[c->count - 1] : NULL;

	if (last && last->whole && whole && last->range.last + 1 == r.first) {
		last->range.last = r.last;
		return;
	}
	c->list[c->count++] = (struct piece){r, whole};
}

/* The same box, pieces that stick out of it cut in four: at most 4 x as many. */
static struct cover finer(const struct cover *c, const struct grid_box *b,
			  int zoom)
{
	struct cover next = {.count = 0};

	for (int i = 0; i < c->count; i++) {
		int64_t first = cell_at_zoom(c->list[i].range.first, zoom);
		bool inside;

		if (c->list[i].whole) {
			cover_add(&next, c->list[i].range, true);
			continue;
		}
		for (int64_t s = first; s < first + 4; s++)
			if (touches(b, s, zoom, &inside))
				cover_add(&next, cell_square(s, zoom), inside);
	}
	return next;
}

/* How many ranges remain when those that touch are one. */
static int joined(const struct cover *c,
		  struct cell_range ret_ranges[4 * PIECES])
{
	int n = 0;

	for (int i = 0; i < c->count; i++) {
		struct cell_range r = c->list[i].range;

		if (n && ret_ranges[n - 1].last + 1 == r.first)
			ret_ranges[n - 1].last = r.last;
		else
			ret_ranges[n++] = r;
	}
	return n;
}

/* Joins the two that lie nearest to one another, until few enough remain. */
static int join_near(struct cell_range *r, int n)
{
	while (n > CELL_RANGES) {
		int best = 1;

		for (int i = 2; i < n; i++)
			if (r[i].first - r[i - 1].last <
			    r[best].first - r[best - 1].last)
				best = i;
		r[best - 1].last = r[best].last;
		n--;
		for (int i = best; i < n; i++)
			r[i] = r[i + 1];
	}
	return n;
}

int cell_cover(const struct geo_box *box,
	       struct cell_range ret_ranges[CELL_RANGES])
{
	const struct grid_box b = grid_of(box);
	struct cell_range ranges[4 * PIECES];
	struct cover c = {.count = 0};
	int n;

	if (b.x1 < b.x0 || b.y1 < b.y0)
		return 0;
	cover_add(&c, cell_square(0, 0), false);
	for (int zoom = 1; zoom <= CELL_ZOOM && c.count <= PIECES; zoom++)
		c = finer(&c, &b, zoom);
	n = join_near(ranges, joined(&c, ranges));
	for (int i = 0; i < n; i++)
		ret_ranges[i] = ranges[i];
	return n;
}
