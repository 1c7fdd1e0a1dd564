/*
 * unit_import.c: units from a table. A unit is known by its code; a column that
 * is not there leaves what it holds as it is.
 */
#include "unit/unit_import.h"

#include "base/str.h"
#include "html/out.h"

#include <inttypes.h>

enum {
	C_CODE,
	C_NAME_FI,
	C_NAME_SV,
	C_NAME_EN,
	C_PARENT,
	C_MAIL,
	C_ORDER,
	C_ACTIVE,
	C_KIND,
	C_PHONE,
	C_HOURS,
	C_WEB,
	C_BY_MAIL
};
enum { NEEDED = 2 };

const char *const unit_columns[] = {
	"code",   "name_fi", "name_sv", "name_en", "parent", "mail",    "order",
	"active", "kind",    "phone",   "hours",   "web",    "by_mail", NULL};
static const struct import_shape shape = {unit_columns, NEEDED, 0};

/* What the lines are held against: the units there are, then the lines. */
struct reading {
	struct arena *arena;
	enum lang lang;
	struct import_table table;
	struct unit *now;
	size_t now_count;
	struct unit_import *to;
	struct import_line *lines;
};

static const struct unit *now_by_code(const struct reading *w, const char *code)
{
	for (size_t i = 0; i < w->now_count; i++)
		if (str_same(w->now[i].code, code))
			return &w->now[i];
	return NULL;
}

static const char *now_parent(const struct reading *w, const struct unit *u)
{
	const struct unit *up;

	up = u ? unit_find(w->now, w->now_count, u->parent_id) : NULL;
	return up ? up->code : "";
}

static const char *say(const struct reading *w, enum word text)
{
	return word(w->lang, text);
}

/* ---- one line ---- */

static const char *cell(const struct reading *w, const struct csv_row *row,
			int column, const char *now)
{
	return import_cell(w->arena, &w->table, row, column, now);
}

static int64_t order_of(const struct reading *w, const struct csv_row *row,
			int64_t now)
{
	const char *text = cell(w, row, C_ORDER, "");
	size_t n = strspn(text, "0123456789");

	if (!*text)
		return now;
	return n < 5 && !text[n] ? strtol(text, NULL, 10) : -1;
}

/* What is wrong with it, or NULL. */
static const char *read_outside(struct reading *w, const struct csv_row *row,
				struct unit *u)
{
	const char *kind = cell(w, row, C_KIND, unit_kind_names[u->kind]);

	u->phone = cell(w, row, C_PHONE, u->phone);
	u->hours = cell(w, row, C_HOURS, u->hours);
	u->web = cell(w, row, C_WEB, u->web);
	if (!*kind)
		kind = unit_kind_names[UNIT_OWN];
	if (unit_kind_parse(kind, &u->kind))
		return say(w, W_unit_import_bad_kind);
	if (!import_flag(&w->table, row, C_BY_MAIL, u->by_mail, &u->by_mail))
		return say(w, W_import_bad_flag);
	return NULL;
}

static const char *read_line(struct reading *w, size_t i,
			     const struct csv_row *row)
{
	const char *code = cell(w, row, C_CODE, "");
	const struct unit *now = now_by_code(w, code);
	struct unit fresh = {
		.code = code,
		.name = {"", "", ""},
		.mail = "",
		.phone = "",
		.hours = "",
		.web = "",
		.active = true,
	};
	struct unit *u = &w->to->units[i];

	*u = now ? *now : fresh;
	for (int l = 0; l < LANG__COUNT; l++)
		u->name[l] = cell(w, row, C_NAME_FI + l, u->name[l]);
	u->mail = cell(w, row, C_MAIL, u->mail);
	u->sort_order = order_of(w, row, u->sort_order);
	w->to->parents[i] = cell(w, row, C_PARENT, now_parent(w, now));
	if (!import_flag(&w->table, row, C_ACTIVE, u->active, &u->active))
		return say(w, W_import_bad_flag);
	return read_outside(w, row, u);
}

static const struct unit *line_by_code(const struct reading *w,
				       const char *code, size_t *ret_at)
{
	for (size_t i = 0; i < w->to->plan.count; i++)
		if (str_same(w->to->units[i].code, code)) {
			*ret_at = i;
			return &w->to->units[i];
		}
	return NULL;
}

