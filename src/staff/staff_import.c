/*
 * staff_import.c: people from a table. A person is known by the mail address; a
 * column that is not there leaves what it holds as it is.
 */
#include "staff/staff_import.h"

#include "base/str.h"
#include "html/out.h"
#include "staff/invite.h"
#include "tenant/form.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

enum { C_MAIL, C_NAME, C_TITLE, C_UNIT, C_LANG, C_ACTIVE, C_PERMISSIONS };
enum { NEEDED = 2 };

const char *const staff_columns[] = {"mail", "name",   "title",       "unit",
				     "lang", "active", "permissions", NULL};
static const struct import_shape shape = {staff_columns, NEEDED, 0};

struct reading {
	struct request *req;
	struct arena *arena;
	enum lang lang;
	struct import_table table;
	struct unit *units;
	size_t unit_count;
	struct staff *now;
	size_t now_count;
	struct staff_import *to;
	struct import_line *lines;
};

static const struct staff *now_by_mail(const struct reading *r,
				       const char *mail)
{
	for (size_t i = 0; i < r->now_count; i++)
		if (str_same(r->now[i].mail, mail))
			return &r->now[i];
	return NULL;
}

static const struct staff *now_by_id(const struct reading *r, int64_t id)
{
	for (size_t i = 0; id && i < r->now_count; i++)
		if (r->now[i].id == id)
			return &r->now[i];
	return NULL;
}

static int64_t unit_id(const struct reading *r, const char *code)
{
	for (size_t i = 0; i < r->unit_count; i++)
		if (str_same(r->units[i].code, code))
			return r->units[i].id;
	return -1;
}

static const char *cell(const struct reading *r, const struct csv_row *row,
			int column, const char *now)
{
	return import_cell(r->arena, &r->table, row, column, now);
}

static bool has_column(const struct reading *r, int column)
{
	return r->table.column[column] >= 0;
}

static const char *say_about(const struct reading *r, enum word text,
			     const char *what)
{
	return word_fill(r->arena, r->lang, text,
			 WORDS(WORD_TEXT("what", what)));
}

/* ---- the cells that need looking up; each gives a fault or NULL ---- */

static const char *read_unit(const struct reading *r, const struct csv_row *row,
			     struct staff *s)
{
	const char *code = cell(r, row, C_UNIT, "");

	if (!has_column(r, C_UNIT))
		return NULL;
	s->unit_id = *code ? unit_id(r, code) : 0;
	return s->unit_id < 0 ? say_about(r, W_staff_csv_unit, code) : NULL;
}

static const char *read_lang(const struct reading *r, const struct csv_row *row,
			     struct staff *s)
{
	const char *code = cell(r, row, C_LANG, "");

	if (!*code || lang_parse(code, &s->lang))
		return NULL;
	return word(r->lang, W_staff_csv_lang);
}

/* "handle@streets" */
static const char *read_grant(const struct reading *r, const char *text,
			      struct grant *to)
{
	size_t n = strcspn(text, "@");
	const struct permission *p;

	*to = (struct grant){arena_strndup(r->arena, text, n), 0};
	p = permission_find(to->permission);
	if (!p)
		return say_about(r, W_staff_csv_permission, text);
	if (!text[n])
		return NULL;
	if (!p->by_unit)
		return say_about(r, W_staff_csv_by_unit, p->name);
	to->unit_id = unit_id(r, text + n + 1);
	return to->unit_id < 0 ? say_about(r, W_staff_csv_unit, text + n + 1)
			       : NULL;
}

static const char *read_grants(const struct reading *r,
			       const struct csv_row *row, struct staff *s)
{
	const char *at = cell(r, row, C_PERMISSIONS, ""), *fault;
	struct grant *to =
		arena_array(r->arena, strlen(at) / 2 + 1, sizeof(*to));
	size_t count = 0;

	if (!has_column(r, C_PERMISSIONS))
		return NULL;
	while (*(at += strspn(at, " ,;"))) {
		size_t n = strcspn(at, " ,;");

		fault = read_grant(r, arena_strndup(r->arena, at, n),
				   &to[count++]);
		if (fault)
			return fault;
		at += n;
	}
	s->grants = to;
	s->grant_count = count;
	return NULL;
}

