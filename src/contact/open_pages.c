/*
 * open_pages.c: the directory in the open: a search and the units as a tree, and
 * one unit with its hours and those of its people who are public.
 */
#include "contact/contact_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "contact/contact_search.h"
#include "contact/contact_tpl.h"
#include "contact/contact_views.h"
#include "due/book.h"
#include "html/page.h"
#include "http/url.h"
#include "tenant/form.h"
#include "topic/topic.h"

#include <inttypes.h>

enum { HITS_SHOWN = 50, DATES_AHEAD = 45, DATES_SHOWN = 12 };

static const char *unit_href(struct request *req, int64_t id)
{
	return arena_printf(req->arena, "/%s/contacts/%" PRId64,
			    lang_codes[req->lang], id);
}

/* ---- the list ---- */

static void add_now(struct request *req, const struct calendar *c,
		    const char *text, struct contact_line *l)
{
	struct hours *h = arena_alloc(req->arena, sizeof(*h));
	const int64_t now = clock_now_us();
	struct hours_now at;

	if (hours_parse(req->arena, text, h) || !h->any)
		return;
	at = hours_at(h, c, now);
	l->has_hours = true;
	l->open = at.open;
	l->now = hours_now_text(req->arena, req->lang, at, now);
}

static struct contact_line line_of(struct request *req,
				   const struct calendar *c,
				   const struct unit *u,
				   const struct contact_unit *facts)
{
	struct contact_phone phones[CONTACT_PHONES];
	struct contact_line l = {
		.href = unit_href(req, u->id),
		.name = unit_name(u, req->lang),
		.answers = contact_answers(facts, req->lang),
	};
	size_t count;

	if (!contact_phones(req->arena, facts->phones, phones, &count) &&
	    count) {
		l.phone = phones[0].number;
		l.dial = phones[0].dial;
	}
	add_now(req, c, facts->hours, &l);
	return l;
}

/* All units, and what is written of them. */
struct directory {
	struct unit *units;
	struct contact_unit *facts;
	size_t unit_count, fact_count;
};

static enum err directory_read(struct request *req, struct directory *d)
{
	enum err err =
		unit_list(req->db, req->arena, &d->units, &d->unit_count);

	if (err)
		return err;
	unit_sort(d->units, d->unit_count, req->lang);
	return contact_units(req->db, req->arena, &d->facts, &d->fact_count);
}

/* Those in the directory, or NULL. */
static const struct contact_unit *shown(const struct directory *d,
					const struct unit *u)
{
	const struct contact_unit *f =
		u ? contact_unit_find(d->facts, d->fact_count, u->id) : NULL;

	return f && f->shown && u->active ? f : NULL;
}

/* Below how many others that are shown? */
static int depth_of(const struct directory *d, const struct unit *u)
{
	int depth = 0;

	for (int n = 0; u && n < UNIT_DEPTH_MAX; n++) {
		u = unit_find(d->units, d->unit_count, u->parent_id);
		depth += shown(d, u) != NULL;
	}
	return depth;
}

static enum err add_lines(struct request *req, struct contact_open_list *v)
{
	const struct due_book *book;
	struct contact_line *to;
	struct unit_node *tree;
	struct directory d;
	enum err err = due_book(req->db, &book);

	if (!err)
		err = directory_read(req, &d);
	if (err)
		return err;
	tree = unit_tree(req->arena, d.units, d.unit_count);
	to = arena_array(req->arena, d.unit_count + 1, sizeof(*to));
	/* The city's own first. */
	for (size_t i = 0; i < 2 * d.unit_count; i++) {
		const struct unit *u = tree[i % d.unit_count].unit;
		const struct contact_unit *f = shown(&d, u);

		if (!f || (u->kind == UNIT_OWN) != (i < d.unit_count))
			continue;
		to[v->line_count] = line_of(req, &book->calendar, u, f);
		to[v->line_count++].depth = depth_of(&d, u);
	}
	v->lines = to;
	return OK;
}

static enum err add_found(struct request *req, struct contact_open_list *v)
{
	const char *const kind = CONTACT_KIND;
	const struct search_wanted w = {.query = v->query};
	struct search_found found;
	enum err err =
		search_find_kinds(req->db, req->arena, &w, &kind, 1, &found);

	if (err)
		return err;
	v->meant = found.meant;
	return contact_search_rows(req, &found, HITS_SHOWN, &v->found);
}

enum err contact_page_all(struct request *req, struct response *res)
{
	struct contact_open_list v = {
		.query = str_trim(req->arena, req_arg(req, "q")),
	};
	struct out *o;
	enum err err = *v.query ? add_found(req, &v) : add_lines(req, &v);

	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_contact_title),
				      .nav = NAV_CONTACTS,
				      .noindex = *v.query != '\0'});
	tpl_contact_open_list(o, &v);
	return page_end(o);
}

/* ---- one unit ---- */

static void add_reach(struct request *req, const char *phones, const char *mail,
		      struct contact_reach *to)
{
	struct contact_phone *list =
		arena_array(req->arena, CONTACT_PHONES, sizeof(*list));

	if (!contact_phones(req->arena, phones, list, &to->phone_count))
		to->phones = list;
	else
		to->phone_count = 0;
	to->mail = mail;
}

