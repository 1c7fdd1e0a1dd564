/*
 * shore.c: makes data/shore.bin, the built-in map: coasts, lakes and islands
 * of Finland and what lies around it, out of GSHHG in full resolution
 * (Wessel and Smith 1996; Debian's gmt-gshhg-full, LGPL-3+).
 *
 *	make shore      needs libnetcdf-dev and gmt-gshhg-full
 *
 * Its result is in the tree, so neither the build nor the service needs those.
 *
 * GSHHG for GMT is cut into bins of one degree; a segment runs through a bin
 * and ends on its edge, where the next one begins. Here they become rings
 * again, as if the region's edge were a shore, thinned (Douglas and Peucker)
 * and written as src/geo/shore.c reads them: four bytes, low ones first, that
 * tell the size; then, deflated, numbers as varints, 7 bits a byte, low ones
 * first, signed ones zigzag:
 *
 *	count of rings; each ring: level (1 land, 2 lake, 3 island in it, ...),
 *	count of points, the step to the first point from that of the ring
 *	before, then from each point to the next; x and y in web-mercator
 *	of 2^GRID_ZOOM
 */
#include "tool.h"

#include <math.h>
#include <netcdf.h>
#include <zlib.h>

enum {
	WEST = 17,
	EAST = 34,
	SOUTH = 58,
	NORTH = 71,     /* whole degrees */
	UNIT = 65535,   /* of one degree */
	GRID_ZOOM = 20, /* 19 m in Helsinki */
	LEVELS = 4,
};
/* Metres: how far a thinned line may be from the true one, and the smallest
 * ring that is kept, as the side of a square. Abroad both are ABROAD times
 * as much. */
static const double tolerance_m = 60, smallest_m = 150;
enum { ABROAD = 6, DEGREE_M = 111320 };

/* Finland and some tens of kilometres around it, roughly: lon, lat. */
static const double home[][2] = {
	{18.7, 59.5}, {23.0, 59.3}, {26.5, 59.8}, {28.3, 60.2}, {30.6, 61.6},
	{32.2, 62.8}, {30.9, 64.2}, {30.4, 66.0}, {29.6, 67.8}, {29.5, 69.7},
	{27.5, 70.4}, {25.0, 69.5}, {21.0, 69.6}, {20.0, 69.0}, {23.2, 67.8},
	{23.2, 66.0}, {23.8, 65.4}, {20.5, 63.7}, {20.2, 62.2}, {19.0, 60.6},
};

struct point {
	int x, y; /* 1/UNIT degrees */
};
struct chain {
	struct point *p;
	size_t n;
	int level;
	bool closed, used;
};
static struct chain *chains;
static size_t chain_count, chain_cap;
static struct buf out;
static size_t rings, points;

/* ---- reading ---- */

static int file;
static void check(int status)
{
	if (!status)
		return;
	fprintf(stderr, "shore: %s\n", nc_strerror(status));
	exit(1);
}

static int *read_ints(const char *name, size_t from, size_t n)
{
	int id, *v = must(calloc(n + 1, sizeof(*v)));

	check(nc_inq_varid(file, name, &id));
	check(nc_get_vara_int(file, id, &from, &n, v));
	return v;
}

static void read_segment(int bin_x, int bin_y, int info, int first)
{
	size_t n = (size_t)((unsigned)info >> 9);
	int *dx =
		read_ints("Relative_longitude_from_SW_corner_of_bin", first, n);
	int *dy =
		read_ints("Relative_latitude_from_SW_corner_of_bin", first, n);
	struct chain c = {must(calloc(n, sizeof(struct point))), n,
			  (info >> 6) & 7, ((info >> 3) & 7) == 4, false};

	/* GSHHG has land to the left; here it is what the ring is of */
	for (size_t i = 0; i < n; i++)
		c.p[c.level % 2 ? i : n - 1 - i] =
			(struct point){bin_x * UNIT + (dx[i] & 0xffff),
				       bin_y * UNIT + (dy[i] & 0xffff)};
	free(dx);
	free(dy);
	if (chain_count == chain_cap) {
		chain_cap = chain_cap * 2 + 1000;
		chains = must(realloc(chains, chain_cap * sizeof(*chains)));
	}
	if (c.level >= 1 && c.level <= LEVELS && n > 1)
		chains[chain_count++] = c;
}

