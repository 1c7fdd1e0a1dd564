/*
 * desk_pages.c: the staff's queues, search and the page of one matter.
 */
#include "matter/desk_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "due/book.h"
#include "due/remind.h"
#include "event/use.h"
#include "matter/desk.h"
#include "matter/desk_filter.h"
#include "matter/labels.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/presence.h"
#include "matter/spam.h"
#include "matter/view.h"
#include "staff/absence.h"

#include <inttypes.h>

enum { EXCERPT = 180 };

enum err desk_page_home(struct request *req, struct response *res)
{
	return res_redirect(req, res, "%s", desk_home_path(req));
}

/* ---- rows ---- */

/* How its promise stands, in a word and a colour. */
static void add_due(struct request *req, const struct calendar *c,
		    const struct matter *m, struct desk_row *row)
{
	const int64_t now = clock_now_us();
	const int64_t days = date_to_days(date_of(now)) -
			     date_to_days(date_of(m->received_at));

	row->age = days < 1 ? word(req->lang, W_desk_age_today)
			    : word_fill(req->arena, req->lang, W_desk_age,
					WORDS(WORD_INT("n", days)));
	if (!m->is_open)
		return;
	row->wants_interim = matter_wants_interim(m, c, now);
	if (row->late) {
		row->due_word = W_desk_late;
		row->due_tone = "late";
	} else if (m->urgent_at) {
		return; /* its badge says that it is for today */
	} else if (row->due_us && row->due_us < date_end_us(date_of(now))) {
		row->due_word = W_desk_today;
		row->due_tone = "soon";
	} else if (row->due_us && remind_soon_at(c, row->due_us) <= now) {
		row->due_word = W_desk_soon;
		row->due_tone = "soon";
	} else if (handling_stops_clock(m->handling)) {
		row->due_word = W_desk_clock_stands;
		row->due_tone = "wait";
	}
}

static bool asks_again(const struct matter *m)
{
	return m->is_open && (str_same(m->verdict, "unsatisfied") ||
			      str_same(m->verdict, "reopen_requested"));
}

/* What the message says. Of a confidential topic nothing stands in a list:
 * who reads it opens it. */
static void add_words(struct request *req, const struct names *names,
		      const struct matter *m, struct desk_row *row)
{
	struct arena *a = req->arena;

	if (m->confidential || names_confidential(names, m->topic_id)) {
		row->title = word(req->lang, W_desk_confidential_row);
		return;
	}
	row->lang = lang_codes[m->lang];
	row->title = m->title;
	row->excerpt = utf8_clip_words(a, m->text, EXCERPT);
	if (str_empty(m->title)) {
		row->title = row->excerpt;
		row->excerpt = "";
		row->untitled = true;
	}
}

static struct desk_row row_of(struct request *req, const struct names *names,
			      const struct calendar *c,
			      const struct queue_row *r, const char *from)
{
	const struct matter *m = &r->m;
	struct desk_row row = {
		.number = matter_number(req->arena, m),
		.pick = arena_printf(req->arena, "%" PRId64 ".%" PRId64, m->id,
				     m->version),
		.unit = r->unit_name,
		.topic = r->topic_name,
		.handler = r->handler_name,
		.type = label_type(m->type),
		.has_type = !str_empty(m->type),
		.state = label_handling(m->handling),
		.tone = label_tone(m->handling),
		.received_us = m->received_at,
		.due_us = m->is_open ? r->due_at : 0,
		.late = m->is_open && r->late,
		.unsatisfied = asks_again(m),
		.urgent = m->urgent_at != 0,
		.unaccepted = m->accept_due_at != 0,
		.returned = m->is_open && !m->unit_id && m->handed_from,
	};

	row.href = arena_printf(req->arena, "%s%s%s", desk_base(req, m),
				*from ? "?from=" : "", from);
	add_words(req, names, m, &row);
	add_due(req, c, m, &row);
	return row;
}

enum err desk_rows(struct request *req, const struct queue_row *list, size_t n,
		   const char *from, struct desk_row **ret_rows)
{
	struct desk_row *rows = arena_array(req->arena, n, sizeof(*rows));
	const struct due_book *b;
	const struct names *names;
	struct present *here;
	struct absence *away;
	size_t away_count, here_count;
	enum err err;

	err = names_get(req->db, &names);
	if (!err)
		err = presence_list(req->db, req->arena, req->session, 0, &here,
				    &here_count);
	if (!err)
		err = due_book(req->db, &b);
	if (!err)
		err = absence_covered(req->db, req->arena,
				      req->session->staff_id, &away,
				      &away_count);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++) {
		rows[i] = row_of(req, names, &b->calendar, &list[i], from);
		rows[i].here = presence_names(req->arena, here, here_count,
					      list[i].m.id);
		rows[i].stands_in =
			absence_of(away, away_count, list[i].m.handler_id);
	}
	*ret_rows = rows;
	return OK;
}

