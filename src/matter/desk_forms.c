/*
 * desk_forms.c: what staff can do with a matter as it is now, and the forms
 * for it. The rules stand in act.c and publish.c; a form never offers what
 * they refuse.
 */
#include "base/str.h"
#include "html/out.h"
#include "matter/desk.h"
#include "matter/desk_draft.h"
#include "matter/labels.h"
#include "matter/passing.h"
#include "matter/rules.h"
#include "staff/absence.h"
#include "unit/unit.h"

#include <inttypes.h>

/* ---- outcomes ---- */

static const enum outcome of_answers[] = {
	OUTCOME_ANSWERED,  OUTCOME_DONE,     OUTCOME_WONT_DO,
	OUTCOME_NOT_FOUND, OUTCOME_NOT_OURS, OUTCOME_TO_REGISTRY,
};
static const enum outcome of_closings[] = {
	OUTCOME_DONE,     OUTCOME_ANSWERED,    OUTCOME_WONT_DO,
	OUTCOME_NOT_OURS, OUTCOME_TO_REGISTRY, OUTCOME_NOT_FOUND,
	OUTCOME_IMPROPER, OUTCOME_SPAM,        OUTCOME_WITHDRAWN,
};
enum {
	ANSWERS = sizeof(of_answers) / sizeof(of_answers[0]),
	CLOSINGS = sizeof(of_closings) / sizeof(of_closings[0]),
};

static struct option outcome_option(struct request *req, enum outcome o,
				    const char *chosen)
{
	/* "answered" of a matter without an answer: there was no more to do */
	return (struct option){
		.value = outcome_names[o],
		.label = word(req->lang, label_outcome(o)),
		.selected = str_same(outcome_names[o], chosen),
	};
}

enum outcome desk_answer_outcome(const char *name)
{
	for (int i = 0; i < ANSWERS; i++)
		if (str_same(outcome_names[of_answers[i]], name))
			return of_answers[i];
	return OUTCOME_NONE;
}

enum outcome desk_close_outcome(const struct matter *m, const char *name)
{
	for (int i = 0; i < CLOSINGS; i++)
		if (str_same(outcome_names[of_closings[i]], name) &&
		    matter_may_close(m, of_closings[i]))
			return of_closings[i];
	return OUTCOME_NONE;
}

struct choice desk_answer_outcomes(struct request *req, const char *chosen)
{
	struct option *list = arena_array(req->arena, ANSWERS, sizeof(*list));

	for (int i = 0; i < ANSWERS; i++)
		list[i] = outcome_option(req, of_answers[i], chosen);
	return (struct choice){
		.name = "outcome",
		.label = word(req->lang, W_desk_outcome),
		.plain = true,
		.options = list,
		.option_count = ANSWERS,
	};
}

/* Of one matter, or with NULL of many. */
static struct choice close_outcomes(struct request *req, const struct matter *m)
{
	struct option *list = arena_array(req->arena, CLOSINGS, sizeof(*list));
	size_t n = 0;

	for (int i = 0; i < CLOSINGS; i++)
		if (!m || matter_may_close(m, of_closings[i]))
			list[n++] = outcome_option(req, of_closings[i],
						   req_field(req, "outcome"));
	return (struct choice){
		.name = "outcome",
		.label = word(req->lang, W_desk_outcome),
		.required = true,
		.plain = true,
		.options = list,
		.option_count = n,
		.empty = word(req->lang, W_common_choose),
	};
}

struct choice desk_close_outcomes(struct request *req)
{
	return close_outcomes(req, NULL);
}

/* ---- where a matter can go: "t" (triage), "u<unit>", "p<person>" ---- */

enum { PEOPLE_MAX = 200 };

static const char *target_now(struct request *req, const struct matter *m)
{
	if (req_has_field(req, "to"))
		return req_field(req, "to");
	if (m->handler_id)
		return arena_printf(req->arena, "p%" PRId64, m->handler_id);
	if (m->unit_id)
		return arena_printf(req->arena, "u%" PRId64, m->unit_id);
	return "";
}

static enum err unit_group(struct request *req, const char *now,
			   struct desk_group *ret_group)
{
	struct unit_set manned;
	struct option *list;
	struct unit *units;
	size_t count, n = 0;
	enum err err;

