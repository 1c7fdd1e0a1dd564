/*
 * give.c: a message arrives. Written to be short: a few inserts, so that a
 * storm of reports fits into one transaction after the other.
 */
#include "attach/attach.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "event/event.h"
#include "mail/mail.h"
#include "matter/confidential.h"
#include "matter/group.h"
#include "matter/handover.h"
#include "matter/labels.h"
#include "matter/matter_store.h"
#include "matter/routing.h"
#include "matter/rules.h"
#include "matter/where.h"

#include <inttypes.h>

/* ---- is it acceptable ---- */

static enum give_fault too_long(const char *text, size_t max)
{
	return utf8_length(text) > max ? FAULT_LONG : FAULT_NONE;
}

static enum give_fault check_text(const char *text)
{
	size_t n = utf8_length(text);

	if (!n)
		return FAULT_MISSING;
	if (n < TEXT_MIN)
		return FAULT_SHORT;
	return n > TEXT_MAX ? FAULT_LONG : FAULT_NONE;
}

static enum give_fault check_type(const char *type)
{
	if (str_empty(type))
		return FAULT_NONE;
	for (const char *const *t = type_names; *t; t++)
		if (str_same(*t, type))
			return FAULT_NONE;
	return FAULT_MALFORMED;
}

static enum give_fault check_point(const struct give *g)
{
	if (!g->has_point)
		return FAULT_NONE;
	/* Written so that NaN fails too. */
	return g->lat >= -90 && g->lat <= 90 && g->lon >= -180 && g->lon <= 180
		       ? FAULT_NONE
		       : FAULT_MALFORMED;
}

static enum give_fault check_mail(const char *mail)
{
	if (str_empty(mail))
		return FAULT_NONE;
	if (strlen(mail) > MAIL_MAX)
		return FAULT_LONG;
	return mail_address_ok(mail) ? FAULT_NONE : FAULT_MALFORMED;
}

/* What people type to be called: digits with marks between, five or more. */
static enum give_fault check_phone(struct arena *a, const char *phone)
{
	size_t digits = 0;

	if (str_empty(phone))
		return FAULT_NONE;
	if (utf8_length(phone) > PHONE_MAX)
		return FAULT_LONG;
	if (phone_e164(a, phone))
		return FAULT_NONE;
	for (const char *c = phone; *c; c++)
		digits += *c >= '0' && *c <= '9';
	if (phone[strspn(phone, "0123456789 +-()/.")])
		return FAULT_MALFORMED;
	return digits >= 5 && digits <= 15 ? FAULT_NONE : FAULT_MALFORMED;
}

/* *ret_topic has id 0 when none was chosen. */
static enum err find_topic(struct db *db, struct arena *a, const char *code,
			   struct topic *ret_topic)
{
	*ret_topic = (struct topic){0};
	if (str_empty(code))
		return OK;
	return topic_by_code(db, a, code, ret_topic);
}

enum err matter_give_check(struct db *db, struct arena *a, const struct give *g,
			   struct topic *ret_topic,
			   enum give_fault ret_faults[GIVE__COUNT])
{
	enum err err;

