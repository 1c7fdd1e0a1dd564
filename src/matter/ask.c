/*
 * ask.c: the rules of what is asked by a link. A matter that waits comes back
 * to its queue when nothing it waits for is open any more.
 */
#include "matter/ask.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "mail/mail.h"
#include "matter/ask_store.h"
#include "matter/ask_tell.h"
#include "matter/remind.h"
#include "matter/rules.h"
#include "matter/unit_link.h"
#include "matter/view.h"
#include "signature/signature.h"
#include "template/template.h"
#include "tenant/form.h"
#include "tenant/tenant.h"

bool ask_is_view(const struct ask *k)
{
	return k->whom == ASK_VIEW || k->whom == ASK_PART;
}

bool ask_waits(const struct ask *k, const struct matter *m)
{
	if (k->closed_at || !m->is_open || m->outcome != OUTCOME_NONE)
		return false;
	if (ask_is_view(k)) /* a late one is waited for all the same */
		return true;
	if (k->whom == ASK_UNIT &&
	    (m->unit_id != k->unit_id || m->handler_id || m->confidential))
		return false;
	return clock_now_us() < k->expires_at;
}

/* Does its matter wait meanwhile? */
static bool holds_up(enum ask_whom whom)
{
	return whom == ASK_RESIDENT || whom == ASK_CONTRACTOR;
}

/* ---- tokens ---- */

const char *link_token_hash(struct arena *a, const char *token)
{
	const size_t n = strlen(token);

	return n == TOKEN_CHARS ? text_digest(a, token, n) : NULL;
}

enum err ask_by_token(struct db *db, struct arena *a, enum ask_whom whom,
		      const char *token, struct ask *ret_ask)
{
	const char *hash = link_token_hash(a, token);
	struct ask k;
	int64_t id;
	enum err err;

	if (!hash)
		return ERR_NOT_FOUND;
	err = store_ask_find(db, a, hash, &id);
	if (!err)
		err = ask_get(db, a, id, &k);
	if (err)
		return err;
	if (k.whom != whom)
		return ERR_NOT_FOUND;
	*ret_ask = k;
	return OK;
}

/* ---- what may be asked ---- */

const char *const *ask_choices(struct arena *a, const char *choices,
			       size_t *ret_count)
{
	const char **list = arena_array(a, strlen(choices) + 1, sizeof(*list));
	size_t count = 0;

	while (*choices) {
		size_t n = strcspn(choices, "\n");
		const char *one = str_trim(a, arena_strndup(a, choices, n));

		if (*one)
			list[count++] = one;
		choices += n + (choices[n] == '\n');
	}
	*ret_count = count;
	return list;
}

static bool choices_fit(struct arena *a, const char *choices)
{
	size_t n;
	const char *const *list = ask_choices(a, choices, &n);

	for (size_t i = 0; i < n; i++)
		if (utf8_length(list[i]) > ASK_CHOICE_MAX)
			return false;
	return !n || (n >= 2 && n <= ASK_CHOICES_MAX);
}

/* All words of the sender's name stand in the text. */
static bool names_sender(struct arena *a, const char *name, const char *text)
{
	const char *lower = str_lower(a, text);
	const char *at = str_lower(a, name);
	bool any = false;

	while (*(at += strspn(at, " ,-"))) {
		size_t n = strcspn(at, " ,-");

		if (!strstr(lower, arena_strndup(a, at, n)))
			return false;
		any = true;
		at += n;
	}
	return any;
}

static enum err has_hits(struct db *db, struct arena *a, const char *text,
			 bool *ret_hits)
{
	struct hit *hits;
	size_t n;
	enum err err = publication_hits(db, a, text, &hits, &n);

	if (!err)
		*ret_hits = n > 0;
	return err;
}

static unsigned contractor_faults(const struct ask_new *n)
{
	unsigned bad = 0;

	if (str_empty(n->name) || utf8_length(n->name) > NAME_MAX)
		bad |= ASK_BAD_NAME;
	if (!str_empty(n->mail) && !mail_address_ok(n->mail))
		bad |= ASK_BAD_MAIL;
	if (utf8_length(n->place) > PLACE_MAX)
		bad |= ASK_BAD_PLACE;
	return bad;
}

