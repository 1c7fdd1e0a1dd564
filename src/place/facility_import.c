/*
 * facility_import.c: facilities from a table. One is known by its code; a column
 * that is not there leaves what it holds as it is.
 */
#include "place/facility_import.h"

#include "base/str.h"
#include "geo/project.h"
#include "html/out.h"
#include "unit/unit.h"

#include <math.h>
#include <stdlib.h>

enum {
	C_CODE,
	C_NAME_FI,
	C_NAME_SV,
	C_NAME_EN,
	C_KIND,
	C_ADDRESS,
	C_LAT,
	C_LON,
	C_UNIT,
	C_PHONE,
	C_HOURS,
	C_WEB,
	C_CLOSED
};
enum { NEEDED = 2 };

const char *const facility_columns[] = {
	"code", "name_fi", "name_sv", "name_en", "kind", "address", "lat",
	"lon",  "unit",    "phone",   "hours",   "web",  "closed",  NULL};
static const struct import_shape shape = {facility_columns, NEEDED,
					  FACILITIES_MAX};

struct reading {
	struct arena *arena;
	enum lang lang;
	struct import_table table;
	const struct facility **now; /* by code */
	size_t now_count;
	const struct unit *units;
	size_t unit_count;
	struct facility_import *to;
	struct import_line *lines;
};

static const char *say(const struct reading *w, enum word text)
{
	return word(w->lang, text);
}

/* ---- by code ---- */

static int by_code(const void *x, const void *y)
{
	const struct facility *const *a = x, *const *b = y;

	return strcmp((*a)->code, (*b)->code);
}

static const struct facility **sorted(struct arena *a,
				      const struct facility *list, size_t n)
{
	const struct facility **to = arena_array(a, n + 1, sizeof(*to));

	for (size_t i = 0; i < n; i++)
		to[i] = &list[i];
	qsort(to, n, sizeof(*to), by_code);
	return to;
}

static const struct facility *now_of(const struct reading *w, const char *code)
{
	const struct facility key = {.code = code}, *at = &key;
	const struct facility **found;

	if (!w->now_count)
		return NULL;
	found = bsearch(&at, w->now, w->now_count, sizeof(*w->now), by_code);
	return found ? *found : NULL;
}

/* ---- one line ---- */

static const char *cell(const struct reading *w, const struct csv_row *row,
			int column, const char *now)
{
	return import_cell(w->arena, &w->table, row, column, now);
}

/* What is wrong with it, or NULL. Both columns, or neither. */
static const char *read_point(const struct reading *w,
			      const struct csv_row *row, struct facility *x)
{
	const char *lat = cell(w, row, C_LAT, ""),
		   *lon = cell(w, row, C_LON, "");

	if (w->table.column[C_LAT] < 0 && w->table.column[C_LON] < 0)
		return NULL;
	x->has_point = false;
	x->at = (struct geo_point){0, 0};
	if (!*lat && !*lon)
		return NULL;
	if (!geo_from_words(lat, lon, &x->at))
		return say(w, W_facility_bad_point);
	x->has_point = true;
	return NULL;
}

static const char *read_unit(const struct reading *w, const struct csv_row *row,
			     struct facility *x)
{
	const char *code = cell(w, row, C_UNIT, "");

	if (w->table.column[C_UNIT] < 0)
		return NULL;
	x->unit_id = 0;
	for (size_t i = 0; *code && i < w->unit_count; i++)
		if (str_same(w->units[i].code, code) && w->units[i].active &&
		    w->units[i].kind == UNIT_OWN)
			x->unit_id = w->units[i].id;
	return *code && !x->unit_id ? say(w, W_facility_bad_unit) : NULL;
}

static const char *read_kind(const struct reading *w, const struct csv_row *row,
			     struct facility *x)
{
	const char *name = cell(w, row, C_KIND, x->kind);
	const struct facility_kind *kind =
		facility_kind(str_empty(name) ? "other" : name);

	if (!kind)
		return say(w, W_facility_bad_kind);
	x->kind = kind->name;
	return NULL;
}

