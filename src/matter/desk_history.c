/*
 * desk_history.c: what was said, done, promised and sent in one matter, for
 * the staff's page of it.
 */
#include "attach/attach.h"
#include "base/clock.h"
#include "base/str.h"
#include "due/book.h"
#include "entry/entry.h"
#include "event/event.h"
#include "mail/mail.h"
#include "matter/ask.h"
#include "matter/desk.h"
#include "matter/desk_told.h"
#include "matter/labels.h"
#include "matter/names.h"
#include "matter/rules.h"
#include "signature/signature.h"
#include "staff/staff.h"

#include <inttypes.h>
#include <jansson.h>

static enum word who_word(const char *author)
{
	if (str_same(author, "resident"))
		return W_desk_who_resident;
	return str_same(author, "staff") ? W_desk_who_staff : W_desk_who_system;
}

static const char *name_or_null(const char *name)
{
	return str_empty(name) ? NULL : name;
}

/* ---- entries ---- */

/* How it reached the resident; a letter can be printed of it. */
static void add_told(struct request *req, const struct matter *m,
		     const struct entry *e, struct desk_entry *to)
{
	const enum told_how how = told_parse(e->told);

	to->is_told = how != TOLD_SENT;
	to->told = desk_told_word(how);
	to->told_at_us = e->told_at;
	to->told_by = e->told_by;
	if (str_same(e->author, "staff") && !to->internal &&
	    !str_empty(e->text))
		to->letter = arena_printf(req->arena, "%s/letter/%" PRId64,
					  desk_base(req, m), e->id);
}

enum err desk_entries(struct request *req, const struct matter *m,
		      const struct desk_entry **ret_list, size_t *ret_count)
{
	struct desk_entry *out;
	struct entry *list;
	size_t n;
	enum err err;

	err = entry_list(req->db, req->arena, m->id, 1, &list, &n);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i] = (struct desk_entry){
			.id = list[i].id,
			.kind = label_entry(list[i].kind),
			.who = name_or_null(list[i].staff_name),
			.who_word = who_word(list[i].author),
			.text = signature_under(req->arena, list[i].text,
						list[i].signature),
			.at_us = id_time_us(list[i].id),
			.internal = str_same(list[i].visibility, "internal"),
			.resident = str_same(list[i].author, "resident"),
			.is_note = str_same(list[i].kind, "note"),
			.hidden_why = name_or_null(list[i].hidden_why),
		};
	for (size_t i = 0; i < n; i++)
		add_told(req, m, &list[i], &out[i]);
	for (size_t i = 0; i < n; i++)
		if (!out[i].internal) /* notes are in the house's language */
			out[i].lang = lang_codes[m->lang];
	*ret_list = out;
	*ret_count = n;
	return OK;
}

/* ---- events ---- */

/* {"unit":[0,3]}: what it became, or -1 when it did not change. */
static int64_t became(const json_t *payload, const char *what)
{
	const json_t *pair = json_object_get(payload, what);
	const json_t *is = json_array_get(pair, 1);

	return json_is_integer(is) ? json_integer_value(is) : -1;
}

/* The person, else the unit, else the queue for routing; NULL for neither. */
static enum err where_to(struct request *req, const json_t *payload,
			 const char **ret_to)
{
	const int64_t unit = became(payload, "unit");
	const int64_t handler = became(payload, "handler");
	const struct names *names;
	struct staff who;
	enum err err;

	if (handler > 0) {
		err = staff_get(req->db, req->arena, handler, &who);
		if (!err)
			*ret_to = who.name;
		return err == ERR_NOT_FOUND ? OK : err;
	}
	if (unit == 0)
		*ret_to = word(req->lang, W_desk_to_triage);
	if (unit <= 0)
		return OK;
	err = names_get(req->db, &names);
	if (!err)
		*ret_to = name_or_null(names_unit(names, unit, req->lang));
	return err;
}

/* Where it went, and the topic when that changed. */
static enum err add_direction(struct request *req, const json_t *payload,
			      struct desk_event *v)
{
	const int64_t topic = became(payload, "topic");
	const struct names *names;
	enum err err;

	err = where_to(req, payload, &v->to);
	if (!err)
		err = names_get(req->db, &names);
	if (!err && topic > 0)
		v->topic = name_or_null(names_topic(names, topic, req->lang));
	return err;
}