enum err ask_faults(struct db *db, struct arena *a, enum ask_whom whom,
		    const struct ask_new *n, unsigned *ret_bad)
{
	bool in_text, in_place;
	unsigned bad = 0;
	enum err err;

	if (str_empty(n->text) || utf8_length(n->text) > TEXT_MAX ||
	    template_unfilled(a, n->text))
		bad |= ASK_BAD_TEXT;
	if (n->days < 1 || n->days > ASK_DAYS_MAX)
		bad |= ASK_BAD_DAYS;
	*ret_bad = bad;
	if (whom == ASK_RESIDENT) {
		if (!choices_fit(a, n->choices))
			*ret_bad |= ASK_BAD_CHOICES;
		return OK;
	}
	bad |= contractor_faults(n);
	err = has_hits(db, a, n->text, &in_text);
	if (!err)
		err = has_hits(db, a, n->place, &in_place);
	if (err)
		return err;
	*ret_bad = bad | (in_text ? ASK_HITS_TEXT : 0) |
		   (in_place ? ASK_HITS_PLACE : 0);
	return OK;
}

int64_t link_expiry(int64_t now, int days)
{
	const int64_t day = date_to_days(date_of(now)) + days;

	return date_end_us(date_from_days(day));
}

static struct ask make(struct act *act, enum ask_whom whom,
		       const struct ask_new *n)
{
	return (struct ask){
		.id = db_new_id(act->db),
		.matter_id = act->m.id,
		.whom = whom,
		.staff_id = act->by->staff_id,
		.text = n->text,
		.choices = n->choices ? n->choices : "",
		.place = n->place ? n->place : "",
		.show_point = n->show_point && act->m.has_point,
		.name = n->name ? n->name : "",
		.mail = n->mail ? n->mail : "",
		.expires_at = link_expiry(act->now, n->days),
	};
}

/* Writes the row; the address of its link is known only now. */
static enum err put(struct act *act, const struct ask *k, const char *path,
		    const char **ret_url)
{
	const char *token = token_new(act->arena);
	enum err err;

	err = store_ask(act->db, k, link_token_hash(act->arena, token));
	if (err)
		return err;
	act->ask_id = k->id;
	*ret_url = arena_printf(act->arena, "%s/%s/%s", tenant_now()->base_url,
				path, token);
	return OK;
}

static enum err check(struct act *act, enum ask_whom whom,
		      const struct ask_new *n)
{
	unsigned bad;
	enum err err = ask_faults(act->db, act->arena, whom, n, &bad);

	if (err)
		return err;
	return bad || !act->m.is_open ? ERR_INVALID : OK;
}

enum err matter_ask(struct db *db, struct arena *a, const struct session *s,
		    int64_t id, int64_t version, const struct ask_new *n)
{
	struct act act = {.db = db, .arena = a};
	struct ask k;
	const char *url;
	enum err err;

	err = act_begin(&act, s, id, version);
	if (!err)
		err = check(&act, ASK_RESIDENT, n);
	if (err)
		return err;
	k = make(&act, ASK_RESIDENT, n);
	act.m.handling = HANDLING_WAITING_RESIDENT;
	if (!act.m.handler_id)
		act.m.handler_id = s->staff_id;
	err = put(&act, &k, "ask", &url);
	if (!err)
		err = signature_of(db, a, s, act.m.unit_id, act.m.lang,
				   &act.signature);
	if (!err)
		err = act_say(&act, "question", "parties", n->text);
	if (!err)
		err = tell_question(&act, &k, url);
	return err ? err : act_end(&act, "asked");
}

/* ---- a contractor ---- */

static enum err check_sender(struct act *act, const struct ask_new *n)
{
	struct party p;
	enum err err = matter_party(act->db, act->arena, act->m.id, &p);

	if (err)
		return err;
	return names_sender(act->arena, p.name, n->text) ||
			       names_sender(act->arena, p.name, n->place)
		       ? ERR_INVALID
		       : OK;
}