static const char *read_line(struct reading *w, size_t i,
			     const struct csv_row *row)
{
	const char *code = cell(w, row, C_CODE, "");
	const struct facility *now = now_of(w, code);
	const struct facility fresh = {
		.code = code,
		.name = {"", "", ""},
		.kind = "other",
		.address = "",
		.phone = "",
		.hours = "",
		.web = "",
	};
	struct facility *x = &w->to->list[i];
	const char *fault;

	*x = now ? *now : fresh;
	for (int l = 0; l < LANG__COUNT; l++)
		x->name[l] = cell(w, row, C_NAME_FI + l, x->name[l]);
	x->address = cell(w, row, C_ADDRESS, x->address);
	x->phone = cell(w, row, C_PHONE, x->phone);
	x->hours = cell(w, row, C_HOURS, x->hours);
	x->web = cell(w, row, C_WEB, x->web);
	fault = read_kind(w, row, x);
	if (!fault)
		fault = read_point(w, row, x);
	if (!fault)
		fault = read_unit(w, row, x);
	if (!fault &&
	    !import_flag(&w->table, row, C_CLOSED, x->closed, &x->closed))
		fault = say(w, W_import_bad_flag);
	return fault;
}

static const char *line_fault(const struct reading *w, const struct facility *x)
{
	static const struct {
		unsigned bit;
		enum word text;
	} texts[] = {
		{FACILITY_BAD_CODE, W_facility_bad_code},
		{FACILITY_BAD_NAME, W_facility_bad_name},
		{FACILITY_BAD_KIND, W_facility_bad_kind},
		{FACILITY_BAD_ADDRESS, W_facility_bad_address},
		{FACILITY_BAD_PHONE, W_facility_bad_phone},
		{FACILITY_BAD_HOURS, W_facility_bad_hours},
		{FACILITY_BAD_WEB, W_facility_bad_web},
		{FACILITY_BAD_POINT, W_facility_bad_point},
	};
	const struct facility_book none = {.list = NULL};
	unsigned bad = facility_faults(&none, x);

	for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++)
		if (bad & texts[k].bit)
			return say(w, texts[k].text);
	return NULL;
}

/* Files have seven digits, a centimetre. */
static bool near(double a, double b)
{
	return fabs(a - b) < 1e-7;
}

static bool same(const struct facility *a, const struct facility *b)
{
	for (int l = 0; l < LANG__COUNT; l++)
		if (!str_same(a->name[l], b->name[l]))
			return false;
	return str_same(a->kind, b->kind) && str_same(a->address, b->address) &&
	       a->has_point == b->has_point && near(a->at.lat, b->at.lat) &&
	       near(a->at.lon, b->at.lon) && a->unit_id == b->unit_id &&
	       str_same(a->phone, b->phone) && str_same(a->hours, b->hours) &&
	       str_same(a->web, b->web) && a->closed == b->closed;
}

/* ---- the plan ---- */

static void read_lines(struct reading *w)
{
	const struct csv *csv = &w->table.csv;

	w->to->plan.count = csv->count - 1;
	for (size_t i = 0; i < w->to->plan.count; i++) {
		const struct csv_row *row = &csv->rows[i + 1];
		const char *fault = read_line(w, i, row);
		const struct facility *x = &w->to->list[i];

		w->lines[i] = (struct import_line){
			.line = row->line,
			.key = x->code,
			.name = x->name[LANG_FI],
			.version = x->stamp,
			.text = fault,
		};
	}
}

/* All but the first of those that share a code. */
static void mark_twins(struct reading *w)
{
	const size_t n = w->to->plan.count;
	const struct facility **all = sorted(w->arena, w->to->list, n);

	for (size_t i = 1; i < n; i++) {
		size_t a = (size_t)(all[i - 1] - w->to->list);
		size_t b = (size_t)(all[i] - w->to->list);

		if (str_same(all[i - 1]->code, all[i]->code) && *all[i]->code)
			w->lines[a > b ? a : b].text =
				say(w, W_facility_code_twice);
	}
}

static void judge(struct reading *w, struct import_line *l,
		  const struct facility *x)
{
	const struct facility *now = now_of(w, x->code);

	if (!l->text)
		l->text = line_fault(w, x);
	if (l->text)
		l->result = IMPORT_ERROR;
	else if (!now)
		l->result = IMPORT_NEW;
	else
		l->result = same(now, x) ? IMPORT_SAME : IMPORT_CHANGED;
	if (l->result == IMPORT_CHANGED && x->closed && !now->closed)
		l->text = say(w, W_facility_import_closes);
}

