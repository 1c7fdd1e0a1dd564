/*
 * publish.c: what becomes public. Never the original: a person makes the
 * public version, after the resident said it may be published, and what could
 * tell who wrote it must be out of it first (FINLAND F1: opt-in, filtered,
 * checked by a person).
 */
#include "base/str.h"
#include "base/utf8.h"
#include "geo/cell.h"
#include "matter/facet.h"
#include "matter/matter_store.h"
#include "matter/rules.h"
#include "matter/where.h"
#include "search/search.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

/* ---- what must be resolved ---- */

/* Addresses and numbers the municipality publishes itself. */
static enum err own_contacts(struct db *db, struct arena *a,
			     const char *const **ret_own)
{
	const struct tenant *t = tenant_now();
	const struct brand *b = &t->brand;
	const char *fixed[] = {
		b->contact_mail,
		t->mail_reply_to,
		b->contact_phone ? phone_e164(a, b->contact_phone) : NULL,
		b->urgent_phone ? phone_e164(a, b->urgent_phone) : NULL,
	};
	const char **own;
	struct unit *units;
	size_t unit_count, n = 0;
	enum err err;

	err = unit_list(db, a, &units, &unit_count);
	if (err)
		return err;
	own = arena_array(a, unit_count + 5, sizeof(*own));
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (!str_empty(fixed[i]))
			own[n++] = fixed[i];
	for (size_t i = 0; i < unit_count; i++)
		if (!str_empty(units[i].mail))
			own[n++] = units[i].mail;
	*ret_own = own;
	return OK;
}

static void find_hits(struct arena *a, const char *text, const char *const *own,
		      struct hit **ret_hits, size_t *ret_count)
{
	size_t found, n = 0;
	struct hit *hits;

	redact_find(a, text, own, &hits, &found);
	for (size_t i = 0; i < found; i++)
		if (hits[i].verdict != HIT_KEEP)
			hits[n++] = hits[i];
	*ret_hits = hits;
	*ret_count = n;
}

enum err publication_hits(struct db *db, struct arena *a, const char *text,
			  struct hit **ret_hits, size_t *ret_count)
{
	const char *const *own;
	enum err err;

	err = own_contacts(db, a, &own);
	if (err)
		return err;
	find_hits(a, text, own, ret_hits, ret_count);
	return OK;
}

/* ---- publishing ---- */

static bool fits(const char *text, size_t max)
{
	return utf8_length(text) <= max;
}

/* What would stand on the public page. */
static struct publication draft(const struct act *act, const struct publish *p)
{
	const struct matter *m = &act->m;

	return (struct publication){
		.matter_id = m->id,
		.number_year = m->number_year,
		.number = m->number,
		.type = m->type,
		.topic_id = m->topic_id,
		.unit_id = m->unit_id,
		.lang = m->lang,
		.title = p->title ? p->title : "",
		.text = p->show_text && p->text ? p->text : "",
		.nickname = p->show_nickname ? m->nickname : "",
		.place = p->show_place ? m->place : "",
		.answer = p->show_answer && p->answer ? p->answer : "",
		.answered_at = p->show_answer ? m->answered_at : 0,
		.handling = handling_names[m->handling],
		.outcome = outcome_names[m->outcome],
		.received_at = m->received_at,
		.answer_state = p->show_answer ? "public" : "private",
		.published_at = act->now,
		.cell = p->show_point && m->has_point
				? cell_of((struct geo_point){m->lon, m->lat})
				: 0,
	};
}

/* Something to read under a title, and no answer before there is one. */
static bool complete(const struct matter *m, const struct publish *p,
		     const struct publication *pub)
{
	if (!p->show_text && !p->show_answer)
		return false;
	if (p->show_text && str_empty(pub->text))
		return false;
	if (!p->show_text && str_empty(pub->title))
		return false;
	if (p->show_answer && (!m->answered_at || str_empty(pub->answer)))
		return false;
	return fits(pub->title, TITLE_MAX) && fits(pub->text, TEXT_MAX) &&
	       fits(pub->answer, REPLY_MAX);
}

static enum err check_clean(struct act *act, const struct publication *pub)
{
	const char *shown[] = {
		pub->title, pub->text, pub->nickname, pub->place, pub->answer,
	};
	const char *const *own;
	struct hit *hits;
	size_t n = 0;
	enum err err;

	err = own_contacts(act->db, act->arena, &own);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		if (err || n)
			break;
		find_hits(act->arena, shown[i], own, &hits, &n);
	}
	if (err)
		return err;
	return n ? ERR_INVALID : OK;
}

static enum err begin(struct act *act, const struct session *s, int64_t id,
		      int64_t version)
{
	enum err err;

	err = act_begin(act, s, id, version);
	if (err)
		return err;
	if (!staff_may(act->db, act->arena, s, PERM_PUBLISH, act->m.unit_id))
		return ERR_DENIED;
	return OK;
}

enum err publication_hide(struct db *db, struct arena *a, int64_t matter_id,
			  const char *why)
{
	enum err err = store_publication_hide(db, matter_id, why);

	return err ? err : search_drop(db, a, matter_id);
}

enum err matter_publish(struct db *db, struct arena *a, const struct session *s,
			int64_t id, int64_t version, const struct publish *p)
{
	struct act act = {.db = db, .arena = a};
	struct publication pub;
	enum err err;

	err = begin(&act, s, id, version);
	if (err)
		return err;
	pub = draft(&act, p);
	if (!act.m.may_publish || act.m.outcome == OUTCOME_WITHDRAWN ||
	    matter_confidential(db, a, &act.m) || !complete(&act.m, p, &pub))
		return ERR_INVALID;
	err = check_clean(&act, &pub);
	if (!err)
		err = facet_areas(db, a, pub.cell, &pub.areas);
	if (!err)
		err = store_publication_put(db, &pub);
	if (!err)
		err = where_published(db, id, p->show_place);
	/* Until the job has the new words: not found by the old ones. */
	if (!err)
		err = search_drop(db, a, id);
	return err ? err : act_end(&act, "published");
}

enum err matter_hide(struct db *db, struct arena *a, const struct session *s,
		     int64_t id, int64_t version, const char *why)
{
	struct act act = {.db = db, .arena = a};
	struct publication pub;
	enum err err;

	err = begin(&act, s, id, version);
	if (err)
		return err;
	if (str_empty(why) || !fits(why, REPLY_MAX))
		return ERR_INVALID;
	err = publication_get(db, a, id, &pub);
	if (err)
		return err;
	if (!str_same(pub.text_state, "public"))
		return ERR_INVALID;
	err = publication_hide(db, a, id, why);
	return err ? err : act_end(&act, "hidden");
}
