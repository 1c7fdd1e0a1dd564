/*
 * public_map_store.c: see public_map_store.h.
 */
#include "matter/public_map_store.h"

#include "base/str.h"
#include "matter/public_map_sql.h"

enum { BEFORE_SPANS = 4, ARGC = BEFORE_SPANS + 2 * CELL_RANGES };

/* The cells of the box, in squares of that zoom; what is left over is empty. */
static void put_spans(const struct geo_box *box, int zoom,
		      struct sql_arg argv[ARGC])
{
	struct cell_range ranges[CELL_RANGES];
	int n = cell_cover(box, ranges);

	for (int i = 0; i < CELL_RANGES; i++) {
		struct sql_arg *to = &argv[BEFORE_SPANS + 2 * i];

		to[0] = ARG_INT(i < n ? cell_at_zoom(ranges[i].first, zoom)
				      : 1);
		to[1] = ARG_INT(i < n ? cell_at_zoom(ranges[i].last, zoom) : 0);
	}
	/* Two ranges may share a square: it is counted once. */
	for (int i = 1; i < n; i++) {
		struct sql_arg *to = &argv[BEFORE_SPANS + 2 * i];

		if (to[0].num <= to[-1].num)
			to[0] = ARG_INT(to[-1].num + 1);
	}
}

enum err store_map_counts(struct db *db, struct arena *a,
			  const struct map_want *want, int zoom,
			  struct map_square **ret_list, size_t *ret_count)
{
	const struct publication_filter *f = &want->filter;
	struct sql_arg argv[ARGC] = {
		ARG_INT(zoom),
		ARG_INT(f->topic_id),
		ARG_INT(f->unit_id),
		ARG_TEXT(f->type ? f->type : ""),
	};
	struct map_square *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	put_spans(&want->box, zoom, argv);
	err = db_rows(db, a, &Q_public_map_counts, argv, ARGC, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct map_square){rows_int(r, 0), rows_int(r, 1)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

static struct publication read_point(const struct rows *r)
{
	struct publication p = {
		.cell = rows_int(r, 0),
		.matter_id = rows_int(r, 1),
		.number_year = rows_int(r, 2),
		.number = rows_int(r, 3),
		.type = rows_text(r, 4),
		.topic_id = rows_int(r, 5),
		.unit_id = rows_int(r, 6),
		.title = rows_text(r, 8),
		.text = rows_text(r, 9),
		.handling = rows_text(r, 10),
		.published_at = rows_int(r, 11),
		.facet_id = rows_int(r, 12),
		.facility_id = rows_int(r, 13),
	};

	lang_parse(rows_text(r, 7), &p.lang);
	return p;
}

/* The filter with the fewest rows chooses the index, the others narrow. */
static const struct sql_query *query_of(const struct publication_filter *f)
{
	if (f->topic_id)
		return &Q_public_map_points_topic;
	if (f->unit_id)
		return &Q_public_map_points_unit;
	return str_empty(f->type) ? &Q_public_map_points
				  : &Q_public_map_points_type;
}

static enum err read_points(struct db *db, struct arena *a,
			    const struct sql_query *q,
			    const struct sql_arg argv[ARGC],
			    struct publication **ret_list, size_t *ret_count)
{
	struct publication *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, q, argv, ARGC, &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = read_point(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_map_open(struct db *db, struct arena *a,
			const struct map_open *want,
			struct publication **ret_list, size_t *ret_count)
{
	struct sql_arg argv[ARGC] = {
		ARG_INT(want->limit),
		ARG_INT(want->since),
		ARG_TEXT(handling_names[HANDLING_ANSWERED]),
		ARG_TEXT(handling_names[HANDLING_CLOSED]),
	};

	put_spans(&want->box, CELL_ZOOM, argv);
	return read_points(db, a, &Q_public_map_open, argv, ret_list,
			   ret_count);
}

enum err store_map_points(struct db *db, struct arena *a,
			  const struct map_want *want, int limit,
			  struct publication **ret_list, size_t *ret_count)
{
	const struct publication_filter *f = &want->filter;
	struct sql_arg argv[ARGC] = {
		ARG_INT(limit),
		ARG_INT(f->topic_id),
		ARG_INT(f->unit_id),
		ARG_TEXT(f->type ? f->type : ""),
	};

	put_spans(&want->box, CELL_ZOOM, argv);
	return read_points(db, a, query_of(f), argv, ret_list, ret_count);
}