static void judge_lines(struct reading *w)
{
	struct import_plan *plan = &w->to->plan;

	mark_twins(w);
	for (size_t i = 0; i < plan->count; i++)
		judge(w, &w->lines[i], &w->to->list[i]);
	plan->lines = w->lines;
	import_count(plan);
	if (w->now_count + plan->counts[IMPORT_NEW] > FACILITIES_MAX)
		plan->problem =
			word_fill(w->arena, w->lang, W_facility_too_many,
				  WORDS(WORD_INT("n", FACILITIES_MAX)));
}

static enum err read_now(struct db *db, struct reading *w)
{
	const struct facility_book *b;
	struct unit *units;
	enum err err = facility_book(db, &b);

	if (!err)
		err = unit_list(db, w->arena, &units, &w->unit_count);
	if (err)
		return err;
	w->units = units;
	w->now = sorted(w->arena, b->list, b->count);
	w->now_count = b->count;
	return OK;
}

static const char *parse(struct reading *w, const struct import_source *source)
{
	struct import_source s = *source;
	struct str csv;

	if (facility_is_json(s.bytes, s.size)) {
		if (!facility_from_geojson(w->arena, s.bytes, s.size, &csv))
			return say(w, W_facility_bad_json);
		s.bytes = csv.ptr;
		s.size = csv.len;
	}
	return import_parse(w->arena, w->lang, &s, &shape, &w->table);
}

enum err facility_import_plan(struct db *db, struct arena *a, enum lang lang,
			      const struct import_source *source,
			      struct facility_import *ret_import)
{
	struct facility_import to = {0};
	struct reading w = {.arena = a, .lang = lang, .to = &to};
	enum err err = read_now(db, &w);

	if (err)
		return err;
	to.plan.problem = parse(&w, source);
	if (!to.plan.problem) {
		to.list = arena_array(a, w.table.csv.count, sizeof(*to.list));
		w.lines = arena_array(a, w.table.csv.count, sizeof(*w.lines));
		read_lines(&w);
		judge_lines(&w);
	}
	*ret_import = to;
	return OK;
}

enum err facility_import_apply(struct db *db, struct arena *a, int64_t staff_id,
			       const struct facility_import *i)
{
	struct facility *list =
		arena_array(a, i->plan.count + 1, sizeof(*list));
	size_t n = 0;

	for (size_t k = 0; k < i->plan.count; k++)
		if (i->plan.lines[k].result != IMPORT_SAME)
			list[n++] = i->list[k];
	return facility_put_all(db, a, staff_id, list, n);
}

/* ---- the way out ---- */

static void put_facility(struct arena *a, struct str *s,
			 const struct facility *x, const char *unit)
{
	const char *point[] = {"", ""};

	if (x->has_point) {
		point[0] = arena_printf(a, "%.7f", x->at.lat);
		point[1] = arena_printf(a, "%.7f", x->at.lon);
	}
	csv_put(s, x->code);
	for (int l = 0; l < LANG__COUNT; l++)
		csv_put(s, x->name[l]);
	csv_put(s, x->kind);
	csv_put(s, x->address);
	csv_put(s, point[0]);
	csv_put(s, point[1]);
	csv_put(s, unit);
	csv_put(s, x->phone);
	csv_put(s, x->hours);
	csv_put(s, x->web);
	csv_put(s, x->closed ? "1" : "0");
	csv_end(s);
}

enum err facility_export(struct db *db, struct arena *a, const char **ret_csv,
			 size_t *ret_len)
{
	const struct facility_book *b;
	struct unit *units;
	size_t unit_count;
	struct str s;
	enum err err = facility_book(db, &b);

	if (!err)
		err = unit_list(db, a, &units, &unit_count);
	if (err)
		return err;
	str_init(&s, a, 4096);
	csv_begin(&s);
	for (size_t i = 0; facility_columns[i]; i++)
		csv_put(&s, facility_columns[i]);
	csv_end(&s);
	for (size_t i = 0; i < b->count; i++) {
		const struct unit *u =
			unit_find(units, unit_count, b->list[i].unit_id);

		put_facility(a, &s, &b->list[i], u ? u->code : "");
	}
	*ret_csv = s.ptr;
	*ret_len = s.len;
	return OK;
}
