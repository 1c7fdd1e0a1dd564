/*
 * desk_act_pages.c: the short acts on a matter. Each is one POST that ends
 * back on the page of the matter; a refusal shows that page again, with what
 * was typed, and says what to do.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "matter/confidential.h"
#include "matter/desk.h"
#include "matter/desk_draft.h"
#include "matter/handover.h"
#include "matter/routing.h"
#include "matter/urgent.h"
#include "matter/verdict.h"
#include "staff/staff.h"
#include "topic/topic.h"

/* An act on its way: the matter as it was read, and whose form it is. */
struct doing {
	struct request *req;
	struct response *res;
	enum desk_form form;
	struct matter m;
	int64_t version;
};

static enum err begin(struct doing *d, struct request *req,
		      struct response *res, enum desk_form form)
{
	enum err err;

	d->req = req;
	d->res = res;
	d->form = form;
	err = desk_matter_form(req, &d->m, &d->version);
	if (!err && form != DESK_NOTE && d->version != d->m.version)
		return ERR_CONFLICT; /* before anything typed is judged */
	return err;
}

static enum err refuse(struct doing *d, const char *field, enum word error)
{
	return desk_show_render(d->req, d->res, &d->m,
				&(struct desk_refusal){
					.form = d->form,
					.field = field,
					.error = error,
					.status = 422,
				});
}

/* Somebody else was faster: the matter as it is now. */
static enum err changed(struct doing *d)
{
	enum err err;

	err = matter_get(d->req->db, d->req->arena, d->m.id, &d->m);
	if (err)
		return err;
	return desk_show_render(d->req, d->res, &d->m,
				&(struct desk_refusal){
					.form = d->form,
					.error = W_desk_changed_title,
					.status = 409,
				});
}

static enum err stop(struct doing *d, enum err err)
{
	return err == ERR_CONFLICT ? changed(d) : err;
}

/* Where an act ends: done, or the page again for what a person can mend. */
static enum err finish(struct doing *d, enum err err, const char *done)
{
	if (!err)
		return desk_back(d->req, d->res, &d->m, done);
	if (err == ERR_INVALID)
		return refuse(d, NULL, W_desk_error_refused);
	return stop(d, err);
}

/* It is or becomes confidential, where nobody is named for it. */
static enum err unseen(struct doing *d, const char *field)
{
	return refuse(d, field, W_confidential_error_nobody_there);
}

static bool too_long(const char *text)
{
	return utf8_length(text) > REPLY_MAX;
}

enum err desk_page_take(struct request *req, struct response *res)
{
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_NONE);
	if (err)
		return stop(&d, err);
	err = matter_take(req->db, req->arena, req->session, d.m.id, d.version);
	return finish(&d, err, "taken");
}

/* ---- routing ---- */

/* Nobody chosen: the rules know the unit, else the topic does. */
static enum err target_of_rules(struct request *req, const struct matter *m,
				struct route_to *to)
{
	struct topic t = {0};
	struct matter as = *m;
	enum err err = OK;

	if (to->topic_id)
		as.topic_id = to->topic_id;
	if (as.topic_id)
		err = topic_get(req->db, req->arena, as.topic_id, &t);
	if (!err)
		err = routing_direct(req->db, &as, t.default_unit_id);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_INVALID : err;
	to->unit_id = as.unit_id;
	to->rule_id = as.route_rule_id;
	return to->unit_id ? OK : ERR_INVALID;
}

static enum err target_of_person(struct request *req, int64_t id,
				 struct route_to *to)
{
	struct staff who;
	enum err err;

	err = staff_get(req->db, req->arena, id, &who);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_INVALID : err;
	to->unit_id = who.unit_id;
	to->handler_id = who.id;
	return OK;
}

/* "", "t", "u<unit>" or "p<person>", see desk_forms.c. */
enum err desk_target_parse(struct request *req, const struct matter *m,
			   struct route_to *to)
{
	const char *text = req_field(req, "to");
	int64_t id;