static enum err add_rows(struct request *req, const struct queue_row *list,
			 size_t n, const char *from, struct desk_queue *v)
{
	struct desk_row *rows;
	enum err err = desk_rows(req, list, n, from, &rows);

	if (err)
		return err;
	v->rows = rows;
	v->row_count = n;
	return v->offers ? desk_same_rows(req, list, n, rows) : OK;
}

static enum err render_queue(struct request *req, struct response *res,
			     const struct desk_queue *v, enum nav nav)
{
	struct page page = {
		.title = page_title(req, v->title, v->nav.query),
		.nav = nav,
		.secret = true,
		.wide = true,
	};
	struct out *o = page_begin(req, res, &page);

	tpl_matter_desk_queue(o, v);
	return page_end(o);
}

/* ---- a queue ---- */

static const char *summary(struct request *req, const struct desk_queue *v)
{
	int64_t late = 0;

	for (size_t i = 0; i < v->row_count; i++)
		late += v->rows[i].late;
	return word_fill(req->arena, req->lang,
			 late ? W_desk_queue_order_late : W_desk_queue_order,
			 WORDS(WORD_INT("n", late)));
}

/* A full page has a next one only when there is a matter for it. */
static enum err has_more(struct request *req, const struct queue_want *want,
			 struct queue_key last, bool *ret_more)
{
	struct queue_want more = *want;
	struct queue_row *list;
	size_t n;
	enum err err;

	more.after = last;
	err = matter_queue(req->db, req->arena, req->session, &more, &list, &n);
	if (!err)
		*ret_more = n > 0;
	return err;
}

static enum err add_ends(struct request *req, const struct desk_queue_kind *q,
			 const struct queue_want *want, struct queue_key last,
			 struct desk_queue *v)
{
	const bool later = want->after.id != 0;
	bool more = false;
	enum err err = OK;

	if (v->row_count >= QUEUE_PAGE)
		err = has_more(req, want, last, &more);
	if (later)
		v->first =
			desk_queue_path(req->arena, q, (struct queue_key){0, 0},
					v->filter.text);
	if (more)
		v->next = desk_queue_path(req->arena, q, last, v->filter.text);
	v->none = (struct empty){
		.title = word(req->lang, later          ? W_desk_empty_end
					 : v->filter.on ? W_filter_none
							: q->empty),
		.text = later || v->filter.on ? NULL
					      : word(req->lang, q->empty_text),
	};
	return err;
}

static enum err after_parse(const struct request *req,
			    struct queue_key *ret_after)
{
	const char *after = req_arg(req, "after");

	if (str_empty(after))
		return OK;
	return desk_key_parse(req->arena, after, ret_after) ? ERR_NOT_FOUND
							    : OK;
}

/* Above one's units: what others ask them. */
static enum err add_views(struct request *req, struct desk_queue *v)
{
	const int64_t now = clock_now_us();
	struct view_waiting *list;
	struct desk_view_row *to;
	size_t n;
	enum err err;

	err = view_waiting(req->db, req->arena, req->session, &list, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		const struct ask *k = &list[i].k;
		const bool secret =
			matter_confidential(req->db, req->arena, &list[i].m);

		to[i] = (struct desk_view_row){
			.href = arena_printf(req->arena,
					     "/staff/views/%" PRId64, k->id),
			.number = matter_number(req->arena, &list[i].m),
			.text = secret ? word(req->lang,
					      W_desk_confidential_row)
				       : utf8_clip_words(req->arena, k->text,
							 EXCERPT),
			.who = k->staff_name,
			.due_us = k->expires_at - 1,
			.late = k->expires_at <= now,
		};
	}
	v->views = to;
	v->view_count = n;
	return OK;
}

enum err desk_page_queue(struct request *req, struct response *res)
{
	struct queue_want want = {.lang = req->lang};
	struct desk_queue v = {.done = desk_done(req)};
	struct queue_key last = {0, 0};
	const struct desk_queue_kind *q;
	struct queue_row *list;
	size_t n;
	enum err err;

