/*
 * contact_import.c: the directory from a table. A unit is known by its code, a
 * person by theirs; a column that is not there leaves what it holds as it is.
 */
#include "contact/contact_import.h"

#include "base/str.h"
#include "contact/hours.h"
#include "html/out.h"

enum {
	C_UNIT,
	C_PERSON,
	C_NAME,
	C_ROLE_FI,
	C_ROLE_SV,
	C_ROLE_EN,
	C_ANSWERS_FI,
	C_ANSWERS_SV,
	C_ANSWERS_EN,
	C_PHONES,
	C_MAIL,
	C_WEB,
	C_ADDRESS,
	C_HOURS,
	C_SHOWN,
	C_REMOVE,
};
enum { NEEDED = 2 };

const char *const contact_columns[] = {
	"unit",    "person",     "name",       "role_fi",    "role_sv",
	"role_en", "answers_fi", "answers_sv", "answers_en", "phones",
	"mail",    "web",        "address",    "hours",      "shown",
	"remove",  NULL};
static const struct import_shape shape = {contact_columns, NEEDED, 0};

struct reading {
	struct arena *arena;
	enum lang lang;
	struct import_table table;
	struct contact_known known;
	struct contact_unit *facts;
	size_t fact_count;
	struct contact_import *to;
	struct import_line *lines;
};

static const char *say(const struct reading *w, enum word text)
{
	return word(w->lang, text);
}

static const char *say_with(const struct reading *w, enum word text,
			    const char *piece)
{
	return word_fill(w->arena, w->lang, text,
			 WORDS(WORD_TEXT("text", piece)));
}

static const char *cell(const struct reading *w, const struct csv_row *row,
			int column, const char *now)
{
	return import_cell(w->arena, &w->table, row, column, now);
}

/* Several lines of a cell stay lines. */
static const char *lines_cell(const struct reading *w,
			      const struct csv_row *row, int column,
			      const char *now)
{
	return w->table.column[column] < 0
		       ? now
		       : csv_cell(row, w->table.column[column]);
}

static const struct unit *unit_of(const struct reading *w, const char *code)
{
	for (size_t i = 0; i < w->known.unit_count; i++)
		if (str_same(w->known.units[i].code, code))
			return &w->known.units[i];
	return NULL;
}

static const char *unit_code(const struct reading *w, int64_t id)
{
	const struct unit *u =
		unit_find(w->known.units, w->known.unit_count, id);

	return u ? u->code : "";
}

static const struct contact_person *person_of(const struct reading *w,
					      const char *code)
{
	for (size_t i = 0; i < w->known.person_count; i++)
		if (str_same(w->known.people[i].code, code))
			return &w->known.people[i];
	return NULL;
}

/* ---- what is wrong with it ---- */

static const char *reach_fault(const struct reading *w, const char *phones,
			       unsigned bad)
{
	struct contact_phone list[CONTACT_PHONES];
	const char *piece;
	size_t n;

	if (bad & CONTACT_BAD_PHONES) {
		piece = contact_phones(w->arena, phones, list, &n);
		return piece ? say_with(w, W_contact_bad_phone_piece, piece)
			     : say(w, W_contact_bad_phones);
	}
	return bad & CONTACT_BAD_MAIL ? say(w, W_unit_bad_mail) : NULL;
}

static const char *unit_fault(const struct reading *w,
			      const struct contact_unit *u)
{
	struct hours *h = arena_alloc(w->arena, sizeof(*h));
	const unsigned bad = contact_unit_faults(w->arena, u);
	const char *piece = hours_parse(w->arena, u->hours, h);

	if (bad & CONTACT_BAD_HOURS)
		return piece ? say_with(w, W_contact_bad_hours_piece, piece)
			     : say(w, W_contact_bad_hours);
	if (bad & CONTACT_BAD_ANSWERS)
		return say(w, W_contact_bad_answers);
	if (bad & CONTACT_BAD_WEB)
		return say(w, W_unit_bad_web);
	if (bad & CONTACT_BAD_ADDRESS)
		return say(w, W_contact_bad_address);
	return reach_fault(w, u->phones, bad);
}

static const char *person_fault(const struct reading *w,
				const struct contact_person *p)
{
	/* Whom they stand in for is not in the table. */
	struct contact_person alone = *p;
	unsigned bad;

	alone.absent_until = alone.substitute_id = 0;
	bad = contact_person_faults(w->arena, &alone, &w->known);
	if (bad & CONTACT_BAD_CODE)
		return say(w, W_contact_bad_code);
	if (bad & CONTACT_BAD_NAME)
		return say(w, W_contact_bad_name);
	if (bad & CONTACT_BAD_UNIT)
		return say(w, W_contact_bad_unit);
	if (bad & CONTACT_BAD_ROLE)
		return say(w, W_contact_bad_role);
	return reach_fault(w, p->phones, bad);
}

/* ---- one line ---- */

static const char *read_unit_line(struct reading *w, const struct csv_row *row,
				  const struct unit *u,
				  struct contact_line_to *to)
{
	static const struct contact_unit fresh = {.answers = {"", "", ""},
						  .phones = "",
						  .mail = "",
						  .web = "",
						  .address = "",
						  .hours = ""};
	const struct contact_unit *now =
		contact_unit_find(w->facts, w->fact_count, u->id);
	struct contact_unit *x = &to->unit;