/* ---- one line ---- */

static const char *read_line(const struct reading *r, const struct csv_row *row,
			     struct staff *s)
{
	const char *mail = str_lower(r->arena, cell(r, row, C_MAIL, ""));
	const struct staff *now = now_by_mail(r, mail);
	struct staff fresh = {.mail = mail,
			      .name = "",
			      .title = "",
			      .active = true,
			      .lang = tenant_lang()};
	const char *fault;

	*s = now ? *now : fresh;
	s->name = cell(r, row, C_NAME, s->name);
	s->title = cell(r, row, C_TITLE, s->title);
	if (!import_flag(&r->table, row, C_ACTIVE, s->active, &s->active))
		return word(r->lang, W_import_bad_flag);
	fault = read_unit(r, row, s);
	if (!fault)
		fault = read_lang(r, row, s);
	if (!fault)
		fault = read_grants(r, row, s);
	return fault;
}

static bool twice(const struct reading *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_same(r->to->people[k].mail, r->to->people[i].mail))
			return true;
	return false;
}

static enum err line_fault(const struct reading *r, size_t i,
			   const char **ret_fault)
{
	static const struct {
		unsigned bit;
		enum word text;
	} texts[] = {
		{STAFF_BAD_MAIL, W_staff_bad_mail},
		{STAFF_BAD_NAME, W_staff_bad_name},
		{STAFF_BAD_TITLE, W_staff_bad_title},
		{STAFF_BAD_GRANT, W_staff_bad_grant},
		{STAFF_LOCKS_OUT, W_staff_locks_out},
		{STAFF_OWN_GRANT, W_staff_own_grant},
	};
	struct arena row = ARENA_INIT; /* a city's rows do not fit in one */
	unsigned bad;
	enum err err;

	*ret_fault = twice(r, i) ? word(r->lang, W_staff_csv_twice) : NULL;
	if (*ret_fault)
		return OK;
	row.unwind = r->arena->unwind;
	err = staff_faults(r->req->db, &row, r->req->session, &r->to->people[i],
			   &bad);
	arena_release(&row);
	for (size_t k = 0; !err && k < sizeof(texts) / sizeof(*texts); k++)
		if ((bad & texts[k].bit) && !*ret_fault)
			*ret_fault = word(r->lang, texts[k].text);
	return err;
}

static enum import_result compare(const struct staff *now,
				  const struct staff *s)
{
	if (!now)
		return IMPORT_NEW;
	return str_same(now->name, s->name) && str_same(now->title, s->title) &&
			       now->unit_id == s->unit_id &&
			       now->lang == s->lang &&
			       now->active == s->active &&
			       staff_same_grants(now, s)
		       ? IMPORT_SAME
		       : IMPORT_CHANGED;
}

static enum err judge_line(const struct reading *r, size_t i)
{
	const struct csv_row *row = &r->table.csv.rows[i + 1];
	struct staff *s = &r->to->people[i];
	const char *fault = read_line(r, row, s);
	enum import_result result = IMPORT_ERROR;
	enum err err = OK;

	if (!fault)
		result = compare(now_by_id(r, s->id), s);
	if (!fault && (result != IMPORT_SAME || twice(r, i)))
		err = line_fault(r, i, &fault);
	r->lines[i] = (struct import_line){
		.line = row->line,
		.key = s->mail,
		.name = s->name,
		.version = s->version,
		.result = fault ? IMPORT_ERROR : result,
		.text = fault,
	};
	return err;
}

static enum err read_now(struct reading *r)
{
	enum err err;