/* The code above this one when all is done; NULL: no such unit. */
static const char *above(const struct reading *w, const char *code)
{
	const struct unit *now;
	size_t at;

	if (line_by_code(w, code, &at))
		return w->to->parents[at];
	now = now_by_code(w, code);
	return now ? now_parent(w, now) : NULL;
}

static bool is_outside(const struct reading *w, const char *code)
{
	const struct unit *u;
	size_t at;

	u = line_by_code(w, code, &at);
	if (!u)
		u = now_by_code(w, code);
	return u && u->kind != UNIT_OWN;
}

/* An own unit stays one, and who is outside stands in no tree. */
static const char *kind_fault(const struct reading *w, size_t i)
{
	const struct unit *u = &w->to->units[i];
	const struct unit *now = now_by_code(w, u->code);

	if (now && (now->kind == UNIT_OWN) != (u->kind == UNIT_OWN))
		return say(w, W_unit_bad_kind);
	if (*w->to->parents[i] &&
	    (u->kind != UNIT_OWN || is_outside(w, w->to->parents[i])))
		return say(w, W_unit_bad_outside);
	return NULL;
}

static const char *parent_fault(const struct reading *w, size_t i)
{
	const char *code = w->to->parents[i];

	for (int depth = 0; *code; depth++) {
		if (depth >= UNIT_DEPTH_MAX ||
		    str_same(code, w->to->units[i].code))
			return say(w, W_unit_bad_parent);
		code = above(w, code);
		if (!code)
			return word_fill(
				w->arena, w->lang, W_unit_unknown_parent,
				WORDS(WORD_TEXT("code", w->to->parents[i])));
	}
	return NULL;
}

static const char *line_fault(const struct reading *w, size_t i)
{
	static const struct {
		unsigned bit;
		enum word text;
	} texts[] = {
		{UNIT_BAD_CODE, W_unit_bad_code},
		{UNIT_BAD_NAME, W_unit_bad_name},
		{UNIT_BAD_MAIL, W_unit_bad_mail},
		{UNIT_BAD_ORDER, W_admin_bad_order},
		{UNIT_BAD_KIND, W_unit_bad_kind},
		{UNIT_BAD_PHONE, W_unit_bad_phone},
		{UNIT_BAD_HOURS, W_unit_bad_hours},
		{UNIT_BAD_WEB, W_unit_bad_web},
		{UNIT_BAD_BY_MAIL, W_unit_bad_by_mail},
	};
	struct unit alone = w->to->units[i];
	const char *fault;
	unsigned bad;
	size_t first;

	alone.parent_id = 0; /* looked at by its code */
	bad = unit_faults(&alone, NULL, 0);
	for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++)
		if (bad & texts[k].bit)
			return say(w, texts[k].text);
	if (line_by_code(w, alone.code, &first) && first != i)
		return say(w, W_unit_code_twice);
	fault = kind_fault(w, i);
	return fault ? fault : parent_fault(w, i);
}

static bool same_outside(const struct unit *now, const struct unit *u)
{
	return now->kind == u->kind && now->by_mail == u->by_mail &&
	       str_same(now->phone, u->phone) &&
	       str_same(now->hours, u->hours) && str_same(now->web, u->web);
}

static enum import_result compare(const struct reading *w, size_t i)
{
	const struct unit *u = &w->to->units[i];
	const struct unit *now = now_by_code(w, u->code);
	bool same = now != NULL;

	if (!now)
		return IMPORT_NEW;
	for (int l = 0; l < LANG__COUNT; l++)
		same = same && str_same(now->name[l], u->name[l]);
	same = same && str_same(now->mail, u->mail) && same_outside(now, u) &&
	       now->active == u->active && now->sort_order == u->sort_order &&
	       str_same(now_parent(w, now), w->to->parents[i]);
	return same ? IMPORT_SAME : IMPORT_CHANGED;
}

/* ---- the plan ---- */

static void read_lines(struct reading *w)
{
	const struct csv *csv = &w->table.csv;

	w->to->plan.count = csv->count - 1;
	for (size_t i = 0; i < w->to->plan.count; i++) {
		const struct csv_row *row = &csv->rows[i + 1];
		const char *fault = read_line(w, i, row);
		const struct unit *u = &w->to->units[i];

		w->lines[i] = (struct import_line){
			.line = row->line,
			.key = u->code,
			.name = u->name[LANG_FI],
			.version = u->version,
			.text = fault,
		};
	}
}