	*x = now ? *now : fresh;
	x->unit_id = u->id;
	for (int l = 0; l < LANG__COUNT; l++)
		x->answers[l] = cell(w, row, C_ANSWERS_FI + l, x->answers[l]);
	x->phones = lines_cell(w, row, C_PHONES, x->phones);
	x->mail = cell(w, row, C_MAIL, x->mail);
	x->web = cell(w, row, C_WEB, x->web);
	x->address = cell(w, row, C_ADDRESS, x->address);
	x->hours = lines_cell(w, row, C_HOURS, x->hours);
	if (!import_flag(&w->table, row, C_SHOWN, x->shown, &x->shown))
		return say(w, W_import_bad_flag);
	return unit_fault(w, x);
}

static const char *read_person_line(struct reading *w,
				    const struct csv_row *row,
				    const struct unit *u,
				    struct contact_line_to *to)
{
	static const struct contact_person fresh = {
		.name = "", .role = {"", "", ""}, .phones = "", .mail = ""};
	const char *code = cell(w, row, C_PERSON, "");
	const struct contact_person *now = person_of(w, code);
	struct contact_person *p = &to->person;

	*p = now ? *now : fresh;
	p->code = code;
	p->unit_id = u->id;
	p->name = cell(w, row, C_NAME, p->name);
	for (int l = 0; l < LANG__COUNT; l++)
		p->role[l] = cell(w, row, C_ROLE_FI + l, p->role[l]);
	p->phones = lines_cell(w, row, C_PHONES, p->phones);
	p->mail = cell(w, row, C_MAIL, p->mail);
	if (!import_flag(&w->table, row, C_SHOWN, p->shown, &p->shown))
		return say(w, W_import_bad_flag);
	return person_fault(w, p);
}

/* The same unit or person once before: two lines that would fight. */
static bool is_twice(const struct reading *w, size_t at)
{
	const struct contact_line_to *x = &w->to->to[at];

	for (size_t i = 0; i < at; i++) {
		const struct contact_line_to *y = &w->to->to[i];

		if (w->lines[i].result == IMPORT_ERROR ||
		    x->is_person != y->is_person)
			continue;
		if (x->is_person ? str_same(x->person.code, y->person.code)
				 : x->unit.unit_id == y->unit.unit_id)
			return true;
	}
	return false;
}

static bool same_unit(const struct reading *w, const struct contact_unit *u)
{
	const struct contact_unit *now =
		contact_unit_find(w->facts, w->fact_count, u->unit_id);
	bool same = now && now->shown == u->shown;

	for (int l = 0; same && l < LANG__COUNT; l++)
		same = str_same(now->answers[l], u->answers[l]);
	return same && str_same(now->phones, u->phones) &&
	       str_same(now->mail, u->mail) && str_same(now->web, u->web) &&
	       str_same(now->address, u->address) &&
	       str_same(now->hours, u->hours);
}

static bool same_person(const struct reading *w, const struct contact_person *p)
{
	const struct contact_person *now = person_of(w, p->code);
	bool same = now && now->shown == p->shown && now->unit_id == p->unit_id;

	for (int l = 0; same && l < LANG__COUNT; l++)
		same = str_same(now->role[l], p->role[l]);
	return same && str_same(now->name, p->name) &&
	       str_same(now->phones, p->phones) && str_same(now->mail, p->mail);
}

static enum import_result compare(const struct reading *w,
				  const struct contact_line_to *to)
{
	const int64_t version =
		to->is_person ? to->person.version : to->unit.version;
	const bool same = to->is_person ? same_person(w, &to->person)
					: same_unit(w, &to->unit);

	if (!version)
		return IMPORT_NEW;
	return same ? IMPORT_SAME : IMPORT_CHANGED;
}

/* What happens to the line; its text says why it cannot. */
static void read_line(struct reading *w, size_t i, const struct csv_row *row)
{
	struct contact_line_to *to = &w->to->to[i];
	struct import_line *l = &w->lines[i];
	const char *code = cell(w, row, C_UNIT, "");
	const struct unit *u = unit_of(w, code);
	bool remove = false;

	to->is_person = *cell(w, row, C_PERSON, "") != '\0';
	*l = (struct import_line){
		.line = row->line,
		.key = to->is_person ? cell(w, row, C_PERSON, "") : code,
		.name = u ? unit_name(u, w->lang) : ""};
	if (!u)
		l->text = say_with(w, W_contact_unknown_unit, code);
	else if (!import_flag(&w->table, row, C_REMOVE, false, &remove))
		l->text = say(w, W_import_bad_flag);
	else if (to->is_person)
		l->text = read_person_line(w, row, u, to);
	else
		l->text = read_unit_line(w, row, u, to);
	if (to->is_person && u)
		l->name = to->person.name;
	l->version = to->is_person ? to->person.version : to->unit.version;
	if (remove && (!to->is_person || !l->version))
		l->text = say(w, W_contact_bad_remove);
	else if (remove)
		l->text = NULL; /* however it is written */
	if (!l->text && is_twice(w, i))
		l->text = say(w, W_contact_twice);
	l->result = l->text  ? IMPORT_ERROR
		    : remove ? IMPORT_REMOVED
			     : compare(w, to);
}