/* Days that are not as their weekday: written so, or holidays. */
static void add_dates(struct request *req, const struct hours *h,
		      const struct calendar *c, struct contact_open_show *v)
{
	const struct date today = date_of(clock_now_us());
	struct contact_date *to =
		arena_array(req->arena, DATES_SHOWN, sizeof(*to));

	for (int n = 0; n < DATES_AHEAD && v->date_count < DATES_SHOWN; n++) {
		const struct date d = add_days(today, n);
		enum hours_why why;
		const struct hours_day day = hours_on(h, c, d, &why);

		if (why == HOURS_WEEK ||
		    (why == HOURS_HOLIDAY && !h->week[date_weekday(d)].count))
			continue;
		to[v->date_count++] = (struct contact_date){
			.day = text_date(req->arena, req->lang,
					 date_start_us(d)),
			.times = hours_day_text(req->arena, req->lang, &day),
			.why = why == HOURS_HOLIDAY
				       ? word(req->lang, W_contact_holiday)
				       : "",
		};
	}
	v->dates = to;
}

static enum err add_hours(struct request *req, const char *text,
			  struct contact_open_show *v)
{
	struct hours_line *lines =
		arena_array(req->arena, HOURS_LINES, sizeof(*lines));
	struct hours *h = arena_alloc(req->arena, sizeof(*h));
	const int64_t now = clock_now_us();
	const struct due_book *book;
	struct hours_now at;
	enum err err = due_book(req->db, &book);

	if (err || hours_parse(req->arena, text, h) || !h->any)
		return err;
	at = hours_at(h, &book->calendar, now);
	v->open = at.open;
	v->now = hours_now_text(req->arena, req->lang, at, now);
	v->line_count = hours_week_lines(req->arena, req->lang, h, lines);
	v->lines = lines;
	add_dates(req, h, &book->calendar, v);
	return OK;
}

static enum err person_of(struct request *req, const struct contact_person *p,
			  struct contact_person_view *to)
{
	struct contact_absence away;
	enum err err = contact_absence(req->db, req->arena, p, &away);

	if (err)
		return err;
	*to = (struct contact_person_view){
		.id = p->id,
		.name = p->name,
		.role = contact_role(p, req->lang),
		.away_until = away.until ? away.until - 1 : 0,
		.substitute = away.substitute,
	};
	if (away.substitute)
		to->substitute_href =
			arena_printf(req->arena, "%s#p%" PRId64,
				     unit_href(req, away.substitute_unit_id),
				     away.substitute_id);
	add_reach(req, p->phones, p->mail, &to->reach);
	return OK;
}

static enum err add_people(struct request *req, int64_t unit_id,
			   struct contact_open_show *v)
{
	struct contact_person_view *to;
	struct contact_person *list;
	size_t n;
	enum err err = contact_people(req->db, req->arena, unit_id, &list, &n);

	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n && !err; i++)
		if (list[i].shown)
			err = person_of(req, &list[i], &to[v->person_count++]);
	v->people = to;
	return err;
}

static enum err add_topics(struct request *req, int64_t unit_id,
			   struct contact_open_show *v)
{
	struct contact_link *to;
	struct topic *list;
	size_t n;
	enum err err = topic_list(req->db, req->arena, true, &list, &n);

	if (err)
		return err;
	topic_sort(list, n, req->lang);
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		if (list[i].default_unit_id == unit_id)
			to[v->topic_count++] = (struct contact_link){
				arena_printf(req->arena, "/%s/give?topic=%s",
					     lang_codes[req->lang],
					     list[i].code),
				topic_name(&list[i], req->lang)};
	v->topics = to;
	return OK;
}

/* The unit above and those below, as far as they are in the directory. */
static enum err add_around(struct request *req, const struct unit *u,
			   struct contact_open_show *v)
{
	struct contact_link *to;
	struct directory d;
	enum err err = directory_read(req, &d);

	if (err)
		return err;
	to = arena_array(req->arena, d.unit_count + 1, sizeof(*to));
	for (size_t i = 0; i < d.unit_count; i++) {
		const struct unit *x = &d.units[i];

		if (!shown(&d, x))
			continue;
		if (x->id == u->parent_id) {
			v->above = unit_name(x, req->lang);
			v->above_href = unit_href(req, x->id);
		} else if (x->parent_id == u->id) {
			to[v->below_count++] = (struct contact_link){
				unit_href(req, x->id), unit_name(x, req->lang)};
		}
	}
	v->below = to;
	return OK;
}

static enum err fill(struct request *req, const struct contact_public *u,
		     struct contact_open_show *v)
{
	enum err err = add_hours(req, u->facts.hours, v);

	add_reach(req, u->facts.phones, u->facts.mail, &v->reach);
	if (!err)
		err = add_people(req, u->unit.id, v);
	if (!err)
		err = add_topics(req, u->unit.id, v);
	return err ? err : add_around(req, &u->unit, v);
}

enum err contact_page_one(struct request *req, struct response *res)
{
	struct contact_open_show v = {0};
	struct contact_public u;
	struct out *o;
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = contact_public_unit(req->db, req->arena, id, &u);
	if (err)
		return err;
	v.name = unit_name(&u.unit, req->lang);
	v.answers = contact_answers(&u.facts, req->lang);
	v.web = u.facts.web;
	v.address = u.facts.address;
	if (u.unit.kind == UNIT_OWN)
		v.figures =
			arena_printf(req->arena, "/%s/figures?unit=%s",
				     lang_codes[req->lang],
				     url_encode_value(req->arena, u.unit.code));
	err = fill(req, &u, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){.title = v.name, .nav = NAV_CONTACTS});
	tpl_contact_open_show(o, &v);
	return page_end(o);
}