	if (str_empty(text))
		return target_of_rules(req, m, to);
	if (str_same(text, "t"))
		return OK;
	if ((*text != 'u' && *text != 'p') || parse_int(text + 1, &id) ||
	    id < 1)
		return ERR_INVALID;
	if (*text == 'p')
		return target_of_person(req, id, to);
	to->unit_id = id;
	return OK;
}

/*
 * It may have left this person's sight: then no page of it is shown or linked.
 * Whoever directs the matters of a queue goes on to the next.
 */
static enum err moved(struct doing *d, const char *done)
{
	struct request *req = d->req;
	struct desk_from from = desk_from(req);
	bool seen;
	enum err err;

	err = matter_get(req->db, req->arena, d->m.id, &d->m);
	if (err)
		return err;
	seen = matter_visible(req->db, req->arena, req->session, &d->m);
	if (from.queue && str_same(done, "routed"))
		return desk_onward(req, d->res, &d->m,
				   seen ? "routed_on" : "routed_away");
	if (seen)
		return desk_back(req, d->res, &d->m, done);
	return res_redirect(
		req, d->res, "%s?done=%s",
		from.queue ? desk_queue_path(req->arena, from.queue,
					     (struct queue_key){0, 0}, "")
			   : desk_home_path(req),
		done);
}

enum err desk_page_route(struct request *req, struct response *res)
{
	struct route_to to = {.note = req_field(req, "note")};
	const char *topic = req_field(req, "topic");
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_ROUTE);
	if (err)
		return stop(&d, err);
	if (!str_empty(topic) &&
	    (parse_int(topic, &to.topic_id) || to.topic_id < 1))
		return refuse(&d, "topic", W_desk_error_topic);
	if (too_long(to.note))
		return refuse(&d, "note", W_desk_error_long);
	err = desk_target_parse(req, &d.m, &to);
	if (err == ERR_INVALID)
		return refuse(&d, "to", W_desk_error_target);
	if (err)
		return err;
	if (str_empty(to.note) &&
	    handover_needs_note(req->db, req->arena, req->session, &d.m, &to))
		return refuse(&d, "note", W_handover_error_note);
	err = matter_route(req->db, req->arena, req->session, d.m.id, d.version,
			   &to);
	if (err == ERR_DENIED)
		return unseen(&d, to.unit_id == d.m.unit_id ? "topic" : "to");
	if (err == ERR_INVALID && d.m.is_open)
		return refuse(&d, "to", W_desk_error_target_unfit);
	return err ? finish(&d, err, NULL) : moved(&d, "routed");
}

/* ---- a hand-over ---- */

enum err desk_page_accept(struct request *req, struct response *res)
{
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_NONE);
	if (err)
		return stop(&d, err);
	err = matter_accept(req->db, req->arena, req->session, d.m.id,
			    d.version);
	return finish(&d, err, "accepted");
}

enum err desk_page_return(struct request *req, struct response *res)
{
	const char *why = req_field(req, "why");
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_RETURN);
	if (err)
		return stop(&d, err);
	if (str_empty(why))
		return refuse(&d, "why", W_handover_error_reason);
	if (too_long(why))
		return refuse(&d, "why", W_desk_error_long);
	err = matter_return(req->db, req->arena, req->session, d.m.id,
			    d.version, why);
	if (err == ERR_DENIED)
		return unseen(&d, "why");
	return err ? finish(&d, err, NULL) : moved(&d, "returned");
}

/* ---- confidential ---- */

enum err desk_page_mark(struct request *req, struct response *res)
{
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_NONE);
	if (err)
		return stop(&d, err);
	err = matter_mark_confidential(req->db, req->arena, req->session,
				       d.m.id, d.version);
	if (err == ERR_INVALID)
		return refuse(&d, NULL, W_confidential_error_nobody);
	return err ? stop(&d, err) : moved(&d, "marked");
}

enum err desk_page_lift(struct request *req, struct response *res)
{
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_NONE);
	if (err)
		return stop(&d, err);
	err = matter_lift_confidential(req->db, req->arena, req->session,
				       d.m.id, d.version);
	return finish(&d, err, "lifted");
}

/* ---- urgent ---- */

