/*
 * storm_pages.c: beginning and ending a storm.
 */
#include "matter/storm_pages.h"

#include "base/str.h"
#include "base/typed.h"
#include "matter/desk.h"
#include "matter/group.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/storm.h"
#include "matter/storm_views.h"
#include "staff/staff.h"
#include "tenant/form.h"

#include <inttypes.h>

static const char *const notices[LANG__COUNT] = {"notice_fi", "notice_sv",
						 "notice_en"};
static const char *const receipts[LANG__COUNT] = {"receipt_fi", "receipt_sv",
						  "receipt_en"};
static const enum word notice_words[LANG__COUNT] = {
	W_storm_notice_fi, W_storm_notice_sv, W_storm_notice_en};
static const enum word receipt_words[LANG__COUNT] = {
	W_storm_receipt_fi, W_storm_receipt_sv, W_storm_receipt_en};

static const struct fault faults[] = {
	{STORM_BAD_TOPIC, "topic", W_storm_bad_topic},
	{STORM_TWICE, "topic", W_storm_twice},
	{STORM_BAD_NOTICE, "notice_fi", W_storm_bad_text},
	{STORM_BAD_RECEIPT, "receipt_fi", W_storm_bad_text},
	{STORM_BAD_ANSWER_BY, "answer_by", W_storm_bad_day},
	{STORM_BAD_ENDS, "last_day", W_storm_bad_day},
	{0, NULL, 0},
};

/* ---- what runs ---- */

static enum err row_of(struct request *req, const struct names *names,
		       const struct storm *s, struct storm_row *ret)
{
	const struct topic *t =
		topic_find(names->topics, names->topic_count, s->topic_id);
	struct group_counts n;
	enum err err = group_count(req->db, req->arena, s->id, &n);

	if (err)
		return err;
	*ret = (struct storm_row){
		.topic = names_topic(names, s->topic_id, req->lang),
		.notice = s->notice[req->lang],
		.lang = lang_codes[req->lang],
		.answer_by = s->answer_by,
		.last_us = s->ends_at - 1,
	};
	if (n.all)
		ret->group = arena_printf(req->arena, "/staff/groups/%" PRId64,
					  s->id);
	if (t && staff_may(req->db, req->arena, req->session, PERM_PUBLISH,
			   t->default_unit_id))
		ret->end = arena_printf(req->arena,
					"/staff/storm/%" PRId64 "/end", s->id);
	return OK;
}

static enum err add_rows(struct request *req, const struct names *names,
			 struct storm_view *v)
{
	struct storm_row *rows;
	struct storm *list;
	size_t n;
	enum err err = storm_running(req->db, req->arena, &list, &n);

	if (err)
		return err;
	rows = arena_array(req->arena, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n && !err; i++)
		err = row_of(req, names, &list[i], &rows[i]);
	v->rows = rows;
	v->row_count = n;
	return err;
}

/* ---- the form ---- */

static void add_topics(struct request *req, const struct names *names,
		       unsigned bad, struct storm_view *v)
{
	const struct topic *topics = names->topics_in[req->lang];
	struct option *list =
		arena_array(req->arena, names->topic_count + 1, sizeof(*list));
	const int64_t chosen = field_id(req, "topic");
	size_t n = 0;

	for (size_t i = 0; i < names->topic_count; i++)
		if (topics[i].active && !topics[i].confidential)
			list[n++] = (struct option){
				.value = arena_printf(req->arena, "%" PRId64,
						      topics[i].id),
				.label = topic_name(&topics[i], req->lang),
				.selected = topics[i].id == chosen,
			};
	v->topic = (struct choice){
		.name = "topic",
		.label = word(req->lang, W_storm_topic),
		.hint = word(req->lang, W_storm_topic_hint),
		.error = fault_text(faults, bad, "topic", req->lang),
		.required = true,
		.options = list,
		.option_count = n,
		.empty = word(req->lang, W_common_choose),
	};
}

static struct field text_field(struct request *req, const char *name,
			       enum word label, unsigned bad)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = req_field(req, name),
		.error = fault_text(faults, bad, name, req->lang),
		.required = true,
		.maxlength = STORM_TEXT_MAX,
		.rows = 3,
	};
}

static struct field day_field(struct request *req, const char *name,
			      enum word label, unsigned bad)
{
	struct field f = text_field(req, name, label, bad);

	f.type = "date";
	f.maxlength = 0;
	return f;
}

static enum err make(struct request *req, unsigned bad, struct storm_view *v)
{
	const struct names *names;
	enum err err = names_get(req->db, &names);

	if (!err)
		err = desk_nav(req, NULL, &v->nav);
	if (!err)
		err = add_rows(req, names, v);
	if (err)
		return err;
	v->errors = fault_summary(req->arena, faults, bad, req->lang);
	add_topics(req, names, bad, v);
	for (int l = 0; l < LANG__COUNT; l++) {
		v->notice[l] =
			text_field(req, notices[l], notice_words[l], bad);
		v->receipt[l] =
			text_field(req, receipts[l], receipt_words[l], bad);
	}
	v->answer_by = day_field(req, "answer_by", W_storm_answer_by, bad);
	v->last_day = day_field(req, "last_day", W_storm_last_day, bad);
	return OK;
}

static enum err show(struct request *req, struct response *res, unsigned bad)
{
	struct storm_view v = {.done = {.tone = TONE_NEUTRAL}};
	const char *done = req_arg(req, "done");
	struct out *o;
	enum err err = make(req, bad, &v);

	if (err)
		return err;
	if (str_same(done, "begun") || str_same(done, "ended"))
		v.done = (struct notice){
			.tone = TONE_SUCCESS,
			.text = word(req->lang, str_same(done, "begun")
							? W_storm_done_begun
							: W_storm_done_ended),
		};
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_storm_title),
				      .status = bad ? 422 : 200,
				      .error_count = (int)v.errors.error_count,
				      .nav = NAV_ALL,
				      .secret = true,
				      .wide = true});
	tpl_matter_storm(o, &v);
	return page_end(o);
}

enum err storm_page_list(struct request *req, struct response *res)
{
	return show(req, res, 0);
}

/* Year 0 when it is none. */
static struct date day_of(const struct request *req, const char *name)
{
	struct date d;

	if (date_typed(field_line(req, name), &d))
		d = (struct date){0};
	return d;
}

enum err storm_page_begin(struct request *req, struct response *res)
{
	struct storm_new n = {
		.topic_id = field_id(req, "topic"),
		.answer_by = day_of(req, "answer_by"),
		.last_day = day_of(req, "last_day"),
	};
	unsigned bad;
	enum err err;

	for (int l = 0; l < LANG__COUNT; l++) {
		n.notice[l] = req_field(req, notices[l]);
		n.receipt[l] = req_field(req, receipts[l]);
	}
	err = storm_faults(req->db, req->arena, req->session, &n, &bad);
	if (err)
		return err;
	if (bad)
		return show(req, res, bad);
	err = storm_begin(req->db, req->arena, req->session, &n);
	return err ? err : res_redirect(req, res, "/staff/storm?done=begun");
}

enum err storm_page_end(struct request *req, struct response *res)
{
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = storm_end(req->db, req->arena, req->session, id);
	if (err && err != ERR_INVALID) /* it is over anyway */
		return err;
	return res_redirect(req, res, "/staff/storm?done=ended");
}