static void judge_lines(struct reading *w)
{
	for (size_t i = 0; i < w->to->plan.count; i++) {
		struct import_line *l = &w->lines[i];

		if (!l->text)
			l->text = line_fault(w, i);
		l->result = l->text ? IMPORT_ERROR : compare(w, i);
	}
	w->to->plan.lines = w->lines;
	import_count(&w->to->plan);
}

enum err unit_import_plan(struct db *db, struct arena *a, enum lang lang,
			  const struct import_source *source,
			  struct unit_import *ret_import)
{
	struct unit_import to = {0};
	struct reading w = {.arena = a, .lang = lang, .to = &to};
	size_t count;
	enum err err;

	err = unit_list(db, a, &w.now, &w.now_count);
	if (err)
		return err;
	to.plan.problem = import_parse(a, lang, source, &shape, &w.table);
	if (!to.plan.problem) {
		count = w.table.csv.count;
		to.units = arena_array(a, count, sizeof(*to.units));
		to.parents = arena_array(a, count, sizeof(*to.parents));
		w.lines = arena_array(a, count, sizeof(*w.lines));
		read_lines(&w);
		judge_lines(&w);
	}
	*ret_import = to;
	return OK;
}

/* ---- doing it ---- */

static size_t line_of(const struct unit_import *i, const char *code)
{
	for (size_t k = 0; k < i->plan.count; k++)
		if (str_same(i->units[k].code, code))
			return k;
	return i->plan.count;
}

static enum err apply_line(struct db *db, struct arena *a, int64_t staff_id,
			   struct unit_import *i, size_t at)
{
	struct unit *u = &i->units[at];
	enum err err;

	u->parent_id = 0;
	if (*i->parents[at]) {
		err = unit_by_code(db, a, i->parents[at], &u->parent_id);
		if (err)
			return err;
	}
	return unit_change(db, a, staff_id, u, &u->id);
}

/* Those above first: on the way no unit stands below one that is not there
 * yet, and the tree never has a ring. */
static enum err apply_with_above(struct db *db, struct arena *a,
				 int64_t staff_id, struct unit_import *i,
				 size_t at, bool *done)
{
	struct arena row = ARENA_INIT; /* each line reads the whole tree */
	size_t above_at;
	enum err err;

	if (done[at])
		return OK;
	done[at] = true;
	above_at = line_of(i, i->parents[at]);
	if (above_at < i->plan.count) {
		err = apply_with_above(db, a, staff_id, i, above_at, done);
		if (err)
			return err;
	}
	if (i->plan.lines[at].result == IMPORT_SAME)
		return OK;
	row.unwind = a->unwind;
	err = apply_line(db, &row, staff_id, i, at);
	arena_release(&row);
	return err;
}

enum err unit_import_apply(struct db *db, struct arena *a, int64_t staff_id,
			   struct unit_import *i)
{
	bool *done = arena_array(a, i->plan.count + 1, sizeof(*done));
	enum err err = OK;

	for (size_t at = 0; !err && at < i->plan.count; at++)
		err = apply_with_above(db, a, staff_id, i, at, done);
	return err;
}

/* ---- the way out ---- */

enum err unit_export(struct db *db, struct arena *a, const char **ret_csv,
		     size_t *ret_len)
{
	struct unit_node *tree;
	struct unit *list;
	struct str s;
	size_t count;
	enum err err;

	err = unit_list(db, a, &list, &count);
	if (err)
		return err;
	tree = unit_tree(a, list, count);
	str_init(&s, a, 4096);
	csv_begin(&s);
	for (size_t i = 0; unit_columns[i]; i++)
		csv_put(&s, unit_columns[i]);
	csv_end(&s);
	for (size_t i = 0; i < count && tree[i].unit; i++) {
		const struct unit *u = tree[i].unit;
		const struct unit *up = unit_find(list, count, u->parent_id);

		csv_put(&s, u->code);
		for (int l = 0; l < LANG__COUNT; l++)
			csv_put(&s, u->name[l]);
		csv_put(&s, up ? up->code : "");
		csv_put(&s, u->mail);
		csv_put(&s, arena_printf(a, "%" PRId64, u->sort_order));
		csv_put(&s, u->active ? "1" : "0");
		csv_put(&s, unit_kind_names[u->kind]);
		csv_put(&s, u->phone);
		csv_put(&s, u->hours);
		csv_put(&s, u->web);
		csv_put(&s, u->by_mail ? "1" : "0");
		csv_end(&s);
	}
	*ret_csv = s.ptr;
	*ret_len = s.len;
	return OK;
}