/* Bins run from 90 N and 0 E, row by row. */
static void read_bin(int lon, int lat)
{
	size_t bin = (size_t)(89 - lat) * 360 + lon;
	int *first = read_ints("Id_of_first_segment_in_a_bin", bin, 1);
	int *n = read_ints("N_segments_in_a_bin", bin, 1);
	int *info = read_ints("Embedded_npts_levels_exit_entry_for_a_segment",
			      *first, *n);
	int *at = read_ints("Id_of_first_point_in_a_segment", *first, *n);

	for (int i = 0; i < *n; i++)
		read_segment(lon, lat, info[i], at[i]);
	free(first);
	free(n);
	free(info);
	free(at);
}

/* ---- rings ---- */

/* How far along the region's edge, anticlockwise from its south-west corner;
 * -1 = not on the edge. */
static long along(struct point p)
{
	long w = (long)(EAST - WEST) * UNIT, h = (long)(NORTH - SOUTH) * UNIT;
	long x = p.x - (long)WEST * UNIT, y = p.y - (long)SOUTH * UNIT;

	if (y == 0)
		return x;
	if (x == w)
		return w + y;
	if (y == h)
		return w + h + (w - x);
	if (x == 0)
		return 2 * w + h + (h - y);
	return -1;
}

static void ring_add(struct point **ring, size_t *n, const struct point *p,
		     size_t count)
{
	*ring = must(realloc(*ring, (*n + count) * sizeof(**ring)));
	memcpy(*ring + *n, p, count * sizeof(*p));
	*n += count;
}

/* The chain of the level that begins where this one ended. */
static struct chain *next_of(struct point end, int level)
{
	for (size_t i = 0; i < chain_count; i++) {
		struct chain *c = &chains[i];

		if (!c->closed && c->level == level && c->p[0].x == end.x &&
		    c->p[0].y == end.y)
			return c;
	}
	return NULL;
}

/* Along the edge, with what is inside to the left, to the next beginning. */
static struct chain *next_on_edge(struct point **ring, size_t *n,
				  struct point end, int level)
{
	long w = (long)(EAST - WEST) * UNIT, h = (long)(NORTH - SOUTH) * UNIT;
	long round = 2 * (w + h), at = along(end), best = round + 1;
	const struct point corners[] = {{EAST * UNIT, SOUTH * UNIT},
					{EAST * UNIT, NORTH * UNIT},
					{WEST * UNIT, NORTH * UNIT},
					{WEST * UNIT, SOUTH * UNIT}};
	const long corner_at[] = {w, w + h, 2 * w + h, round};
	struct chain *next = NULL;

	for (size_t i = 0; at >= 0 && i < chain_count; i++) {
		struct chain *c = &chains[i];
		long d = c->closed || c->level != level ? -1 : along(c->p[0]);

		if (d < 0)
			continue;
		d = (d - at + round) % round;
		if (d < best) {
			best = d;
			next = c;
		}
	}
	for (int turn = 0; next && turn < 2; turn++)
		for (int i = 0; i < 4; i++) {
			long d = corner_at[i] - at + turn * round;

			if (d > 0 && d < best)
				ring_add(ring, n, &corners[i], 1);
		}
	return next;
}

/* ---- thinning ---- */

struct metre {
	double x, y;
};

