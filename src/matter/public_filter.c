/*
 * public_filter.c: see public_filter.h. Values are codes or dates; whatever is
 * empty is not asked for, and has no place in a permalink.
 */
#include "matter/public_filter.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/typed.h"
#include "html/out.h"
#include "http/url.h"
#include "matter/labels.h"
#include "place/facility.h"
#include "place/map.h"
#include "place/place.h"

#include <stdlib.h>

/* In the order of a permalink; sort is no filter. */
static const char *const parts[] = {
	"type",     "topic", "unit", "area", "facility", "state",
	"answered", "photo", "time", "from", "to",       "sort",
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* A value of an address, what it does, and what it is called. */
struct value {
	const char *name;
	int means;
	enum word label;
};
static const struct value states[] = {
	{"open", STATE_OPEN, W_public_state_open},
	{"planned", STATE_PLANNED, W_public_state_planned},
	{"done", STATE_DONE, W_public_state_done},
	{NULL, 0, 0},
};
static const struct value answers[] = {
	{"yes", ANSWERED_YES, W_public_answered_yes},
	{"no", ANSWERED_NO, W_public_answered_no},
	{NULL, 0, 0},
};
static const struct value photos[] = {
	{"yes", 1, W_public_photo_yes},
	{NULL, 0, 0},
};
static const struct value times[] = {
	/* days up to today */
	{"week", 7, W_public_time_week},
	{"month", 30, W_public_time_month},
	{"year", 365, W_public_time_year},
	{NULL, 0, 0},
};
static const struct value sorts[] = {
	{"newest", ORDER_NEWEST, W_public_sort_newest},
	{"answered", ORDER_ANSWERED, W_public_sort_answered},
	{"oldest", ORDER_OLDEST, W_public_sort_oldest},
	{NULL, 0, 0},
};

static const struct value *value_find(const struct value *list,
				      const char *name)
{
	for (; list->name; list++)
		if (str_same(list->name, name))
			return list;
	return NULL;
}

/* ---- reading ---- */

/* "before" is "<when>.<matter id>" of the last row shown. */
static enum err before_parse(struct request *req, struct publication_filter *f)
{
	const char *s = req_arg(req, "before");
	size_t n = 0;

	if (str_empty(s))
		return OK;
	while (s[n] && s[n] != '.')
		n++;
	if (!s[n] || parse_int(arena_strndup(req->arena, s, n), &f->before_at))
		return ERR_NOT_FOUND;
	if (parse_int(s + n + 1, &f->before_id) || f->before_id < 1)
		return ERR_NOT_FOUND;
	return OK;
}

static enum err codes_parse(struct request *req, const struct names *names,
			    struct publication_filter *f)
{
	const char *topic = req_arg(req, "topic"), *unit = req_arg(req, "unit");

	f->type = req_arg(req, "type");
	if (!str_empty(topic))
		f->topic_id = names_topic_id(names, topic);
	if (!str_empty(unit))
		f->unit_id = names_unit_id(names, unit);
	if ((*topic && !f->topic_id) || (*unit && !f->unit_id) ||
	    (*f->type && label_type(f->type) == W_type_none))
		return ERR_NOT_FOUND;
	return OK;
}

static enum err area_parse(struct request *req, struct publication_filter *f)
{
	const char *code = req_arg(req, "area");
	const struct area_book *book;
	enum err err = str_empty(code) ? OK : area_book(req->db, &book);

	if (err || str_empty(code))
		return err;
	for (size_t i = 0; i < book->count; i++)
		if (str_same(book->areas[i].code, code))
			f->area_id = book->areas[i].id;
	return f->area_id ? OK : ERR_NOT_FOUND;
}

/* A closed one, too: what was said of it stays. */
static enum err facility_parse(struct request *req,
			       struct publication_filter *f)
{
	const char *code = req_arg(req, "facility");
	const struct facility_book *book;
	const struct facility *x;
	enum err err = str_empty(code) ? OK : facility_book(req->db, &book);

	if (err || str_empty(code))
		return err;
	x = facility_by_code(book, code);
	f->facility_id = x ? x->id : 0;
	return x ? OK : ERR_NOT_FOUND;
}

/* Leaves ret as it is when nothing is asked for. */
static enum err value_parse(struct request *req, const struct value *list,
			    const char *name, int *ret_means)
{
	const char *typed = req_arg(req, name);
	const struct value *v;

	if (str_empty(typed))
		return OK;
	v = value_find(list, typed);
	if (!v)
		return ERR_NOT_FOUND;
	*ret_means = v->means;
	return OK;
}

static enum err values_parse(struct request *req, struct publication_filter *f)
{
	int state = STATE_ANY, answered = ANSWERED_ANY, photo = 0,
	    order = ORDER_NEWEST, days = 0;
	enum err err = value_parse(req, states, "state", &state);

	if (!err)
		err = value_parse(req, answers, "answered", &answered);
	if (!err)
		err = value_parse(req, photos, "photo", &photo);
	if (!err)
		err = value_parse(req, sorts, "sort", &order);
	if (!err)
		err = value_parse(req, times, "time", &days);
	f->state = (enum public_state)state;
	f->answered = (enum public_answered)answered;
	f->photo = photo;
	f->order = (enum public_order)order;
	/* From a midnight on: the same all day. */
	if (days)
		f->from_us = date_start_us(date_from_days(
			date_to_days(date_of(clock_now_us())) - days + 1));
	return err;
}

/* Dates that are typed are nearer to what is meant than a number of days. */
static enum err dates_parse(struct request *req, struct publication_filter *f)
{
	const char *from = req_arg(req, "from"), *to = req_arg(req, "to");
	struct date d;

	if (!str_empty(from) || !str_empty(to))
		f->from_us = 0;
	if (!str_empty(from)) {
		if (date_typed(from, &d))
			return ERR_INVALID;
		f->from_us = date_start_us(d);
	}
	if (!str_empty(to)) {
		if (date_typed(to, &d))
			return ERR_INVALID;
		f->until_us = date_end_us(d);
	}
	return f->until_us && f->from_us >= f->until_us ? ERR_INVALID : OK;
}

enum err public_filter_parse(struct request *req, const struct names *names,
			     struct publication_filter *ret_filter)
{
	struct publication_filter f = {0};
	enum err err = codes_parse(req, names, &f);

	if (!err)
		err = area_parse(req, &f);
	if (!err)
		err = facility_parse(req, &f);
	if (!err)
		err = values_parse(req, &f);
	if (!err)
		err = before_parse(req, &f);
	if (!err)
		err = dates_parse(req, &f);
	if (err)
		return err;
	*ret_filter = f;
	return OK;
}

/* ---- addresses ---- */

/* All but one of them. */
static const char *query_without(struct request *req, const char *left_out)
{
	struct str s;

	str_init(&s, req->arena, 64);
	for (size_t i = 0; i < PARTS; i++) {
		const char *v = req_arg(req, parts[i]);

		if (str_empty(v) || str_same(parts[i], left_out) ||
		    (str_same(parts[i], "sort") && str_same(v, "newest")))
			continue;
		str_printf(&s, "%s%s=%s", s.len ? "&" : "", parts[i],
			   url_encode_value(req->arena, v));
	}
	return s.ptr;
}

const char *public_query(struct request *req)
{
	return query_without(req, "");
}

/* ---- showing ---- */

struct showing {
	struct request *req;
	const char *path;
	struct public_filters *to;
	struct public_chip *chips;
};

/* What is searched for stays when a filter goes. */
static const char *address(struct showing *s, const char *query)
{
	struct arena *a = s->req->arena;
	const char *q = str_trim(a, req_arg(s->req, "q"));

	if (*q)
		query = arena_printf(a, "q=%s%s%s", url_encode_value(a, q),
				     *query ? "&" : "", query);
	return *query ? arena_printf(a, "%s?%s", s->path, query) : s->path;
}

static void add_chip(struct showing *s, const char *name, const char *kind,
		     const char *label)
{
	s->chips[s->to->chip_count++] = (struct public_chip){
		.kind = kind,
		.label = label,
		.href = address(s, query_without(s->req, name)),
	};
}

/* A list of choices; who is chosen is a chip, too. */
static struct public_choice choice_of(struct showing *s,
				      const struct value *list,
				      const char *name, enum word kind)
{
	const char *typed = req_arg(s->req, name);
	const enum lang lang = s->req->lang;
	struct public_option *o = arena_array(s->req->arena, 8, sizeof(*o));
	struct public_choice c = {.list = o};

	for (; list->name; list++, c.count++) {
		o[c.count] = (struct public_option){
			list->name, word(lang, list->label),
			str_same(list->name, typed)};
		if (o[c.count].chosen)
			add_chip(s, name, word(lang, kind), o[c.count].label);
	}
	return c;
}

static void show_types(struct showing *s)
{
	const enum lang lang = s->req->lang;
	const char *typed = req_arg(s->req, "type");
	struct public_option *o = arena_array(s->req->arena, 8, sizeof(*o));

	s->to->types.list = o;
	for (int i = 0; type_names[i]; i++, o++) {
		*o = (struct public_option){
			type_names[i], word(lang, label_type(type_names[i])),
			str_same(type_names[i], typed)};
		s->to->types.count++;
		if (o->chosen)
			add_chip(s, "type", word(lang, W_public_filter_type),
				 o->label);
	}
}

static void show_topics(struct showing *s, const struct names *names)
{
	const enum lang lang = s->req->lang;
	const char *typed = req_arg(s->req, "topic");
	struct public_option *o =
		arena_array(s->req->arena, names->topic_count + 1, sizeof(*o));

	s->to->topics.list = o;
	for (size_t i = 0; i < names->topic_count; i++) {
		const struct topic *t = &names->topics_in[lang][i];
		bool chosen = str_same(t->code, typed);

		if (chosen)
			add_chip(s, "topic", word(lang, W_public_filter_topic),
				 t->name[lang]);
		if (t->confidential || !t->active)
			continue;
		*o++ = (struct public_option){t->code, t->name[lang], chosen};
		s->to->topics.count++;
	}
}

static void show_units(struct showing *s, const struct names *names)
{
	const enum lang lang = s->req->lang;
	const char *typed = req_arg(s->req, "unit");
	struct public_option *o =
		arena_array(s->req->arena, names->unit_count + 1, sizeof(*o));

	s->to->units.list = o;
	for (size_t i = 0; i < names->unit_count; i++) {
		const struct unit *u = &names->units_in[lang][i];
		bool chosen = str_same(u->code, typed);

		if (chosen)
			add_chip(s, "unit", word(lang, W_public_filter_unit),
				 unit_name(u, lang));
		if (!u->active)
			continue;
		*o++ = (struct public_option){u->code, unit_name(u, lang),
					      chosen};
		s->to->units.count++;
	}
}

static int by_label(const void *a, const void *b)
{
	const struct public_option *x = a, *y = b;

	return strcmp(x->label, y->label);
}

/* The municipality as a whole is no choice. */
static enum err show_areas(struct showing *s)
{
	const enum lang lang = s->req->lang;
	const char *typed = req_arg(s->req, "area");
	const struct area_book *book;
	struct public_option *list;
	enum err err = area_book(s->req->db, &book);

	if (err)
		return err;
	list = arena_array(s->req->arena, book->count + 1, sizeof(*list));
	for (size_t i = 0; i < book->count; i++) {
		const struct area *x = &book->areas[i];
		bool chosen = str_same(x->code, typed);

		if (chosen)
			add_chip(s, "area", word(lang, W_public_filter_area),
				 area_name(x, lang));
		if (str_same(x->code, AREA_BORDER))
			continue;
		list[s->to->areas.count++] = (struct public_option){
			x->code, area_name(x, lang), chosen};
	}
	if (s->to->areas.count)
		qsort(list, s->to->areas.count, sizeof(*list), by_label);
	s->to->areas.list = list;
	return OK;
}

/* No list of choices: a facility is chosen on its own page, and stays. */
static enum err show_facility(struct showing *s)
{
	const char *typed = req_arg(s->req, "facility");
	const struct facility_book *book;
	const struct facility *x;
	enum err err = str_empty(typed) ? OK : facility_book(s->req->db, &book);

	if (err || str_empty(typed))
		return err;
	x = facility_by_code(book, typed);
	if (!x)
		return OK;
	s->to->facility = x->code;
	add_chip(s, "facility", word(s->req->lang, W_public_filter_facility),
		 facility_name(x, s->req->lang));
	return OK;
}

/* As a browser's date field takes it, and as people read it. */
static void show_date(struct showing *s, const char *name, enum word kind,
		      const char **ret_value)
{
	struct request *req = s->req;
	const char *typed = req_arg(req, name);
	struct date d;

	*ret_value = typed;
	if (str_empty(typed))
		return;
	if (!date_typed(typed, &d)) {
		*ret_value = date_iso(req->arena, d);
		typed = text_date(req->arena, req->lang, date_start_us(d));
	}
	add_chip(s, name, word(req->lang, kind), typed);
}

static bool dates_faulty(struct request *req)
{
	struct publication_filter f = {0};

	return dates_parse(req, &f) != OK;
}

static void show_fault(struct showing *s)
{
	struct form_error *e = arena_array(s->req->arena, 1, sizeof(*e));

	if (!dates_faulty(s->req))
		return;
	*e = (struct form_error){"from",
				 word(s->req->lang, W_public_filter_dates)};
	s->to->errors = (struct error_summary){e, 1};
}

/* The orders as links; none is a chip. */
static void show_sorts(struct showing *s)
{
	struct request *req = s->req;
	const char *typed = req_arg(req, "sort");
	const char *rest = query_without(req, "sort");
	struct public_chip *list = arena_array(req->arena, 4, sizeof(*list));
	size_t n = 0;

	for (const struct value *v = sorts; v->name; v++) {
		const char *query = rest;

		if (v->means != ORDER_NEWEST)
			query = arena_printf(req->arena, "%s%ssort=%s", rest,
					     *rest ? "&" : "", v->name);
		list[n++] = (struct public_chip){
			.label = word(req->lang, v->label),
			.href = address(s, query),
			.chosen =
				str_same(v->name, typed) ||
				(str_empty(typed) && v->means == ORDER_NEWEST),
		};
	}
	s->to->sorts = list;
	s->to->sort_count = n;
	s->to->sort = str_same(typed, "newest") ? "" : typed;
}

enum err public_filter_show(struct request *req, const struct names *names,
			    const char *path,
			    struct public_filters *ret_filters)
{
	struct public_filters f = {0};
	struct showing s = {
		req, path, &f,
		arena_array(req->arena, PARTS, sizeof(struct public_chip))};
	enum err err;

	show_types(&s);
	show_topics(&s, names);
	show_units(&s, names);
	err = show_areas(&s);
	if (!err)
		err = show_facility(&s);
	f.states = choice_of(&s, states, "state", W_public_filter_state);
	f.answers = choice_of(&s, answers, "answered", W_public_answer);
	f.photos = choice_of(&s, photos, "photo", W_public_filter_photo);
	f.times = choice_of(&s, times, "time", W_public_filter_time);
	show_date(&s, "from", W_public_filter_from, &f.from);
	show_date(&s, "to", W_public_filter_to, &f.to);
	show_sorts(&s);
	show_fault(&s);
	f.chips = s.chips;
	*ret_filters = f;
	return err;
}
