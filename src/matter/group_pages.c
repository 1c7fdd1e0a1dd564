/*
 * group_pages.c: a group of matters, joining and leaving it.
 */
#include "matter/group_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "matter/desk.h"
#include "matter/group.h"
#include "matter/group_show.h"
#include "matter/labels.h"
#include "matter/matter_tpl.h"
#include "staff/staff.h"
#include "tenant/form.h"

#include <inttypes.h>

/* ---- joining and leaving ---- */

static enum err refuse(struct request *req, struct response *res,
		       const struct matter *m, enum word why)
{
	return desk_show_render(
		req, res, m,
		&(struct desk_refusal){.error = why, .status = 422});
}

/* The other matter; one that this person does not see is none. */
static enum err find_other(struct request *req, int64_t *ret_id)
{
	int64_t year, number;
	struct matter m;
	enum err err;

	if (matter_number_parse(field_line(req, "with"), &year, &number))
		return ERR_NOT_FOUND;
	err = matter_by_number(req->db, req->arena, year, number, &m);
	if (!err && !matter_visible(req->db, req->arena, req->session, &m))
		err = ERR_NOT_FOUND;
	if (!err)
		*ret_id = m.id;
	return err;
}

enum err group_page_join(struct request *req, struct response *res)
{
	struct matter m;
	int64_t version, with = 0;
	enum err err = desk_matter_form(req, &m, &version);

	if (err)
		return err;
	err = find_other(req, &with);
	if (!err)
		err = group_join(req->db, req->arena, req->session, m.id, with);
	if (err == ERR_NOT_FOUND)
		return refuse(req, res, &m, W_group_error_number);
	if (err == ERR_INVALID)
		return refuse(req, res, &m, W_group_error_join);
	return err ? err : desk_back(req, res, &m, "joined");
}

enum err group_page_leave(struct request *req, struct response *res)
{
	struct matter m;
	int64_t version;
	enum err err = desk_matter_form(req, &m, &version);

	if (err)
		return err;
	err = group_leave(req->db, req->arena, req->session, m.id);
	if (err == ERR_INVALID) /* somebody was faster */
		return refuse(req, res, &m, W_group_error_leave);
	return err ? err : desk_back(req, res, &m, "left");
}

/* ---- the group of the address ---- */

enum err group_find(struct request *req, struct group_show *ret_group)
{
	struct group_show g = {0};
	bool any = false;
	enum err err = path_id(req, 0, &g.id);

	if (!err)
		err = group_members(req->db, req->arena, req->session, g.id,
				    &g.list, &g.count);
	if (!err)
		err = group_count(req->db, req->arena, g.id, &g.counts);
	if (err)
		return err;
	for (size_t i = 0; i < g.count; i++)
		any |= g.list[i].visible;
	if (!any)
		return ERR_NOT_FOUND;
	g.lead = group_matter(&g.list[0]);
	g.heading = g.list[0].visible ? matter_heading(req->arena, g.lead.title,
						       g.lead.text)
				      : matter_number(req->arena, &g.lead);
	*ret_group = g;
	return OK;
}

/* ---- its page ---- */

static enum word how_word(const char *how)
{
	if (str_same(how, "mail"))
		return W_group_how_mail;
	return str_same(how, "other") ? W_group_how_other : W_group_how_page;
}

static void add_how(struct group_row *row, int64_t id,
		    const struct group_answered *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].matter_id == id && !str_same(list[i].how, "none")) {
			row->has_how = true;
			row->how = how_word(list[i].how);
		}
}

static struct group_row row_of(struct request *req,
			       const struct group_member *g)
{
	const struct matter m = group_matter(g);
	struct group_row row = {
		.number = matter_number(req->arena, &m),
		.state = label_handling(g->handling),
		.tone = label_tone(g->handling),
		.at_us = g->received_at,
	};

	if (g->visible) {
		row.href = desk_base(req, &m);
		row.title = matter_heading(req->arena, g->title, g->text);
		row.lang = lang_codes[g->lang];
	}
	return row;
}

enum err group_said(struct request *req, const struct group_show *g,
		    struct group_answer *ret_last, struct group_said *ret_said)
{
	struct staff who = {.name = ""};
	struct group_answer last;
	enum err err = group_answer_last(req->db, req->arena, g->id, &last);

	if (!err)
		err = staff_get(req->db, req->arena, last.staff_id, &who);
	else if (err == ERR_NOT_FOUND)
		last = (struct group_answer){.id = 0};
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (last.id)
		*ret_said = (struct group_said){
			.text = group_text(&last, g->lead.lang),
			.by = who.name,
			.at_us = id_time_us(last.id),
		};
	*ret_last = last;
	return OK;
}

static enum err add_rows(struct request *req, const struct group_show *g,
			 struct group_view *v)
{
	struct group_row *rows =
		arena_array(req->arena, g->count, sizeof(*rows));
	struct group_answered *told = NULL;
	struct group_answer last;
	size_t n = 0;
	enum err err = group_said(req, g, &last, &v->said);

	if (!err && last.id) {
		desk_undo_group(req, &last, &v->nav.undo);
		err = group_answered(req->db, req->arena, last.id, &told, &n);
	}

	for (size_t i = 0; i < g->count && !err; i++) {
		rows[i] = row_of(req, &g->list[i]);
		rows[i].leads = !i;
		add_how(&rows[i], g->list[i].id, told, n);
	}
	v->rows = rows;
	v->row_count = g->count;
	v->more = g->counts.all - (int64_t)g->count;
	return err;
}

/* While it can be taken back, that is said instead. */
static struct notice done_of(struct request *req, const struct desk_undo *undo)
{
	if (!str_same(req_arg(req, "done"), "answered"))
		return desk_done(req);
	if (undo->text)
		return (struct notice){.tone = TONE_NEUTRAL};
	return (struct notice){.tone = TONE_SUCCESS,
			       .text = word(req->lang, W_group_done_answered)};
}

const char *group_summary(struct request *req, const struct group_show *g)
{
	return word_fill(req->arena, req->lang, W_group_summary,
			 WORDS(WORD_INT("n", g->counts.all),
			       WORD_INT("open", g->counts.open)));
}

enum err group_page_show(struct request *req, struct response *res)
{
	struct group_view v = {0};
	struct group_show g;
	struct out *o;
	enum err err = group_find(req, &g);

	if (!err)
		err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = add_rows(req, &g, &v);
	if (err)
		return err;
	v.done = done_of(req, &v.nav.undo);
	v.heading = g.heading;
	v.lang = lang_codes[g.lead.lang];
	v.summary = group_summary(req, &g);
	if (g.counts.open)
		v.answer = arena_printf(
			req->arena, "/staff/groups/%" PRId64 "/answer", g.id);
	o = page_begin(
		req, res,
		&(struct page){
			.title = page_title(req, W_group_title, v.heading),
			.nav = NAV_ALL,
			.secret = true,
			.wide = true,
		});
	tpl_matter_group(o, &v);
	return page_end(o);
}

enum err group_page_undo(struct request *req, struct response *res)
{
	struct group_show g;
	enum err err = group_find(req, &g);

	if (err)
		return err;
	err = group_undo(req->db, req->arena, req->session, g.id);
	if (err && err != ERR_CONFLICT)
		return err;
	return res_redirect(req, res, "/staff/groups/%" PRId64 "%s", g.id,
			    err ? "?done=undo_late" : "/answer?done=undone");
}
