/*
 * desk_view.c: the facts the staff page of one matter shows.
 */
#include "base/str.h"
#include "html/out.h"
#include "matter/desk.h"
#include "matter/desk_template.h"
#include "matter/hold.h"
#include "matter/labels.h"
#include "matter/names.h"
#include "matter/passing.h"
#include "matter/presence.h"
#include "matter/routing.h"
#include "matter/verdict.h"
#include "question/question_ask.h"
#include "staff/staff.h"
#include "tenant/form.h"

enum word desk_lang_word(enum lang lang)
{
	static const enum word words[LANG__COUNT] = {
		[LANG_FI] = W_desk_lang_fi,
		[LANG_SV] = W_desk_lang_sv,
		[LANG_EN] = W_desk_lang_en,
	};

	return words[lang];
}

/* ---- facts ---- */

static void add_state(const struct matter *m, struct desk_show *v)
{
	v->state = label_handling(m->handling);
	v->tone = label_tone(m->handling);
	v->outcome = label_outcome(m->outcome);
	v->has_outcome = m->outcome != OUTCOME_NONE;
	v->outcome_note = m->outcome_note;
	v->verdict_note = m->verdict_note;
	v->decide.waits = verdict_waits(m);
	v->unsatisfied = str_same(m->verdict, "unsatisfied") ||
			 str_same(m->verdict, "reopen_requested");
	v->received_us = m->received_at;
	v->wants_reply = m->wants_reply;
	v->urgent = m->urgent_at != 0;
}

static void add_message(struct request *req, const struct matter *m,
			struct desk_show *v)
{
	v->number = matter_number(req->arena, m);
	v->base = desk_base(req, m);
	v->title = matter_heading(req->arena, m->title, m->text);
	v->text = m->text;
	v->lang = lang_codes[m->lang];
	v->lang_word = desk_lang_word(m->lang);
	v->type = label_type(m->type);
	v->channel = label_channel(m->channel);
	v->where = m->place;
	v->nickname = m->nickname;
	if (m->has_point)
		v->point =
			arena_printf(req->arena, "%.5f, %.5f", m->lat, m->lon);
}

static enum err add_still(struct request *req, const struct matter *m,
			  struct desk_show *v)
{
	struct map_frame frame;
	enum err err;

	if (!m->has_point)
		return OK;
	err = map_frame(req->db, req->arena, &frame);
	if (!err)
		map_still_make(req, &frame, (struct geo_point){m->lon, m->lat},
			       &v->still);
	return err;
}

/* "Talvikunnossapito, Keskusta": why it is at this unit. */
static enum err add_rule(struct request *req, const struct matter *m,
			 const struct names *names, struct desk_show *v)
{
	const struct route_rule *r;
	const struct area *x;
	struct routing_book b;
	enum err err;

	if (!m->route_rule_id)
		return OK;
	err = routing_book(req->db, &b);
	if (err)
		return err;
	r = routing_rule(&b, m->route_rule_id);
	if (!r)
		return OK;
	x = area_find(b.areas->areas, b.areas->count, r->area_id);
	v->rule = arena_printf(
		req->arena, "%s, %s",
		r->topic_id ? names_topic(names, r->topic_id, req->lang)
			    : word(req->lang, W_routing_any_topic),
		x ? area_name(x, req->lang)
		  : word(req->lang, W_routing_any_area));
	return OK;
}

static enum err add_names(struct request *req, const struct matter *m,
			  struct desk_show *v)
{
	const struct names *names;
	struct staff who;
	enum err err;

	err = names_get(req->db, &names);
	if (err)
		return err;
	v->unit = names_unit(names, m->unit_id, req->lang);
	v->topic = names_topic(names, m->topic_id, req->lang);
	v->confidential =
		m->confidential || names_confidential(names, m->topic_id);
	err = add_rule(req, m, names, v);
	if (err || !m->handler_id)
		return err;
	err = staff_get(req->db, req->arena, m->handler_id, &who);
	if (!err)
		v->handler = who.name;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err add_sender(struct request *req, const struct matter *m,
			   struct desk_show *v)
{
	enum err err;

	err = matter_party(req->db, req->arena, m->id, &v->party);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	v->has_party = !str_empty(v->party.name) || !str_empty(v->party.mail) ||
		       !str_empty(v->party.phone);
	v->tel = v->party.phone;
	return OK;
}

/* Two reasons are set by the rules and stand in the database as names. */
static const char *hidden_words(struct request *req, const char *why)
{
	if (str_same(why, "consent_withdrawn"))
		return word(req->lang, W_desk_hidden_consent);
	if (str_same(why, "confidential"))
		return word(req->lang, W_desk_hidden_confidential);
	return why;
}

static enum err add_publication(struct request *req, const struct matter *m,
				struct desk_show *v)
{
	struct publication p;
	enum err err;

