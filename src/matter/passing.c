/*
 * passing.c: the rules of passing a matter on, see passing.h.
 */
#include "matter/passing.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "entry/entry.h"
#include "matter/draft.h"
#include "matter/passing_mail.h"
#include "matter/passing_store.h"
#include "matter/rules.h"
#include "template/template.h"

#include <inttypes.h>
#include <stdlib.h>

enum { LINK_DAYS = 30 };

static enum err body_of(struct db *db, struct arena *a, int64_t id,
			struct unit *ret_body)
{
	struct unit u;
	enum err err = unit_get(db, a, id, &u);

	if (err == ERR_NOT_FOUND || (!err && (u.kind == UNIT_OWN || !u.active)))
		return ERR_INVALID;
	if (!err)
		*ret_body = u;
	return err;
}

static unsigned faults_of(struct arena *a, const struct pass *p,
			  const struct unit *body)
{
	const bool passed = p->how == PASS_MAIL || p->how == PASS_SELF;
	unsigned bad = 0;

	if (p->how >= PASS__COUNT)
		bad |= PASS_BAD_HOW;
	if (p->how == PASS_MAIL && str_empty(body->mail))
		bad |= PASS_NO_MAIL;
	if (p->how == PASS_TOLD && body->kind == UNIT_AUTHORITY)
		bad |= PASS_ONLY_TOLD;
	if (passed && body->kind != UNIT_AUTHORITY && !p->agreed)
		bad |= PASS_NO_CONSENT;
	if (utf8_length(p->text) > TEXT_MAX || template_unfilled(a, p->text))
		bad |= PASS_BAD_TEXT;
	return bad;
}

enum err pass_faults(struct db *db, struct arena *a, const struct pass *p,
		     unsigned *ret_bad)
{
	/* nothing is asked of a body that is not chosen yet */
	struct unit body = {.kind = UNIT_AUTHORITY, .mail = "?"};
	enum err err = body_of(db, a, p->unit_id, &body);

	if (err && err != ERR_INVALID)
		return err;
	*ret_bad = faults_of(a, p, &body) | (err ? PASS_BAD_UNIT : 0);
	return OK;
}

bool matter_may_pass(const struct matter *m)
{
	return m->is_open && m->outcome != OUTCOME_WITHDRAWN;
}

/* ---- the act ---- */

/* The words the sender reads: who has it now, how they are reached, and what
 * whoever passed it on adds. */
static const char *said(struct arena *a, enum lang lang, const struct unit *u,
			const struct pass *p)
{
	const struct {
		enum word label;
		const char *value;
	} lines[] = {
		{W_pass_phone, u->phone},
		{W_pass_hours, u->hours},
		{W_pass_mail, u->mail},
		{W_pass_web, u->web},
	};
	struct str s;

	str_init(&s, a, 256);
	str_puts(&s,
		 word_fill(a, lang,
			   p->how == PASS_TOLD ? W_pass_said_told : W_pass_said,
			   WORDS(WORD_TEXT("body", unit_name(u, lang)))));
	str_puts(&s, "\n");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!str_empty(lines[i].value))
			str_printf(&s, "\n%s: %s", word(lang, lines[i].label),
				   lines[i].value);
	if (!str_empty(p->text))
		str_printf(&s, "\n\n%s", p->text);
	return s.ptr;
}

static enum err put(struct act *act, const struct unit *body,
		    const struct pass *p)
{
	const char *unused = token_new(act->arena); /* until its mail leaves */
	const bool agreed = body->kind != UNIT_AUTHORITY && p->agreed &&
			    p->how != PASS_TOLD;
	const struct passing_row row = {
		.id = db_new_id(act->db),
		.matter_id = act->m.id,
		.unit_id = body->id,
		.staff_id = act->by->staff_id,
		.how = p->how,
		.consent_at = agreed ? act->now : 0,
		.said = p->text,
		.token_hash = link_token_hash(act->arena, unused),
	};

	return store_passing(act->db, &row);
}

