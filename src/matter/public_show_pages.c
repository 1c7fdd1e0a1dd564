/*
 * public_show_pages.c: the page of a published matter: what was said, what was
 * answered, what has happened, and what else there is nearby.
 */
#include "base/str.h"
#include "geo/cell.h"
#include "html/page.h"
#include "matter/labels.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/passing.h"
#include "matter/photo_view.h"
#include "matter/public_box.h"
#include "matter/public_pages.h"
#include "matter/public_parts.h"
#include "matter/rules.h"
#include "notice/notice_show.h"
#include "tenant/tenant.h"

#include <inttypes.h>

enum { NEAR_METRES = 200 };

/* "vastattu, ei muita toimia" says no more than "vastattu". */
static enum outcome outcome_shown(const char *name)
{
	enum outcome o;

	if (outcome_parse(name, &o) || o == OUTCOME_ANSWERED)
		return OUTCOME_NONE;
	return o;
}

static struct public_show show_of(struct request *req,
				  const struct names *names,
				  const struct publication *p)
{
	enum outcome outcome = outcome_shown(p->outcome);

	return (struct public_show){
		.number = arena_printf(req->arena, "%" PRId64 "-%" PRId64,
				       p->number_year, p->number),
		.title = matter_heading(req->arena, p->title, p->text),
		.text = p->text,
		.answer = str_same(p->answer_state, "public") ? p->answer : "",
		.nickname = p->nickname,
		.place = p->place,
		.lang = lang_codes[p->lang],
		.topic = names_topic(names, p->topic_id, req->lang),
		.unit = names_unit(names, p->unit_id, req->lang),
		.type = label_type(p->type),
		.has_type = !str_empty(p->type),
		.state = label_handling(handling_parse(p->handling)),
		.tone = label_tone(handling_parse(p->handling)),
		.outcome = label_outcome(outcome),
		.has_outcome = outcome != OUTCOME_NONE,
		.received_us = p->received_at,
		.published_us = p->published_at,
		.answered_us = p->answered_at,
	};
}

static enum err add_still(struct request *req, const struct publication *p,
			  struct public_show *v)
{
	struct map_frame frame;
	enum err err;

	if (!p->cell)
		return OK;
	err = map_frame(req->db, req->arena, &frame);
	if (!err)
		map_still_make(req, &frame, cell_middle(p->cell), &v->still);
	return err;
}

static enum err add_body(struct request *req, const struct publication *p,
			 struct public_show *v)
{
	struct passing x;
	enum err err;

	if (outcome_shown(p->outcome) != OUTCOME_NOT_OURS)
		return OK;
	err = passing_of(req->db, req->arena, p->matter_id, &x);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (x.how != PASS_TOLD)
		v->body = unit_name(&x.body, req->lang);
	return OK;
}

static enum err add_photos(struct request *req, const struct publication *p,
			   struct public_show *v)
{
	struct photo_view *to;
	struct photo *list;
	size_t n;
	enum err err;

	err = photo_list(req->db, req->arena, p->matter_id, &list, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n, sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		const char *base;

		if (list[i].publication != PHOTO_PUBLIC ||
		    !photo_ready(&list[i]))
			continue;
		base = arena_printf(req->arena, "/matters/%s/photos/%" PRId64,
				    v->number, list[i].id);
		to[v->photo_count] = photo_view_make(
			req, &list[i], base, list[i].alt, v->photo_count);
		to[v->photo_count++].lang = v->lang;
	}
	v->photos = to;
	return OK;
}

/* Times that a page of it shows anyhow, in their order. */
static void add_steps(const struct publication *p, struct public_show *v)
{
	const struct public_step all[PUBLIC_STEPS] = {
		{W_public_step_received, p->received_at},
		{W_public_step_answered, v->answer[0] ? p->answered_at : 0},
		{W_public_step_published, p->published_at},
	};

	for (size_t i = 0; i < PUBLIC_STEPS; i++) {
		size_t k = v->step_count;

		if (!all[i].at_us)
			continue;
		for (; k > 0 && v->steps[k - 1].at_us > all[i].at_us; k--)
			v->steps[k] = v->steps[k - 1];
		v->steps[k] = all[i];
		v->step_count++;
	}
}

static enum err add_near(struct request *req, const struct names *names,
			 const struct publication *p, struct public_show *v)
{
	struct public_near_row *rows;
	struct public_nears near;
	struct geo_point at;
	enum err err;

	if (!p->cell)
		return OK;
	err = public_near(req->db, req->arena, p, NEAR_METRES, PUBLIC_NEAR,
			  &near);
	if (err)
		return err;
	rows = arena_array(req->arena, near.count + 1, sizeof(*rows));
	for (size_t i = 0; i < near.count; i++)
		rows[i] = (struct public_near_row){
			public_row_of(req, names, &near.list[i].p),
			near.list[i].metres};
	at = cell_middle(p->cell);
	v->near = rows;
	v->near_count = near.count;
	v->at = arena_printf(req->arena, "%.5f,%.5f,16", at.lat, at.lon);
	return OK;
}

enum err public_page_show(struct request *req, struct response *res)
{
	const struct names *names;
	struct publication p;
	struct public_show v;
	int64_t year, number;
	struct out *o;
	enum err err;

	if (matter_number_parse(req->param[0], &year, &number))
		return ERR_NOT_FOUND;
	err = publication_by_number(req->db, req->arena, year, number, &p);
	if (!err)
		err = names_get(req->db, &names);
	if (err)
		return err;
	if (str_same(p.text_state, "draft_redacted"))
		return ERR_NOT_FOUND;
	if (!str_same(p.text_state, "public")) {
		page_problem(req, res, 410);
		return OK;
	}
	v = show_of(req, names, &p);
	add_steps(&p, &v);
	err = add_still(req, &p, &v);
	if (!err)
		err = add_near(req, names, &p, &v);
	if (!err)
		err = add_body(req, &p, &v);
	if (!err)
		err = add_photos(req, &p, &v);
	if (!err)
		err = notice_items_topic(req, p.topic_id, &v.notices);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){.title = v.title,
				      .nav = NAV_MATTERS,
				      .noindex = !tenant_now()->open_index});
	tpl_matter_public_show(o, &v);
	return page_end(o);
}
