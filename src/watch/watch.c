/*
 * watch.c: the rules of hearing of something by mail.
 */
#include "watch/watch.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/seal.h"
#include "base/str.h"
#include "mail/mail.h"
#include "matter/matter.h"
#include "matter/names.h"
#include "watch/watch_store.h"
#include "watch/watch_tell.h"

#include <inttypes.h>

enum { ID_DIGITS = 15, SEAL_CHARS = 22 };

/* ---- the right to one ---- */

const char *watch_token(struct arena *a, int64_t tenant, int64_t id)
{
	unsigned char code[SEAL_BYTES];

	seal_make("watch", tenant, &id, sizeof(id), code);
	return arena_printf(a, "%0*" PRIx64 "%s", ID_DIGITS, (uint64_t)id,
			    base64url(a, code, sizeof(code)));
}

enum err watch_by_token(struct db *db, struct arena *a, const char *token,
			struct watch *ret)
{
	char *end;
	int64_t id;

	if (strlen(token) != ID_DIGITS + SEAL_CHARS)
		return ERR_NOT_FOUND;
	id = (int64_t)strtoull(arena_strndup(a, token, ID_DIGITS), &end, 16);
	if (*end || !str_same(token, watch_token(a, db_tenant(db), id)))
		return ERR_NOT_FOUND;
	return store_watch_get(db, a, id, ret);
}

/* ---- of what ---- */

static enum err of_topic(struct db *db, struct arena *a, const struct watch *w,
			 struct watched *ret)
{
	const struct names *names;
	const struct topic *t;
	enum err err = names_get(db, &names);

	if (err)
		return err;
	t = topic_find(names->topics, names->topic_count, w->topic_id);
	if (!t || t->confidential || !t->active)
		return ERR_NOT_FOUND;
	*ret = (struct watched){
		.heading = topic_name(t, w->lang),
		.lang = lang_codes[w->lang],
		.path = arena_printf(a, "/matters?topic=%s", t->code),
	};
	return OK;
}

enum err watch_of(struct db *db, struct arena *a, const struct watch *w,
		  struct watched *ret)
{
	struct publication p;
	enum err err;

	if (!w->matter_id)
		return of_topic(db, a, w, ret);
	err = publication_get(db, a, w->matter_id, &p);
	if (err)
		return err;
	if (!str_same(p.text_state, "public"))
		return ERR_NOT_FOUND;
	*ret = (struct watched){
		.heading = matter_heading(a, p.title, p.text),
		.lang = lang_codes[p.lang],
		.path = arena_printf(a, "/matters/%" PRId64 "-%" PRId64,
				     p.number_year, p.number),
	};
	return OK;
}

/* ---- asking ---- */

enum err watch_ask(struct db *db, struct arena *a, const struct watch *w)
{
	const char *key = str_lower(a, w->mail);
	struct watch_load load = {0};
	struct watch was = {0}, one = *w;
	struct watched of;
	enum err err;

	if (!mail_address_ok(w->mail))
		return ERR_INVALID;
	one.asked_at = clock_now_us();
	err = watch_of(db, a, w, &of);
	if (!err)
		err = store_watch_find(db, a, w, key, &was);
	if (!err)
		err = store_watch_load(db, a, key, one.asked_at - HOUR_US,
				       &load);
	if (err || was.confirmed_at || load.asked >= WATCH_ASKS_AN_HOUR ||
	    (!was.id && load.watches >= WATCHES_MAX))
		return err;
	one.id = was.id ? was.id : db_new_id(db);
	err = was.id ? store_watch_again(db, &one) : store_watch(db, &one, key);
	return err ? err : watch_tell_question(db, a, &one, &of);
}

enum err watch_confirm(struct db *db, struct arena *a, int64_t id)
{
	int64_t mark, newest;
	bool any;
	enum err err = store_watch_any(db, a, &any);

	if (!err && !any) /* nobody has listened: what was before is past */
		err = store_watch_mark(db, a, &mark, &newest);
	if (!err && !any)
		err = store_watch_mark_put(db, newest);
	return err ? err : store_watch_confirm(db, id, clock_now_us());
}
