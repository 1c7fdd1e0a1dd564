/*
 * desk_pages.c: the staff's queues, search and the page of one matter.
 */
#include "matter/desk_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/labels.h"
#include "matter/matter_tpl.h"
#include "staff/staff.h"

#include <inttypes.h>

enum { EXCERPT = 140, SOON_US_DAYS = 1 };

static const struct {
	enum queue q;
	const char *name;
	enum word label, empty;
	uint32_t need;
	enum nav nav;
} queues[] = {
	{QUEUE_TRIAGE, "triage", W_desk_queue_triage, W_desk_empty_triage,
	 PERM_TRIAGE, NAV_TRIAGE},
	{QUEUE_UNIT, "unit", W_desk_queue_unit, W_desk_empty_unit, PERM_MATTERS,
	 NAV_UNIT},
	{QUEUE_MINE, "mine", W_desk_queue_mine, W_desk_empty_mine, PERM_MATTERS,
	 NAV_MINE},
	{QUEUE_ALL, "all", W_desk_queue_all, W_desk_empty_all, PERM_MATTERS,
	 NAV_ALL},
};
enum { QUEUES = sizeof(queues) / sizeof(queues[0]) };

static const char *count_text(struct arena *a, int64_t n)
{
	return n >= 1000 ? "1000+" : arena_printf(a, "%" PRId64, n);
}

enum err desk_nav(struct request *req, int current, struct desk_nav *ret_nav)
{
	struct desk_nav nav = {.query = req_arg(req, "q")};
	struct queue_counts n;
	enum err err;

	err = matter_queue_counts(req->db, req->arena, req->session, &n);
	if (err)
		return err;
	const int64_t counts[QUEUES] = {n.triage, n.unit, n.mine, n.all};

	for (int i = 0; i < QUEUES; i++) {
		if (!(req->session->rights & queues[i].need))
			continue;
		nav.tabs[nav.tab_count++] = (struct desk_tab){
			.label = queues[i].label,
			.href = arena_printf(req->arena, "/staff/queue/%s",
					     queues[i].name),
			.count = count_text(req->arena, counts[i]),
			.current = i == current,
		};
	}
	*ret_nav = nav;
	return OK;
}

/* The first thing a person does in the morning: their fullest duty. */
enum err desk_page_home(struct request *req, struct response *res)
{
	uint32_t rights = req->session->rights;

	if (rights & PERM_TRIAGE)
		return res_redirect(req, res, "/staff/queue/triage");
	if (rights & PERM_MATTERS)
		return res_redirect(req, res, "/staff/queue/unit");
	if (rights & PERM_ADMIN)
		return res_redirect(req, res, "/staff/admin");
	return res_redirect(req, res, "/staff/account");
}

static struct desk_row row_of(struct request *req, const struct queue_row *r)
{
	const struct matter *m = &r->m;
	struct arena *a = req->arena;
	int64_t now = clock_now_us();
	bool titled = !str_empty(m->title);

	return (struct desk_row){
		.number = matter_number(a, m),
		.title = titled ? m->title : utf8_clip(a, m->text, 80),
		.excerpt = titled ? utf8_clip(a, m->text, EXCERPT) : "",
		.unit = r->unit_name,
		.topic = r->topic_name,
		.handler = r->handler_name,
		.type = label_type(m->type),
		.has_type = !str_empty(m->type),
		.state = label_handling(m->handling),
		.tone = label_tone(m->handling),
		.received_us = m->received_at,
		.due_us = r->due_at,
		.late = r->late,
		.soon = !r->late && r->due_at &&
			r->due_at - now < SOON_US_DAYS * DAY_US,
		.unsatisfied = m->is_open &&
			       (str_same(m->verdict, "unsatisfied") ||
				str_same(m->verdict, "reopen_requested")),
		.closed = !m->is_open,
		.lang = lang_codes[m->lang],
	};
}

static const struct desk_row *rows_of(struct request *req,
				      const struct queue_row *list, size_t n)
{
	struct desk_row *rows = arena_array(req->arena, n, sizeof(*rows));

	for (size_t i = 0; i < n; i++)
		rows[i] = row_of(req, &list[i]);
	return rows;
}

static enum err render_queue(struct request *req, struct response *res,
			     const struct desk_queue *v, enum nav nav)
{
	struct out *o =
		page_begin(req, res,
			   &(struct page){.title = word(req->lang, v->title),
					  .nav = nav,
					  .secret = true,
					  .wide = true});

	tpl_matter_desk_queue(o, v);
	return page_end(o);
}