	ret_faults[GIVE_TEXT] = check_text(g->text);
	ret_faults[GIVE_TITLE] = too_long(g->title, TITLE_MAX);
	ret_faults[GIVE_TYPE] = check_type(g->type);
	ret_faults[GIVE_PLACE] = too_long(g->place, PLACE_MAX);
	ret_faults[GIVE_POINT] = check_point(g);
	ret_faults[GIVE_NICKNAME] = too_long(g->nickname, NICKNAME_MAX);
	ret_faults[GIVE_NAME] = too_long(g->party.name, NAME_MAX);
	ret_faults[GIVE_MAIL] = check_mail(g->party.mail);
	ret_faults[GIVE_PHONE] = check_phone(a, g->party.phone);
	err = find_topic(db, a, g->topic_code, ret_topic);
	ret_faults[GIVE_TOPIC] =
		err == ERR_NOT_FOUND ? FAULT_MALFORMED : FAULT_NONE;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- taking it in ---- */

/*
 * The next number of the year. The year never goes back: a message dated into
 * an earlier one is numbered in the running series.
 */
void number_take(struct db *db, struct matter *m)
{
	struct head *head = db_head(db);
	int year = date_of(m->received_at).year;

	if (year > head->number_year || !head->last_number) {
		head->number_year = year;
		head->last_number = 0;
	}
	m->number_year = head->number_year;
	m->number = ++head->last_number;
}

static bool has_contact(const struct party *p)
{
	return !str_empty(p->mail) || !str_empty(p->phone);
}

/* PRODUCT R5: a question, or contact given without "no answer needed". */
static bool answer_wanted(const struct give *g)
{
	if (str_same(g->type, "question") || g->wants_reply)
		return true;
	return has_contact(&g->party) && !g->no_reply;
}

static struct matter make_matter(struct db *db, const struct give *g,
				 const struct topic *topic)
{
	struct matter m = {
		.id = db_new_id(db),
		.version = 1,
		.kind = str_empty(g->kind) ? "feedback" : g->kind,
		.type = g->type,
		.topic_id = topic->id,
		.lang = g->lang,
		.channel = str_empty(g->channel) ? "web" : g->channel,
		.title = g->title,
		.text = g->text,
		.place = g->place,
		.nickname = g->nickname,
		.has_point = g->has_point,
		.lat = g->lat,
		.lon = g->lon,
		.wants_reply = answer_wanted(g),
		.may_publish = g->may_publish,
		.outcome_note = "",
		.verdict = "none",
		.verdict_note = "",
		.code_version = 1,
		.received_at = g->received_at ? g->received_at : clock_now_us(),
		.is_open = true,
	};

	if (m.may_publish) {
		m.consent_at = m.received_at;
		m.consent_wording = CONSENT_WORDING;
	}
	number_take(db, &m);
	return m;
}

static enum err insert_party(struct db *db, struct arena *a,
			     const struct matter *m, const struct party *p)
{
	if (str_empty(p->name) && !has_contact(p))
		return OK;
	return store_party(db, a, m->id, p);
}

/* The topic that was chosen sent it to its unit. */
static const char *created_payload(struct arena *a, const struct matter *m)
{
	if (!m->topic_id)
		return "{}";
	return arena_printf(
		a, "{\"topic\":[0,%" PRId64 "],\"unit\":[0,%" PRId64 "]}",
		m->topic_id, m->unit_id);
}

enum err matter_give_checked(struct db *db, struct arena *a,
			     const struct give *g, const struct topic *topic,
			     struct given *ret_given)
{
	struct given given = {.m = make_matter(db, g, topic)};
	const struct matter *m = &given.m;
	enum err err;

	err = routing_direct(db, &given.m,
			     topic->default_unit_id ? topic->default_unit_id
						    : g->unit_id);
	if (!err)
		err = where_direct(db, g, topic, &given.m);
	if (!err)
		err = confidential_direct(db, a, &given.m);
	given.m.handling = handling_of_queue(m);
	if (!err && m->unit_id)
		err = handover_begin(db, &given.m,
				     g->entered_by ? clock_now_us()
						   : m->received_at);
	/* The row keeps where the promises stand, so they come first. */
	if (!err)
		err = promise_at_arrival(db, topic, &given);
	if (!err)
		err = store_insert(db, m);
	if (!err)
		err = where_keep(db, m->id, g->facility_id);
	if (!err)
		err = insert_party(db, a, m, &g->party);
	if (!err)
		err = attach_uploads(db, m->id, 0, g->uploads, g->upload_count);
	if (!err)
		err = event_add(
			db, a,
			&(struct event){
				.matter_id = m->id,
				.kind = "matter_created",
				.actor = g->entered_by ? "staff" : "resident",
				.staff_id = g->entered_by,
				.payload = created_payload(a, m),
			});
	if (!err)
		err = group_storm(db, a, m);
	if (!err && !str_empty(g->party.mail))
		err = tell_receipt(db, a, m, &g->party, &given.receipt_sent);
	if (err)
		return err;
	*ret_given = given;
	return OK;
}

enum err matter_give(struct db *db, struct arena *a, const struct give *g,
		     struct matter *ret_matter)
{
	enum give_fault faults[GIVE__COUNT];
	struct given given;
	struct topic topic;
	enum err err;

	err = matter_give_check(db, a, g, &topic, faults);
	if (err)
		return err;
	for (int i = 0; i < GIVE__COUNT; i++)
		if (faults[i])
			return ERR_INVALID;
	err = matter_give_checked(db, a, g, &topic, &given);
	if (err)
		return err;
	*ret_matter = given.m;
	return OK;
}