	err = unit_list(r->req->db, r->arena, &r->units, &r->unit_count);
	if (err)
		return err;
	return staff_list(r->req->db, r->arena, &r->now, &r->now_count);
}

enum err staff_import_plan(struct request *req,
			   const struct import_source *source,
			   struct staff_import *ret_import)
{
	struct staff_import to = {0};
	struct reading r = {
		.req = req, .arena = req->arena, .lang = req->lang, .to = &to};
	size_t count;
	enum err err;

	err = read_now(&r);
	if (err)
		return err;
	to.plan.problem =
		import_parse(r.arena, r.lang, source, &shape, &r.table);
	if (!to.plan.problem) {
		count = r.table.csv.count - 1;
		to.people = arena_array(r.arena, count, sizeof(*to.people));
		r.lines = arena_array(r.arena, count, sizeof(*r.lines));
		for (size_t i = 0; !err && i < count; i++)
			err = judge_line(&r, i);
		to.plan.lines = r.lines;
		to.plan.count = count;
		import_count(&to.plan);
	}
	*ret_import = to;
	return err;
}

/* ---- doing it ---- */

static enum err apply_line(struct request *req, struct arena *a,
			   const struct staff_import *i, size_t at, bool invite)
{
	struct staff s = i->people[at];
	const char *url;
	enum err err;

	err = staff_change(req->db, a, req->session, &s, &s.id);
	if (err || !invite || i->plan.lines[at].result != IMPORT_NEW ||
	    !s.active)
		return err;
	return staff_send_link(req->db, a, req->session, &s, "invite", &url);
}

enum err staff_import_apply(struct request *req, const struct staff_import *i,
			    bool invite)
{
	enum err err = OK;

	for (size_t at = 0; !err && at < i->plan.count; at++) {
		struct arena row = ARENA_INIT;

		if (i->plan.lines[at].result == IMPORT_SAME)
			continue;
		row.unwind = req->arena->unwind;
		err = apply_line(req, &row, i, at, invite);
		arena_release(&row);
	}
	return err;
}

/* ---- the way out ---- */

static const char *grants_text(struct arena *a, const struct staff *s,
			       const struct unit *units, size_t count)
{
	struct str out;

	str_init(&out, a, 128);
	for (size_t i = 0; i < s->grant_count; i++) {
		const struct grant *g = &s->grants[i];
		const struct unit *u = unit_find(units, count, g->unit_id);

		str_printf(&out, "%s%s", out.len ? " " : "", g->permission);
		if (u)
			str_printf(&out, "@%s", u->code);
	}
	return out.ptr;
}

static void put_person(struct arena *a, struct str *to, const struct staff *s,
		       const struct unit *units, size_t count)
{
	const struct unit *u = unit_find(units, count, s->unit_id);

	csv_put(to, s->mail);
	csv_put(to, s->name);
	csv_put(to, s->title);
	csv_put(to, u ? u->code : "");
	csv_put(to, lang_codes[s->lang]);
	csv_put(to, s->active ? "1" : "0");
	csv_put(to, grants_text(a, s, units, count));
	csv_end(to);
}

enum err staff_export(struct db *db, struct arena *a, const char **ret_csv,
		      size_t *ret_len)
{
	size_t count, unit_count;
	struct staff *list;
	struct unit *units;
	struct str s;
	enum err err;

	err = unit_list(db, a, &units, &unit_count);
	if (err)
		return err;
	err = staff_list(db, a, &list, &count);
	if (err)
		return err;
	str_init(&s, a, 4096);
	csv_begin(&s);
	for (size_t i = 0; staff_columns[i]; i++)
		csv_put(&s, staff_columns[i]);
	csv_end(&s);
	for (size_t i = 0; i < count; i++)
		put_person(a, &s, &list[i], units, unit_count);
	*ret_csv = s.ptr;
	*ret_len = s.len;
	return OK;
}