	err = staff_manned(req->db, req->arena, &manned);
	if (!err)
		err = unit_list(req->db, req->arena, &units, &count);
	if (err)
		return err;
	unit_sort(units, count, req->lang);
	list = arena_array(req->arena, count, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		if (units[i].active && unit_set_has(&manned, units[i].id))
			list[n++] = (struct option){
				.value = arena_printf(req->arena, "u%" PRId64,
						      units[i].id),
				.label = unit_name(&units[i], req->lang),
			};
	for (size_t i = 0; i < n; i++)
		list[i].selected = str_same(list[i].value, now);
	*ret_group = (struct desk_group){
		.label = word(req->lang, W_desk_to_units),
		.options = list,
		.option_count = n,
	};
	return OK;
}

/* Everybody, while a list of them can be read; else who works where it is. */
static enum err people_near(struct request *req, const struct matter *m,
			    struct staff **ret_list, size_t *ret_count)
{
	enum err err;

	err = staff_handlers(req->db, req->arena, 0, PEOPLE_MAX + 1, ret_list,
			     ret_count);
	if (err || *ret_count <= PEOPLE_MAX)
		return err;
	*ret_count = 0;
	if (!m->unit_id)
		return OK;
	return staff_handlers(req->db, req->arena, m->unit_id, PEOPLE_MAX,
			      ret_list, ret_count);
}

/* "Maija Meikäläinen (poissa 4.12.2026 asti, sijainen Matti Mallinen)" */
static const char *person_label(struct request *req, const struct staff *p,
				const struct absence *away)
{
	if (!away)
		return p->name;
	return word_fill(
		req->arena, req->lang, W_absence_person,
		WORDS(WORD_TEXT("name", p->name),
		      WORD_TEXT("date", text_date(req->arena, req->lang,
						  away->ends_at - 1)),
		      WORD_TEXT("substitute", away->substitute_name)));
}

static enum err person_group(struct request *req, const struct matter *m,
			     const char *now, struct desk_group *ret_group)
{
	struct absence *away;
	struct staff *people;
	struct option *list;
	size_t count, away_count;
	enum err err;

	err = people_near(req, m, &people, &count);
	if (!err)
		err = absence_now(req->db, req->arena, &away, &away_count);
	if (err)
		return err;
	list = arena_array(req->arena, count, sizeof(*list));
	for (size_t i = 0; i < count; i++) {
		list[i] = (struct option){
			.value = arena_printf(req->arena, "p%" PRId64,
					      people[i].id),
			.label = person_label(
				req, &people[i],
				absence_of(away, away_count, people[i].id)),
		};
		list[i].selected = str_same(list[i].value, now);
	}
	*ret_group = (struct desk_group){
		.label = word(req->lang, W_desk_to_people),
		.options = list,
		.option_count = count,
	};
	return OK;
}

static struct desk_group triage_group(struct request *req, const char *now)
{
	struct option *one = arena_alloc(req->arena, sizeof(*one));

	*one = (struct option){
		.value = "t",
		.label = word(req->lang, W_desk_to_triage),
		.selected = str_same(now, "t"),
	};
	return (struct desk_group){
		.label = word(req->lang, W_desk_to_back),
		.options = one,
		.option_count = 1,
	};
}

enum err desk_targets(struct request *req, const struct matter *m,
		      struct desk_targets *ret_to)
{
	struct desk_group *list = arena_array(req->arena, 3, sizeof(*list));
	const char *now = target_now(req, m);
	size_t n = 1;
	enum err err;

	err = unit_group(req, now, &list[0]);
	if (!err)
		err = person_group(req, m, now, &list[1]);
	if (err)
		return err;
	n += list[1].option_count > 0;
	if (m->unit_id || m->handler_id)
		list[n++] = triage_group(req, now);
	*ret_to = (struct desk_targets){.groups = list, .group_count = n};
	return OK;
}

static enum err add_topics(struct request *req, const struct matter *m,
			   struct desk_acts *acts)
{
	const char *now =
		req_has_field(req, "topic")
			? req_field(req, "topic")
			: arena_printf(req->arena, "%" PRId64, m->topic_id);
	struct option *out;
	struct topic *list;
	size_t count, n = 0;
	enum err err;

	err = topic_list(req->db, req->arena, false, &list, &count);
	if (err)
		return err;
	topic_sort(list, count, req->lang);
	out = arena_array(req->arena, count, sizeof(*out));
	for (size_t i = 0; i < count; i++) {
		if (!list[i].active && list[i].id != m->topic_id)
			continue;
		out[n] = (struct option){
			.value = arena_printf(req->arena, "%" PRId64,
					      list[i].id),
			.label = topic_name(&list[i], req->lang),
		};
		out[n].selected = str_same(out[n].value, now);
		n++;
	}
	acts->topic = (struct choice){
		.name = "topic",
		.label = word(req->lang, W_desk_topic),
		.plain = true,
		.options = out,
		.option_count = n,
		.empty =
			m->topic_id ? NULL : word(req->lang, W_desk_topic_none),
	};
	return OK;
}

/* ---- the forms ---- */

static struct field area(struct request *req, const char *name, enum word label,
			 int rows)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = req_field(req, name),
		.rows = rows,
	};
}