/* Only files of this very matter. */
static enum err add_files(struct act *act, const struct ask *k,
			  const struct ask_new *n)
{
	struct attachment f;
	enum err err = OK;

	for (size_t i = 0; i < n->file_count && !err; i++) {
		err = attach_get(act->db, act->arena, n->files[i], &f);
		if (err == ERR_NOT_FOUND || (!err && f.matter_id != act->m.id))
			return ERR_INVALID;
		if (!err)
			err = store_ask_file(act->db, k->id, f.id);
	}
	return err;
}

enum err matter_contract(struct db *db, struct arena *a,
			 const struct session *s, int64_t id, int64_t version,
			 struct contract *c)
{
	const struct ask_new *n = c->ask;
	struct act act = {.db = db, .arena = a};
	struct ask k;
	enum err err;

	err = act_begin(&act, s, id, version);
	if (!err)
		err = check(&act, ASK_CONTRACTOR, n);
	if (!err)
		err = check_sender(&act, n);
	if (err)
		return err;
	if (matter_confidential(db, a, &act.m))
		return ERR_INVALID;
	k = make(&act, ASK_CONTRACTOR, n);
	act.m.handling = HANDLING_WAITING_EXTERNAL;
	if (!act.m.handler_id)
		act.m.handler_id = s->staff_id;
	err = put(&act, &k, "task", &c->url);
	if (!err)
		err = add_files(&act, &k, n);
	if (!err)
		err = act_say(&act, "contract", "internal",
			      arena_printf(a, "%s\n%s", n->name, n->text));
	if (!err)
		err = tell_contractor(&act, &k, c->url);
	return err ? err : act_end(&act, "contracted");
}

/* ---- what comes back ---- */

static enum handling waiting_for(enum ask_whom whom)
{
	return whom == ASK_RESIDENT ? HANDLING_WAITING_RESIDENT
				    : HANDLING_WAITING_EXTERNAL;
}

/* Back to the queue, unless it waits for something else too. */
static enum err come_back(struct act *act, const struct ask *k)
{
	bool same = false, other = false;
	struct ask *list;
	size_t n;
	enum err err;

	act->ask_id = k->id;
	if (k->whom == ASK_UNIT)
		return unit_link_over(act, k);
	if (!holds_up(k->whom) || act->m.handling != waiting_for(k->whom))
		return OK; /* somebody has moved on meanwhile */
	err = ask_list(act->db, act->arena, act->m.id, &list, &n);
	for (size_t i = 0; !err && i < n; i++) {
		if (list[i].id == k->id || !holds_up(list[i].whom) ||
		    !ask_waits(&list[i], &act->m))
			continue;
		same |= list[i].whom == k->whom;
		other |= list[i].whom != k->whom;
	}
	if (err || same)
		return err;
	act->m.handling = !other ? handling_of_queue(&act->m)
			  : k->whom == ASK_RESIDENT
				  ? waiting_for(ASK_CONTRACTOR)
				  : waiting_for(ASK_RESIDENT);
	return OK;
}

static bool choice_offered(struct arena *a, const struct ask *k,
			   const char *choice)
{
	size_t n;
	const char *const *list = ask_choices(a, k->choices, &n);

	for (size_t i = 0; i < n; i++)
		if (str_same(list[i], choice))
			return true;
	return str_empty(choice);
}

static const char *reply_text(struct arena *a, const struct ask_reply *r)
{
	if (str_empty(r->choice))
		return r->text;
	if (str_empty(r->text))
		return r->choice;
	return arena_printf(a, "%s\n\n%s", r->choice, r->text);
}

static enum err say(struct act *act, const char *kind, const char *visibility,
		    const char *text, const struct ask_reply *r)
{
	enum err err = act_say(act, kind, visibility, text);

	if (err)
		return err;
	return attach_uploads(act->db, act->m.id, act->entry_id, r->uploads,
			      r->upload_count);
}

enum err ask_answer(struct db *db, struct arena *a, const struct ask *k,
		    const struct matter *m, const struct ask_reply *r)
{
	struct act act = {.db = db, .arena = a};
	const char *text = reply_text(a, r);
	enum err err;

	if (!ask_waits(k, m) || !choice_offered(a, k, r->choice) ||
	    (str_empty(text) && !r->upload_count) ||
	    utf8_length(r->text) > TEXT_MAX)
		return ERR_INVALID;
	act_begin_resident(&act, m);
	err = store_ask_move(db, k->id, ASK_ANSWERED, act.now);
	if (!err)
		err = come_back(&act, k);
	if (!err)
		err = say(&act, "ask_reply", "parties", text, r);
	if (!err)
		err = act_end(&act, "ask_answered");
	return err ? err : remind_news(&act, NEWS_REPLY);
}