/* By mail the row holds the link to what came along. */
enum err passing_leaves(struct act *act)
{
	const char *token = token_new(act->arena);
	struct passing_link l = {
		.token_hash = link_token_hash(act->arena, token),
	};
	struct passing p;
	enum err err = passing_waiting(act->db, act->arena, act->m.id, &p);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (p.how == PASS_MAIL) {
		if (!matter_confidential(act->db, act->arena, &act->m))
			l.expires_at = link_expiry(act->now, LINK_DAYS);
		err = tell_body(act, &p.body, l.expires_at ? token : NULL,
				&l.mail_id);
	}
	return err ? err : store_passing_left(act->db, p.id, &l);
}

enum err matter_pass(struct db *db, struct arena *a, const struct session *s,
		     int64_t id, int64_t version, const struct pass *p)
{
	struct answer ans = {.outcome = OUTCOME_NOT_OURS};
	struct act act = {.db = db, .arena = a};
	struct unit body;
	enum err err;

	err = act_begin(&act, s, id, version);
	if (!err)
		err = body_of(db, a, p->unit_id, &body);
	if (err)
		return err;
	if (!matter_may_pass(&act.m) || faults_of(a, p, &body))
		return ERR_INVALID;
	act.body_id = body.id;
	err = put(&act, &body, p);
	if (err)
		return err;
	ans.text = said(a, act.m.lang, &body, p);
	ans.reason = unit_name(&body, act.m.lang);
	return act_answer_as(&act, &ans,
			     p->how == PASS_TOLD ? "sent_elsewhere"
						 : "passed_on");
}

/* ---- taken back ---- */

enum err passing_typed(struct act *act, struct draft *ret_draft)
{
	struct passing p;
	enum err err = passing_waiting(act->db, act->arena, act->m.id, &p);

	if (err)
		return err;
	ret_draft->text = p.said;
	ret_draft->outcome = pass_how_names[p.how];
	ret_draft->reason = arena_printf(act->arena, "%" PRId64 "%s", p.body.id,
					 p.consent_at ? " agreed" : "");
	return OK;
}

void passing_retyped(const struct draft *d, struct pass *ret_pass)
{
	char *end;

	*ret_pass = (struct pass){
		.unit_id = strtoll(d->reason, &end, 10),
		.how = pass_how_parse(d->outcome),
		.agreed = *end != '\0',
		.text = d->text,
	};
}

/* ---- the body's link ---- */

enum err passing_by_token(struct db *db, struct arena *a, const char *token,
			  struct passing *ret_passing)
{
	const char *hash = link_token_hash(a, token);

	return hash ? store_passing_find(db, a, hash, ret_passing)
		    : ERR_NOT_FOUND;
}

bool passing_shown(const struct passing *p, bool confidential)
{
	return !confidential && clock_now_us() < p->expires_at;
}

static bool by_sender(const struct attachment *f, const struct entry *entries,
		      size_t count)
{
	for (size_t i = 0; f->entry_id && i < count; i++)
		if (entries[i].id == f->entry_id)
			return str_same(entries[i].author, "resident") &&
			       str_empty(entries[i].hidden_why);
	return !f->entry_id;
}

enum err sender_files(struct db *db, struct arena *a, int64_t matter_id,
		      struct attachment **ret_list, size_t *ret_count)
{
	struct attachment *list;
	struct entry *entries;
	size_t n, entry_count, kept = 0;
	enum err err = attach_list(db, a, matter_id, &list, &n);

	if (!err)
		err = entry_list(db, a, matter_id, 0, &entries, &entry_count);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		if (by_sender(&list[i], entries, entry_count))
			list[kept++] = list[i];
	*ret_list = list;
	*ret_count = kept;
	return OK;
}

enum err passing_opened(struct db *db, struct arena *a, const struct matter *m)
{
	struct act act = {.db = db, .arena = a};

	act_begin_system(&act, m);
	return act_note(&act, "passed_opened");
}