	v->publication = m->may_publish && !v->confidential
				 ? W_publication_offered
				 : W_publication_private;
	err = publication_get(req->db, req->arena, m->id, &p);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (str_same(p.text_state, "public")) {
		v->publication = W_publication_public;
		v->public_href = arena_printf(req->arena, "/%s/matters/%s",
					      lang_codes[req->lang], v->number);
	} else if (str_same(p.text_state, "hidden")) {
		v->publication = W_publication_hidden;
		v->hidden_why = hidden_words(req, p.hidden_why);
	}
	return OK;
}

/* Not ours: whose it is now. */
static enum err add_body(struct request *req, const struct matter *m,
			 struct desk_show *v)
{
	static const enum word hows[PASS__COUNT] = {
		[PASS_MAIL] = W_pass_was_mail,
		[PASS_SELF] = W_pass_was_self,
		[PASS_TOLD] = W_pass_was_told,
	};
	struct passing p;
	enum err err;

	if (m->outcome != OUTCOME_NOT_OURS)
		return OK;
	err = passing_of(req->db, req->arena, m->id, &p);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	v->body = unit_name(&p.body, req->lang);
	v->body_how = hows[p.how];
	v->agreed_us = p.consent_at;
	v->outcome_note = NULL; /* it is the same name */
	return OK;
}

/* What is wrong with a field stands in the summary, the rest in a notice. */
static enum err add_refusal(struct request *req, const struct matter *m,
			    const struct desk_refusal *why, struct desk_show *v)
{
	if (!why->status)
		return OK;
	if (why->field)
		error_add(req, &v->errors, why->field,
			  word(req->lang, why->error));
	else if (why->status == 409)
		return desk_changed(req, m, &v->problem);
	else
		v->problem = (struct notice){
			.tone = why->status == 200 ? TONE_WARNING : TONE_ERROR,
			.text = word(req->lang, why->error),
		};
	return OK;
}

/* The message, who sent it, what has been said and done since. */
static enum err add_story(struct request *req, const struct matter *m,
			  const struct desk_refusal *why, struct desk_show *v)
{
	enum err err = desk_nav(req, NULL, &v->nav);

	if (!err && !v->nav.undo.text)
		err = desk_undo_make(req, m, true, &v->nav.undo);
	if (!err)
		err = desk_place(req, m, &v->place);
	if (!err)
		err = add_names(req, m, v);
	if (!err)
		err = add_sender(req, m, v);
	if (!err)
		err = question_answers(req->db, req->arena, req->lang, m->lang,
				       m->id, &v->answers);
	if (!err)
		err = add_body(req, m, v);
	if (!err)
		err = desk_history_add(req, m, v);
	if (!err)
		err = desk_mail_add(req, m, v);
	if (!err)
		err = desk_call_add(req, m, why, v);
	return err ? err : add_publication(req, m, v);
}

enum err desk_show_make(struct request *req, const struct matter *m,
			const struct desk_refusal *why,
			struct desk_show *ret_view)
{
	struct desk_show v = {.done = desk_done(req)};
	struct present *here;
	struct hold hold;
	size_t n;
	enum err err;

	add_message(req, m, &v);
	add_state(m, &v);
	err = add_still(req, m, &v);
	if (!err)
		err = add_story(req, m, why, &v);
	if (!err)
		err = matter_held(req->db, req->arena, m->id, &hold);
	if (!err)
		err = presence_list(req->db, req->arena, req->session, m->id,
				    &here, &n);
	if (!err)
		err = add_refusal(req, m, why, &v);
	if (!err)
		err = desk_acts_make(req, m, why, &v.acts);
	if (!err && v.acts.answer)
		err = desk_templates_add(req, m, &v.acts);
	if (!err && !v.confidential)
		err = desk_same_make(req, m, &v.same);
	if (err)
		return err;
	v.held = hold.held;
	v.decide.text = (struct field){
		.name = "text",
		.label = word(req->lang, W_decide_text),
		.hint = word(req->lang, W_decide_text_hint),
		.value =
			why->form == DESK_TAKE_UP ? req_field(req, "text") : "",
		.rows = 3,
	};
	v.here = presence_names(req->arena, here, n, m->id);
	v.acts.hide &= v.public_href != NULL;
	v.acts.publish &= !v.confidential;
	v.acts.faq = m->answered_at && !v.confidential &&
		     (req->session->rights & PERM_NOTICES);
	v.acts.publish_first = v.acts.publish && !m->is_open && !v.public_href;
	*ret_view = v;
	return OK;
}