static void add_fields(struct request *req, struct desk_acts *acts)
{
	enum lang l = req->lang;

	acts->route_note = area(req, "note", W_desk_route_note, 2);
	acts->note = area(req, "text", W_desk_note_label, 4);
	acts->note.required = true;
	acts->note.hint = word(l, W_desk_note_hint);
	acts->reason = area(req, "reason", W_desk_reason, 2);
	acts->reason.plain = true;
	acts->reason.hint = word(l, W_desk_close_reason_hint);
	acts->reopen_note = area(req, "note", W_desk_reopen_note, 2);
	acts->urgency = area(req, "urgency", W_urgent_why, 2);
	acts->urgency.required = !acts->calm;
	acts->urgency.hint =
		word(l, acts->calm ? W_urgent_clear_hint : W_urgent_hint);
	acts->why = area(req, "why", W_desk_hide_reason, 2);
	acts->why.required = true;
	acts->why.hint = word(l, W_desk_hide_hint);
}

/* A note that was begun stands in its form again. */
static enum err add_draft(struct request *req, const struct matter *m,
			  struct desk_acts *acts)
{
	struct draft d;
	enum err err;

	err = desk_draft_read(req, m, DRAFT_NOTE, &d);
	if (err)
		return err;
	acts->note.value = d.text;
	acts->note_kept.saved_us = d.saved_at;
	acts->open_note |= d.saved_at != 0;
	return OK;
}

static void set_error(struct request *req, const struct desk_refusal *why,
		      struct desk_acts *acts)
{
	struct field *fields[] = {&acts->route_note, &acts->note,
				  &acts->reason,     &acts->reopen_note,
				  &acts->why,        &acts->urgency};
	struct choice *choices[] = {&acts->topic, &acts->outcome};
	const char *error = word(req->lang, why->error);

	if (!why->field)
		return;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (str_same(fields[i]->name, why->field))
			fields[i]->error = error;
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (str_same(choices[i]->name, why->field))
			choices[i]->error = error;
	if (str_same(why->field, "to"))
		acts->to.error = error;
}

static bool in_my_work(const struct request *req, const struct matter *m)
{
	return m->handler_id == req->session->staff_id &&
	       m->handling == HANDLING_IN_WORK;
}

static void add_rights(struct request *req, const struct matter *m,
		       struct desk_acts *acts)
{
	bool publisher = staff_may(req->db, req->arena, req->session,
				   PERM_PUBLISH, m->unit_id);

	acts->take = m->is_open && !in_my_work(req, m);
	acts->answer = acts->route = acts->close = m->is_open;
	acts->pass = matter_may_pass(m);
	acts->reopen = !m->is_open;
	acts->publish =
		publisher && m->may_publish && m->outcome != OUTCOME_WITHDRAWN;
	acts->hide = publisher;
	acts->route_first = m->is_open && !m->unit_id && !m->handler_id;
	acts->urge = m->is_open && !m->urgent_at;
	acts->calm = m->is_open && m->urgent_at;
	acts->lift = m->confidential;
	acts->mark = !matter_confidential(req->db, req->arena, m);
	acts->mark_leaves =
		acts->mark && !staff_may(req->db, req->arena, req->session,
					 PERM_CONFIDENTIAL, m->unit_id);
	acts->must_answer = !matter_may_close(m, OUTCOME_DONE);
}

static void add_open(const struct matter *m, enum desk_form form,
		     struct desk_acts *acts)
{
	acts->open_route = form == DESK_ROUTE ||
			   (form == DESK_NONE && !m->unit_id && !m->handler_id);
	acts->open_note = form == DESK_NOTE;
	acts->open_close = form == DESK_CLOSE;
	acts->open_reopen = form == DESK_REOPEN;
	acts->open_hide = form == DESK_HIDE;
	acts->open_urgent = form == DESK_URGENT;
}

enum err desk_acts_make(struct request *req, const struct matter *m,
			const struct desk_refusal *why,
			struct desk_acts *ret_acts)
{
	struct desk_acts acts = {0};
	enum err err;

	add_rights(req, m, &acts);
	add_open(m, why->form, &acts);
	add_fields(req, &acts);
	acts.outcome = close_outcomes(req, m);
	err = add_draft(req, m, &acts);
	if (!err)
		err = desk_targets(req, m, &acts.to);
	if (!err)
		err = add_topics(req, m, &acts);
	if (!err)
		err = desk_handover_make(req, m, why, &acts.handover);
	if (err)
		return err;
	set_error(req, why, &acts);
	*ret_acts = acts;
	return OK;
}