enum err contact_import_plan(struct db *db, struct arena *a, enum lang lang,
			     const struct import_source *source,
			     struct contact_import *ret_import)
{
	struct contact_import to = {0};
	struct reading w = {.arena = a, .lang = lang, .to = &to};
	enum err err = contact_known_get(db, a, &w.known);

	if (!err)
		err = contact_units(db, a, &w.facts, &w.fact_count);
	if (err)
		return err;
	to.plan.problem = import_parse(a, lang, source, &shape, &w.table);
	if (!to.plan.problem) {
		const size_t count = w.table.csv.count - 1;

		to.to = arena_array(a, count + 1, sizeof(*to.to));
		w.lines = arena_array(a, count + 1, sizeof(*w.lines));
		for (size_t i = 0; i < count; i++)
			read_line(&w, i, &w.table.csv.rows[i + 1]);
		to.plan.lines = w.lines;
		to.plan.count = count;
		import_count(&to.plan);
	}
	*ret_import = to;
	return OK;
}

/* ---- doing it ---- */

static enum err apply_line(struct db *db, struct arena *a, int64_t staff_id,
			   const struct contact_line_to *to,
			   enum import_result result)
{
	int64_t id;

	if (result == IMPORT_SAME)
		return OK;
	if (result == IMPORT_REMOVED)
		return contact_person_remove(db, a, staff_id, to->person.id);
	if (to->is_person)
		return contact_person_write(db, a, staff_id, &to->person, &id);
	return contact_unit_change(db, a, staff_id, &to->unit);
}

static enum err apply_some(struct db *db, struct arena *a, int64_t staff_id,
			   const struct contact_import *i, bool removals)
{
	enum err err = OK;

	for (size_t at = 0; !err && at < i->plan.count; at++) {
		const enum import_result result = i->plan.lines[at].result;
		struct arena row = ARENA_INIT;

		if ((result == IMPORT_REMOVED) != removals)
			continue;
		row.unwind = a->unwind;
		err = apply_line(db, &row, staff_id, &i->to[at], result);
		arena_release(&row);
	}
	return err;
}

/* Who is removed goes last: a person they stood in for is changed by it. */
enum err contact_import_apply(struct db *db, struct arena *a, int64_t staff_id,
			      struct contact_import *i)
{
	enum err err = apply_some(db, a, staff_id, i, false);

	return err ? err : apply_some(db, a, staff_id, i, true);
}

/* ---- the way out ---- */

static void put_unit(struct str *s, const struct reading *w,
		     const struct contact_unit *u)
{
	const struct unit *unit =
		unit_find(w->known.units, w->known.unit_count, u->unit_id);

	csv_put(s, unit_code(w, u->unit_id));
	csv_put(s, "");
	csv_put(s, unit ? unit_name(unit, LANG_FI) : "");
	for (int l = 0; l < LANG__COUNT; l++)
		csv_put(s, "");
	for (int l = 0; l < LANG__COUNT; l++)
		csv_put(s, u->answers[l]);
	csv_put(s, u->phones);
	csv_put(s, u->mail);
	csv_put(s, u->web);
	csv_put(s, u->address);
	csv_put(s, u->hours);
	csv_put(s, u->shown ? "1" : "0");
	csv_put(s, "");
	csv_end(s);
}

static void put_person(struct str *s, const struct reading *w,
		       const struct contact_person *p)
{
	csv_put(s, unit_code(w, p->unit_id));
	csv_put(s, p->code);
	csv_put(s, p->name);
	for (int l = 0; l < LANG__COUNT; l++)
		csv_put(s, p->role[l]);
	for (int l = 0; l < LANG__COUNT; l++)
		csv_put(s, "");
	csv_put(s, p->phones);
	csv_put(s, p->mail);
	for (int i = C_WEB; i <= C_HOURS; i++)
		csv_put(s, "");
	csv_put(s, p->shown ? "1" : "0");
	csv_put(s, "");
	csv_end(s);
}

enum err contact_export(struct db *db, struct arena *a, const char **ret_csv,
			size_t *ret_len)
{
	struct reading w = {.arena = a};
	struct str s;
	enum err err = contact_known_get(db, a, &w.known);

	if (!err)
		err = contact_units(db, a, &w.facts, &w.fact_count);
	if (err)
		return err;
	str_init(&s, a, 4096);
	csv_begin(&s);
	for (size_t i = 0; contact_columns[i]; i++)
		csv_put(&s, contact_columns[i]);
	csv_end(&s);
	for (size_t i = 0; i < w.fact_count; i++)
		put_unit(&s, &w, &w.facts[i]);
	for (size_t i = 0; i < w.known.person_count; i++)
		put_person(&s, &w, &w.known.people[i]);
	*ret_csv = s.ptr;
	*ret_len = s.len;
	return OK;
}