	err = desk_queue_find(req, req->param[0], &q);
	if (!err)
		err = after_parse(req, &want.after);
	if (err)
		return err;
	want.queue = q->queue;
	v.sorting = q->queue == QUEUE_TRIAGE;
	v.offers = v.sorting || q->queue == QUEUE_UNIT;
	want.filter = desk_filter_read(req);
	err = matter_queue(req->db, req->arena, req->session, &want, &list, &n);
	if (!err)
		err = desk_nav(req, q, &v.nav);
	if (!err)
		err = desk_filter_view(req, q->name, &want.filter, &v.filter);
	if (err)
		return err;
	v.from = desk_from_text(req->arena, q, want.after, v.filter.text);
	err = add_rows(req, list, n, v.from, &v);
	if (!err && q->queue == QUEUE_UNIT && !want.after.id)
		err = add_views(req, &v);
	if (err)
		return err;
	v.has_spam = q->queue == QUEUE_ALL;
	v.storms = req->session->rights & PERM_PUBLISH;
	v.all = str_same(req_arg(req, "pick"), "all");
	v.pick_all = arena_printf(
		req->arena, "%s%spick=all",
		desk_queue_path(req->arena, q, want.after, v.filter.text),
		want.after.id || v.filter.on ? "&" : "?");
	v.title = q->label;
	v.summary = n ? summary(req, &v) : NULL;
	if (n)
		last = (struct queue_key){list[n - 1].m.due_at,
					  list[n - 1].m.id};
	err = add_ends(req, q, &want, last, &v);
	return err ? err : render_queue(req, res, &v, q->nav);
}

/* ---- spam ---- */

enum err desk_page_spam(struct request *req, struct response *res)
{
	struct queue_want want = {.lang = req->lang};
	struct desk_queue v = {
		.title = W_spam_title,
		.summary = word(req->lang, W_spam_lead),
		.none = {.title = word(req->lang, W_spam_none)},
	};
	struct spam spam = {0};
	enum err err = after_parse(req, &want.after);

	if (!err)
		err = matter_spam(req->db, req->arena, req->session, &want,
				  &spam);
	if (!err)
		err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = add_rows(req, spam.list, spam.count, "", &v);
	if (err)
		return err;
	if (want.after.id)
		v.first = "/staff/spam";
	if (spam.next)
		v.next = arena_printf(req->arena, "/staff/spam?after=%" PRId64,
				      spam.next);
	return render_queue(req, res, &v, NAV_ALL);
}

/* ---- search ---- */

static struct empty nothing_found(struct request *req, const char *query)
{
	if (str_empty(query))
		return (struct empty){
			.title = word(req->lang, W_desk_search_ask),
			.text = word(req->lang, W_desk_search_hint),
		};
	return (struct empty){
		.title = word_fill(req->arena, req->lang, W_desk_search_none,
				   WORDS(WORD_TEXT("query", query))),
		.text = word(req->lang, W_desk_search_none_text),
	};
}

/* Somebody on the phone gives the number: that is the page they want. */
static bool is_number(const char *query)
{
	int64_t year, number;

	return !matter_number_parse(query, &year, &number);
}

enum err desk_page_search(struct request *req, struct response *res)
{
	const char *query = str_trim(req->arena, req_arg(req, "q"));
	const struct search_want want = {.lang = req->lang, .query = query};
	struct desk_queue v = {
		.title = W_desk_search_title,
		.none = nothing_found(req, query),
	};
	struct queue_row *list = NULL;
	size_t n = 0;
	enum err err = OK;

	if (*query)
		err = matter_search(req->db, req->arena, req->session, &want,
				    &list, &n);
	if (!err && *query)
		err = use_searched(req, query, n);
	if (err)
		return err;
	if (n == 1 && is_number(query))
		return res_redirect(req, res, "%s", desk_base(req, &list[0].m));
	err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = add_rows(req, list, n, "", &v);
	if (err)
		return err;
	if (n)
		v.summary = word_fill(req->arena, req->lang,
				      n < SEARCH_MAX ? W_desk_search_found
						     : W_desk_search_many,
				      WORDS(WORD_INT("n", (int64_t)n)));
	return render_queue(req, res, &v, NAV_TRIAGE);
}

/* ---- one matter ---- */

static enum err show(struct request *req, struct response *res,
		     const struct matter *m)
{
	return desk_show_render(req, res, m,
				&(struct desk_refusal){.status = 0});
}

enum err desk_page_show(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &m))
		return desk_confidential(req, res, &m, "");
	return show(req, res, &m);
}

enum err desk_page_show_logged(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	return err ? err : show(req, res, &m);
}

enum err desk_show_render(struct request *req, struct response *res,
			  const struct matter *m,
			  const struct desk_refusal *why)
{
	struct page page = {
		.status = why->status,
		.nav = NAV_ALL,
		.error_count = why->status >= 400,
		.secret = true,
		.wide = true,
	};
	struct desk_show v;
	struct out *o;
	enum err err;

	err = desk_look(req, res, m);
	if (!err)
		err = desk_show_make(req, m, why, &v);
	if (err)
		return err;
	page.title = arena_printf(req->arena, "%s %s", v.number, v.title);
	o = page_begin(req, res, &page);
	tpl_matter_desk_show(o, &v);
	return page_end(o);
}

enum err desk_closed(struct request *req, struct response *res,
		     const struct matter *m, int status)
{
	return desk_show_render(req, res, m,
				&(struct desk_refusal){
					.error = W_desk_error_closed,
					.status = status,
				});
}