static const char *outcome_text(struct request *req, const json_t *payload)
{
	const json_t *pair = json_object_get(payload, "outcome");
	const char *name = json_string_value(json_array_get(pair, 1));
	enum outcome o;

	if (str_empty(name) || outcome_parse(name, &o))
		return NULL;
	return word(req->lang, label_outcome(o));
}

/* Who has it now. */
static enum err body_name(struct request *req, const json_t *payload,
			  const char **ret_to)
{
	const json_t *id = json_object_get(payload, "body");
	struct unit u;
	enum err err;

	if (!json_is_integer(id))
		return OK;
	err = unit_get(req->db, req->arena, json_integer_value(id), &u);
	if (!err)
		*ret_to = unit_name(&u, req->lang);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err event_view(struct request *req, const struct event *e,
			   struct desk_event *ret_view)
{
	json_t *payload = json_loads(e->payload, 0, NULL);
	struct desk_event v = {
		.kind = label_event(e->kind),
		.who = name_or_null(e->staff_name),
		.who_word = who_word(e->actor),
		.at_us = id_time_us(e->id),
	};
	enum err err = OK;

	if (str_same(e->kind, "routed") || str_same(e->kind, "returned") ||
	    str_same(e->kind, "matter_created"))
		err = add_direction(req, payload, &v);
	else if (str_same(e->kind, "answered") || str_same(e->kind, "closed"))
		v.to = outcome_text(req, payload);
	else
		err = body_name(req, payload, &v.to);
	json_decref(payload);
	if (!err)
		*ret_view = v;
	return err;
}

/* Who looked is the auditor's to know; of looks by one person in a row the
 * last one tells enough. */
static bool left_out(const struct request *req, const struct event *e,
		     const struct event *newer)
{
	if (!str_same(e->kind, "viewed"))
		return false;
	if (!(req->session->rights & PERM_AUDITOR))
		return true;
	return newer && str_same(newer->kind, "viewed") &&
	       e->staff_id == newer->staff_id;
}

enum err desk_events(struct request *req, const struct matter *m,
		     const struct desk_event **ret_list, size_t *ret_count)
{
	struct desk_event *out;
	struct event *list;
	size_t n, count = 0;
	enum err err;

	err = event_list(req->db, req->arena, m->id, &list, &n);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = n; i-- > 0 && !err;) {
		if (left_out(req, &list[i], i + 1 < n ? &list[i + 1] : NULL))
			continue;
		err = event_view(req, &list[i], &out[count++]);
	}
	if (err)
		return err;
	*ret_list = out;
	*ret_count = count;
	return OK;
}

/* "otettiin käsittelyyn (Aino Neuvonen, 23.11.2026 klo 14.05)" */
static const char *event_text(struct request *req, const struct desk_event *e)
{
	const enum lang l = req->lang;

	return word_fill(
		req->arena, l, W_desk_changed_last,
		WORDS(WORD_TEXT("what", word(l, e->kind)),
		      WORD_TEXT("who", e->who ? e->who : word(l, e->who_word)),
		      WORD_TEXT("when",
				text_datetime(req->arena, l, e->at_us))));
}

enum err desk_changed(struct request *req, const struct matter *m,
		      struct notice *ret_notice)
{
	const struct desk_event *list;
	struct notice notice = {
		.tone = TONE_WARNING,
		.title = word(req->lang, W_desk_changed_title),
		.text = word(req->lang, W_desk_changed_text),
	};
	size_t n, i = 0;
	enum err err;

	err = desk_events(req, m, &list, &n);
	if (err)
		return err;
	while (i < n && list[i].kind == W_event_viewed)
		i++; /* to look changes nothing */
	if (i < n)
		notice.text =
			arena_printf(req->arena, "%s\n%s",
				     event_text(req, &list[i]), notice.text);
	*ret_notice = notice;
	return OK;
}

/* ---- mails, promises ---- */

static struct badge delivery_badge(struct request *req, const char *delivery)
{
	struct badge b = {
		.tone = TONE_NEUTRAL,
		.text = word(req->lang, label_delivery(delivery)),
	};

	if (str_same(delivery, "bounced"))
		b.tone = TONE_ERROR;
	else if (!str_same(delivery, "queued"))
		b.tone = TONE_SUCCESS;
	return b;
}

static enum err add_mails(struct request *req, int64_t id, struct desk_show *v)
{
	struct desk_mail *out;
	struct mail *list;
	size_t n;
	enum err err;