enum err desk_page_queue(struct request *req, struct response *res)
{
	struct desk_queue v = {0};
	struct queue_row *list;
	int64_t after = 0;
	size_t n;
	enum err err;
	int i = 0;

	while (i < QUEUES && !str_same(queues[i].name, req->param[0]))
		i++;
	if (i == QUEUES)
		return ERR_NOT_FOUND;
	if (!(req->session->rights & queues[i].need))
		return ERR_DENIED;
	if (!str_empty(req_arg(req, "after")) &&
	    parse_int(req_arg(req, "after"), &after))
		return ERR_NOT_FOUND;
	err = matter_queue(req->db, req->arena, req->session,
			   &(struct queue_want){.queue = queues[i].q,
						.lang = req->lang,
						.after_id = after},
			   &list, &n);
	if (!err)
		err = desk_nav(req, i, &v.nav);
	if (err)
		return err;
	v.title = queues[i].label;
	v.empty = queues[i].empty;
	v.rows = rows_of(req, list, n);
	v.row_count = n;
	if (n >= QUEUE_PAGE)
		v.next = arena_printf(req->arena,
				      "/staff/queue/%s?after=%" PRId64,
				      queues[i].name, list[n - 1].m.id);
	return render_queue(req, res, &v, queues[i].nav);
}

enum err desk_page_search(struct request *req, struct response *res)
{
	struct desk_queue v = {.search = true,
			       .title = W_desk_search_title,
			       .empty = W_desk_search_empty};
	struct queue_row *list = NULL;
	size_t n = 0;
	enum err err = OK;
	char *query = str_trim(req->arena, req_arg(req, "q"));

	if (*query)
		err = matter_search(req->db, req->arena, req->session,
				    &(struct search_want){.lang = req->lang,
							  .query = query},
				    &list, &n);
	else
		v.empty = W_desk_search_hint;
	if (!err)
		err = desk_nav(req, -1, &v.nav);
	if (err)
		return err;
	v.rows = rows_of(req, list, n);
	v.row_count = n;
	return render_queue(req, res, &v, NAV_NONE);
}

enum err desk_matter(struct request *req, struct matter *ret_matter)
{
	int64_t year, number;
	struct matter m;
	enum err err;

	if (matter_number_parse(req->param[0], &year, &number))
		return ERR_NOT_FOUND;
	err = matter_by_number(req->db, req->arena, year, number, &m);
	if (err)
		return err;
	if (!matter_visible(req->db, req->arena, req->session, &m))
		return ERR_NOT_FOUND;
	*ret_matter = m;
	return OK;
}

const char *desk_base(struct request *req, const struct matter *m)
{
	return arena_printf(req->arena, "/staff/matters/%s",
			    matter_number(req->arena, m));
}

/* ?done=NAME after an act: a closed list, so nobody can put words there. */
static const struct {
	const char *name;
	enum word word;
} dones[] = {
	{"taken", W_desk_done_taken},
	{"routed", W_desk_done_routed},
	{"noted", W_desk_done_noted},
	{"answered", W_desk_done_answered},
	{"interim", W_desk_done_interim},
	{"closed", W_desk_done_closed},
	{"reopened", W_desk_done_reopened},
	{"published", W_desk_done_published},
	{"hidden", W_desk_done_hidden},
	{NULL, W_desk_done_taken},
};

enum err desk_page_show(struct request *req, struct response *res)
{
	struct desk_message msg = {0};
	struct desk_show v;
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	if (err)
		return err;
	for (int i = 0; dones[i].name; i++)
		if (str_same(dones[i].name, req_arg(req, "done")))
			msg = (struct desk_message){.has_done = true,
						    .done = dones[i].word};
	err = desk_show_make(req, &m, &msg, &v);
	if (err)
		return err;
	return desk_show_render(req, res, &v, 200);
}

enum err desk_show_render(struct request *req, struct response *res,
			  const struct desk_show *v, int status)
{
	struct page page = {
		.title = arena_printf(req->arena, "%s %s", v->number, v->title),
		.status = status,
		.error_count = v->has_error,
		.secret = true,
		.wide = true,
	};
	struct out *o = page_begin(req, res, &page);

	tpl_matter_desk_show(o, v);
	return page_end(o);
}