typedef enum err urgency_fn(struct db *db, struct arena *a,
			    const struct session *s, int64_t id,
			    int64_t version, const char *why);

static enum err set_urgency(struct request *req, struct response *res,
			    urgency_fn *set, const char *done)
{
	const char *why = req_field(req, "urgency");
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_URGENT);
	if (err)
		return stop(&d, err);
	if (set == matter_mark_urgent && str_empty(why))
		return refuse(&d, "urgency", W_urgent_error_why);
	if (too_long(why))
		return refuse(&d, "urgency", W_desk_error_long);
	err = set(req->db, req->arena, req->session, d.m.id, d.version, why);
	return finish(&d, err, done);
}

enum err desk_page_urgent(struct request *req, struct response *res)
{
	return set_urgency(req, res, matter_mark_urgent, "urgent");
}

enum err desk_page_calm(struct request *req, struct response *res)
{
	return set_urgency(req, res, matter_clear_urgent, "calm");
}

/* ---- the others ---- */

enum err desk_page_note(struct request *req, struct response *res)
{
	const char *text = req_field(req, "text");
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_NOTE);
	if (err)
		return stop(&d, err);
	if (desk_draft_wanted(req))
		return desk_draft_do(req, res, &d.m, DRAFT_NOTE);
	if (str_empty(text))
		return refuse(&d, "text", W_desk_error_note);
	if (too_long(text))
		return refuse(&d, "text", W_desk_error_long);
	err = matter_note(req->db, req->arena, req->session, d.m.id, text);
	if (!err)
		err = desk_draft_sent(req, &d.m, DRAFT_NOTE);
	return finish(&d, err, "noted");
}

enum err desk_page_close(struct request *req, struct response *res)
{
	struct closing c = {.reason = req_field(req, "reason")};
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_CLOSE);
	if (err)
		return stop(&d, err);
	c.outcome = desk_close_outcome(&d.m, req_field(req, "outcome"));
	if (d.m.is_open && c.outcome == OUTCOME_NONE)
		return refuse(&d, "outcome",
			      matter_may_close(&d.m, OUTCOME_DONE)
				      ? W_desk_error_outcome
				      : W_desk_error_answer_first);
	if (outcome_needs_reason(c.outcome) && str_empty(c.reason))
		return refuse(&d, "reason", W_desk_error_reason);
	if (too_long(c.reason))
		return refuse(&d, "reason", W_desk_error_long);
	err = matter_close(req->db, req->arena, req->session, d.m.id, d.version,
			   &c);
	if (!err && desk_from(req).queue)
		return desk_onward(req, res, &d.m, "closed_on");
	return finish(&d, err, "closed");
}

enum err desk_page_reopen(struct request *req, struct response *res)
{
	const char *note = req_field(req, "note");
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_REOPEN);
	if (err)
		return stop(&d, err);
	if (too_long(note))
		return refuse(&d, "note", W_desk_error_long);
	err = matter_reopen(req->db, req->arena, req->session, d.m.id,
			    d.version, note);
	return finish(&d, err, "reopened");
}

enum err desk_page_hide(struct request *req, struct response *res)
{
	const char *why = req_field(req, "why");
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_HIDE);
	if (err)
		return stop(&d, err);
	if (str_empty(why))
		return refuse(&d, "why", W_desk_error_hide_why);
	if (too_long(why))
		return refuse(&d, "why", W_desk_error_long);
	err = matter_hide(req->db, req->arena, req->session, d.m.id, d.version,
			  why);
	return finish(&d, err == ERR_NOT_FOUND ? ERR_INVALID : err, "hidden");
}

enum err desk_page_take_up(struct request *req, struct response *res)
{
	const char *text = req_field(req, "text");
	struct doing d;
	enum err err;

	err = begin(&d, req, res, DESK_TAKE_UP);
	if (err)
		return stop(&d, err);
	if (too_long(text))
		return refuse(&d, "text", W_desk_error_long);
	err = matter_take_up(req->db, req->arena, req->session, d.m.id,
			     d.version, text);
	return finish(&d, err, "taken_up");
}