	err = mail_of_matter(req->db, req->arena, id, &list, &n);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i] = (struct desk_mail){
			.delivery = delivery_badge(req, list[i].delivery),
			.subject = list[i].subject,
			.lang = lang_codes[list[i].lang],
			.detail = list[i].detail,
			.at_us = list[i].sent_at ? list[i].sent_at
						 : id_time_us(list[i].id),
		};
	v->mails = out;
	v->mail_count = n;
	return OK;
}

static enum err add_dues(struct request *req, const struct matter *m,
			 struct desk_show *v)
{
	const int64_t now = clock_now_us();
	const struct due_book *book;
	struct desk_due *out;
	struct due *list;
	size_t n;
	enum err err;

	err = due_list(req->db, req->arena, m->id, &list, &n);
	if (!err)
		err = due_book(req->db, &book);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		struct desk_due *d = &out[i];

		d->what = label_due(list[i].what);
		d->at_us = list[i].due_at;
		d->met = list[i].met_at != 0;
		d->stands = !d->met && str_same(list[i].clock, clock_paused);
		d->replaced =
			!d->met && str_same(list[i].clock, clock_replaced);
		if (list[i].original_at != list[i].due_at)
			d->original_us = list[i].original_at;
		d->late = d->met ? list[i].met_at > d->at_us
				 : m->is_open && due_runs(&list[i]) &&
					   now > d->at_us;
		v->late |= d->late && !d->met;
	}
	v->late |= m->urgent_at && handling_expects(m->handling) &&
		   now > m->urgent_at;
	v->dues = out;
	v->due_count = n;
	v->wants_interim = matter_wants_interim(m, &book->calendar, now);
	return OK;
}

static enum word asked_state(const struct ask *k, const struct matter *m)
{
	static const enum word words[ASK_STATE__COUNT] = {
		[ASK_OPEN] = W_asked_open,
		[ASK_ACCEPTED] = W_asked_accepted,
		[ASK_ANSWERED] = W_asked_answered,
		[ASK_DONE] = W_asked_done,
		[ASK_CANNOT] = W_asked_cannot,
		[ASK_EXPIRED] = W_asked_expired,
		[ASK_REVOKED] = W_asked_revoked,
	};

	if (k->whom == ASK_UNIT && k->state == ASK_CANNOT)
		return W_asked_returned;
	return k->closed_at || ask_waits(k, m) ? words[k->state] : W_asked_over;
}

static const enum word asked_words[] = {
	[ASK_RESIDENT] = W_asked_resident,
	[ASK_CONTRACTOR] = W_asked_contractor,
	[ASK_UNIT] = W_asked_unit,
	[ASK_VIEW] = W_asked_view,
	[ASK_PART] = W_asked_part,
};

static enum err add_asks(struct request *req, const struct matter *m,
			 struct desk_show *v)
{
	struct desk_asked *to;
	struct ask *list;
	size_t n;
	enum err err;

	err = ask_list(req->db, req->arena, m->id, &list, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		const struct ask *k = &list[i];

		to[i] = (struct desk_asked){
			.what = asked_words[k->whom],
			.state = asked_state(k, m),
			.name = name_or_null(k->name),
			.who = k->staff_name,
			.at_us = id_time_us(k->id),
			.until_us = k->expires_at - 1,
		};
		if (ask_waits(k, m))
			to[i].revoke = arena_printf(req->arena,
						    "%s/ask/%" PRId64 "/revoke",
						    desk_base(req, m), k->id);
	}
	v->asks = to;
	v->ask_count = n;
	return OK;
}

/* The oldest event tells who wrote the message down. */
static void add_entered(struct desk_show *v)
{
	const struct desk_event *first;

	if (!v->event_count)
		return;
	first = &v->events[v->event_count - 1];
	if (first->kind != W_event_matter_created)
		return;
	v->entered_by = first->who;
	v->entered_us = first->at_us;
}

enum err desk_history_add(struct request *req, const struct matter *m,
			  struct desk_show *v)
{
	enum err err;

	err = desk_entries(req, m, &v->entries, &v->entry_count);
	v->help = help_first(req->arena, m);
	for (size_t i = 0; i < v->entry_count && !err; i++)
		if (v->entries[i].resident)
			help_add(req->arena, &v->help, v->entries[i].text);
	if (!err)
		err = desk_events(req, m, &v->events, &v->event_count);
	if (!err)
		err = desk_files_add(req, m, v);
	if (!err)
		err = add_mails(req, m->id, v);
	if (!err)
		err = add_dues(req, m, v);
	if (!err)
		err = add_asks(req, m, v);
	if (!err)
		add_entered(v);
	return err;
}