enum err ask_settle(struct db *db, int64_t matter_id)
{
	return store_ask_settle(db, matter_id, clock_now_us());
}

static const char *const work_events[ASK_STATE__COUNT] = {
	[ASK_ACCEPTED] = "work_accepted",
	[ASK_DONE] = "work_done",
	[ASK_CANNOT] = "work_cannot",
};

/* "Katu Oy: Valmis, uusi pylväs tulee viikolla 49." */
static const char *work_text(struct arena *a, const struct ask *k,
			     const struct ask_reply *r)
{
	if (str_empty(r->text))
		return k->name;
	return arena_printf(a, "%s: %s", k->name, r->text);
}

enum err ask_work(struct db *db, struct arena *a, const struct ask *k,
		  const struct matter *m, enum ask_state state,
		  const struct ask_reply *r)
{
	const char *event = work_events[state];
	struct act act = {.db = db, .arena = a};
	enum err err;

	if (!event || !ask_waits(k, m) || matter_confidential(db, a, m) ||
	    utf8_length(r->text) > TEXT_MAX ||
	    (state == ASK_CANNOT && str_empty(r->text)))
		return ERR_INVALID;
	act_begin_system(&act, m);
	act.ask_id = k->id;
	err = store_ask_move(db, k->id, state,
			     state == ASK_ACCEPTED ? 0 : act.now);
	if (!err && state != ASK_ACCEPTED)
		err = come_back(&act, k);
	if (!err)
		err = say(&act, event, "internal", work_text(a, k, r), r);
	if (!err)
		err = act_end(&act, event);
	if (err || state == ASK_ACCEPTED)
		return err;
	return remind_news(&act, NEWS_REPLY);
}

enum err ask_opened(struct db *db, struct arena *a, const struct ask *k,
		    const struct matter *m)
{
	struct act act = {.db = db, .arena = a};

	act_begin_system(&act, m);
	act.ask_id = k->id;
	return act_note(&act, "work_opened");
}

/* ---- what does not come back ---- */

enum err ask_revoke(struct db *db, struct arena *a, const struct session *s,
		    int64_t id, int64_t version, int64_t ask_id)
{
	struct act act = {.db = db, .arena = a};
	struct ask k;
	enum err err;

	err = act_begin(&act, s, id, version);
	if (!err)
		err = ask_get(db, a, ask_id, &k);
	if (err)
		return err;
	if (k.matter_id != id)
		return ERR_NOT_FOUND;
	err = store_ask_move(db, k.id, ASK_REVOKED, act.now);
	if (err == ERR_CONFLICT || (!err && !act.m.is_open))
		return err ? ERR_INVALID : OK;
	if (!err)
		err = come_back(&act, &k);
	if (!err)
		err = act_say(&act, "ask_revoked", "internal", k.name);
	return err ? err : act_end(&act, "ask_revoked");
}

enum err ask_expire(struct db *db, struct arena *a, int64_t ask_id)
{
	struct act act = {.db = db, .arena = a};
	struct matter m;
	struct ask k;
	enum err err;

	err = ask_get(db, a, ask_id, &k);
	if (!err)
		err = matter_get(db, a, k.matter_id, &m);
	if (err)
		return err;
	act_begin_system(&act, &m);
	if (act.now < k.expires_at) /* written by a binary of before */
		return store_ask_look(db, k.id, k.expires_at);
	if (ask_is_view(&k) && m.is_open)
		return view_remind(&act, &k);
	err = store_ask_move(db, k.id, ASK_EXPIRED, act.now);
	if (err || !m.is_open)
		return err;
	err = come_back(&act, &k);
	if (!err)
		err = act_say(&act, "ask_expired", "internal", k.name);
	return err ? err : act_end(&act, "ask_expired");
}