static double off_line(struct metre p, struct metre a, struct metre b)
{
	double dx = b.x - a.x, dy = b.y - a.y, len = dx * dx + dy * dy;
	double t = len > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / len : 0;

	t = t < 0 ? 0 : t > 1 ? 1 : t;
	return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

static double coarse(struct metre p)
{
	size_t n = sizeof(home) / sizeof(home[0]);
	bool in = false;
	double lat = p.y / DEGREE_M,
	       lon = p.x / DEGREE_M / cos(lat * M_PI / 180);

	for (size_t i = 0, j = n - 1; i < n; j = i++)
		if ((home[i][1] > lat) != (home[j][1] > lat) &&
		    lon < home[i][0] + (lat - home[i][1]) /
					       (home[j][1] - home[i][1]) *
					       (home[j][0] - home[i][0]))
			in = !in;
	return in ? 1 : ABROAD;
}

static void thin(const struct metre *m, bool *keep, size_t from, size_t to)
{
	double worst = tolerance_m;
	size_t at = 0;

	for (size_t i = from + 1; i < to; i++) {
		double off = off_line(m[i], m[from], m[to]);

		if (off > worst && (off /= coarse(m[i])) > worst) {
			worst = off;
			at = i;
		}
	}
	if (!at)
		return;
	keep[at] = true;
	thin(m, keep, from, at);
	thin(m, keep, at, to);
}

static void put_number(unsigned long v)
{
	char c;

	for (; v > 127; v >>= 7) {
		c = (char)(v | 128);
		buf_add(&out, &c, 1);
	}
	c = (char)v;
	buf_add(&out, &c, 1);
}

static void put_signed(long v)
{
	put_number(v < 0 ? (unsigned long)(-v) * 2 - 1 : (unsigned long)v * 2);
}

static long mercator_x(double lon)
{
	return lround((lon + 180) / 360 * (1 << GRID_ZOOM));
}

static long mercator_y(double lat)
{
	double s = sin(lat * M_PI / 180);

	return lround((0.5 - log((1 + s) / (1 - s)) / (4 * M_PI)) *
		      (1 << GRID_ZOOM));
}

static double area_of(const struct metre *m, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += m[i].x * m[(i + 1) % n].y - m[(i + 1) % n].x * m[i].y;
	return sum / 2;
}

/* A ring is thinned as two lines, from its first point to the one farthest
 * away and back. */
static bool *keep_of(const struct metre *m, size_t n)
{
	bool *keep = must(calloc(n + 1, sizeof(*keep)));
	size_t far = 0;

	for (size_t i = 1; i < n; i++)
		if (hypot(m[i].x - m[0].x, m[i].y - m[0].y) >
		    hypot(m[far].x - m[0].x, m[far].y - m[0].y))
			far = i;
	keep[0] = keep[far] = true;
	thin(m, keep, 0, far);
	thin(m, keep, far, n); /* m[n] is m[0] */
	return keep;
}

static void put_points(const struct point *p, const bool *keep, size_t n)
{
	static long first_x, first_y; /* of the ring before */
	long x = first_x, y = first_y;

	first_x = mercator_x((double)p[0].x / UNIT);
	first_y = mercator_y((double)p[0].y / UNIT);

	for (size_t i = 0; i < n; i++) {
		long px = mercator_x((double)p[i].x / UNIT);
		long py = mercator_y((double)p[i].y / UNIT);

		if (!keep[i])
			continue;
		put_signed(px - x);
		put_signed(py - y);
		x = px;
		y = py;
	}
}

static void put_ring(const struct point *p, size_t n, int level)
{
	struct metre *m = must(calloc(n + 1, sizeof(*m)));
	size_t kept = 0;
	bool *keep;

	for (size_t i = 0; i < n; i++) {
		double lat = (double)p[i].y / UNIT;

		m[i].x = (double)p[i].x / UNIT * DEGREE_M *
			 cos(lat * M_PI / 180);
		m[i].y = lat * DEGREE_M;
	}
	m[n] = m[0];
	keep = keep_of(m, n);
	for (size_t i = 0; i < n; i++)
		kept += keep[i];
	if (kept > 2 &&
	    sqrt(fabs(area_of(m, n))) >= smallest_m * coarse(m[0])) {
		put_number((unsigned long)level);
		put_number(kept);
		put_points(p, keep, n);
		rings++;
		points += kept;
	}
	free(m);
	free(keep);
}

/* From one chain over the next until the first one comes again. */
static void make_ring(struct chain *first)
{
	struct point *ring = NULL;
	size_t n = 0;
	struct chain *c = first;

	while (c && !c->used) {
		struct point end = c->p[c->n - 1];

		c->used = true;
		ring_add(&ring, &n, c->p, c->n - 1);
		if (c->closed)
			break;
		c = next_of(end, first->level);
		if (c)
			continue;
		ring_add(&ring, &n, &end, 1);
		c = next_on_edge(&ring, &n, end, first->level);
	}
	put_ring(ring, n, first->level);
	free(ring);
}

static void write_out(const char *path)
{
	struct buf all = {0};
	uLongf size;
	unsigned char *packed;
	struct buf body = out;
	FILE *f;

	out = all;
	put_number(rings);
	buf_add(&out, body.ptr, body.len);
	size = compressBound(out.len);
	packed = must(malloc(size));
	f = fopen(path, "wb");
	if (!f ||
	    compress2(packed, &size, (unsigned char *)out.ptr, out.len, 9))
		exit(1);
	for (int shift = 0; shift < 32; shift += 8)
		fputc((int)(out.len >> shift) & 255, f);
	if (fwrite(packed, 1, size, f) != size || fclose(f))
		exit(1);
	printf("%s: %zu rings, %zu points, %zu bytes, deflated %lu\n", path,
	       rings, points, out.len, (unsigned long)size);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	check(nc_open(argv[1], NC_NOWRITE, &file));
	for (int lat = SOUTH; lat < NORTH; lat++)
		for (int lon = WEST; lon < EAST; lon++)
			read_bin(lon, lat);
	for (int level = 1; level <= LEVELS; level++) /* what is on top last */
		for (size_t i = 0; i < chain_count; i++)
			if (chains[i].level == level && !chains[i].used)
				make_ring(&chains[i]);
	write_out(argv[2]);
	return 0;
}
