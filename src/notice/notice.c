/*
 * notice.c: what a notice may be, and who changed it.
 */
#include "notice/notice.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "notice/notice_near.h"
#include "notice/notice_search.h"
#include "notice/notice_store.h"
#include "place/place.h"
#include "tenant/audit.h"
#include "text/redact.h"
#include "topic/topic.h"

const char *const notice_kinds[NOTICE__COUNT] = {
	[NOTICE_DISRUPTION] = "disruption",
	[NOTICE_NEWS] = "news",
	[NOTICE_FAQ] = "faq",
};
const char *const notice_states[] = {
	[NOTICE_DRAFT] = "draft",
	[NOTICE_PUBLISHED] = "published",
	[NOTICE_ENDED] = "ended",
};

enum notice_kind notice_kind_parse(const char *name)
{
	int i = 0;

	while (i < NOTICE__COUNT && !str_same(notice_kinds[i], name))
		i++;
	return (enum notice_kind)i;
}

enum lang notice_lang(const struct public_notice *n, enum lang reader)
{
	int l = 0;

	if (!str_empty(n->title[reader]))
		return reader;
	while (l < LANG__COUNT - 1 && str_empty(n->title[l]))
		l++;
	return (enum lang)l;
}

bool notice_runs(const struct public_notice *n, int64_t now)
{
	return n->state == NOTICE_PUBLISHED && n->starts_at <= now &&
	       n->ends_at > now;
}

enum err notice_list(struct db *db, struct arena *a, int limit,
		     struct public_notice **ret_list, size_t *ret_count)
{
	return store_notices(db, a, limit, ret_list, ret_count);
}

enum err notice_get(struct db *db, struct arena *a, int64_t id,
		    struct public_notice *ret_notice)
{
	return store_notice(db, a, id, ret_notice);
}

/* ---- faults ---- */

/* Their own phones and addresses belong into a notice; these never do. */
static bool has_private(struct arena *a, const char *text)
{
	struct hit *hits;
	size_t n;

	redact_find(a, text, NULL, &hits, &n);
	for (size_t i = 0; i < n; i++)
		if (hits[i].kind == HIT_HETU || hits[i].kind == HIT_IBAN)
			return true;
	return false;
}

static unsigned language_faults(struct arena *a, const struct public_notice *n,
				int l)
{
	const bool titled = !str_empty(n->title[l]);
	const bool told = !str_empty(n->text[l]);
	unsigned bad = 0;

	if ((told && !titled) || utf8_length(n->title[l]) > NOTICE_TITLE_MAX)
		bad |= NOTICE_BAD_TITLE << l;
	if ((titled && !told) || utf8_length(n->text[l]) > NOTICE_TEXT_MAX)
		bad |= NOTICE_BAD_TEXT << l;
	if (!bad && (has_private(a, n->title[l]) || has_private(a, n->text[l])))
		bad |= NOTICE_PRIVATE;
	return bad;
}

static unsigned day_faults(const struct public_notice *n)
{
	unsigned bad = 0;

	if (n->starts_at < 0)
		bad |= NOTICE_BAD_FROM;
	if (n->ends_at < 0 || (n->starts_at >= 0 && n->ends_at <= n->starts_at))
		bad |= NOTICE_BAD_UNTIL;
	if (n->review_at < 0)
		bad |= NOTICE_BAD_REVIEW;
	return bad;
}

static unsigned own_faults(struct arena *a, const struct public_notice *n)
{
	unsigned bad = day_faults(n);
	bool written = false;

	for (int l = 0; l < LANG__COUNT; l++) {
		written |= !str_empty(n->title[l]) || !str_empty(n->text[l]);
		bad |= language_faults(a, n, l);
	}
	if (!written)
		bad |= NOTICE_NO_WORDS;
	if (n->kind == NOTICE__COUNT)
		bad |= NOTICE_BAD_KIND;
	if (utf8_length(n->words) > NOTICE_WORDS_MAX)
		bad |= NOTICE_BAD_WORDS;
	return bad;
}

static enum err topic_fits(struct db *db, struct arena *a, int64_t id,
			   bool *ret_fits)
{
	struct topic t;
	enum err err = id ? topic_get(db, a, id, &t) : OK;

	*ret_fits = !err;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err area_fits(struct db *db, struct arena *a, int64_t id,
			  bool *ret_fits)
{
	struct area *list;
	size_t n;
	enum err err = area_list(db, a, &list, &n);

	*ret_fits = !err && (!id || area_find(list, n, id));
	return err;
}

/* One more among those that are published? */
static enum err room_for(struct db *db, struct arena *a,
			 const struct public_notice *n, bool *ret_room)
{
	struct public_notice *list;
	size_t count;
	enum err err =
		store_notices_published(db, a, clock_now_us(), &list, &count);

	if (err)
		return err;
	*ret_room = count < NOTICES_MAX;
	for (size_t i = 0; i < count; i++)
		*ret_room |= list[i].id == n->id;
	return OK;
}

enum err notice_faults(struct db *db, struct arena *a,
		       const struct public_notice *n, unsigned *ret_bad)
{
	bool topic = true, area = true, room = true;
	unsigned bad = own_faults(a, n);
	enum err err = topic_fits(db, a, n->topic_id, &topic);

	if (!err)
		err = area_fits(db, a, n->area_id, &area);
	if (!err && n->state == NOTICE_PUBLISHED)
		err = room_for(db, a, n, &room);
	if (!topic)
		bad |= NOTICE_BAD_TOPIC;
	if (!area)
		bad |= NOTICE_BAD_AREA;
	if (!room)
		bad |= NOTICE_TOO_MANY;
	*ret_bad = bad;
	return err;
}

/* ---- changing ---- */

static enum err audit(struct db *db, struct arena *a, const char *kind,
		      int64_t staff_id, int64_t id)
{
	struct json j;
	struct str text;

	str_init(&text, a, 64);
	json_init(&j, &text);
	json_open(&j, '{');
	json_put_int(&j, "notice", id);
	json_close(&j, '}');
	return audit_add(db, a, kind, staff_id, text.ptr);
}

static enum err put(struct db *db, const struct public_notice *n,
		    int64_t *ret_id)
{
	*ret_id = n->id ? n->id : db_new_id(db);
	return n->id ? store_notice_update(db, n)
		     : store_notice_insert(db, *ret_id, n);
}

enum err notice_save(struct db *db, struct arena *a,
		     const struct public_notice *n, int64_t *ret_id)
{
	struct public_notice to = *n;
	unsigned bad;
	enum err err = notice_faults(db, a, n, &bad);

	if (err || bad)
		return err ? err : ERR_INVALID;
	to.updated_at = clock_now_us();
	if (to.state == NOTICE_PUBLISHED && !to.published_at)
		to.published_at = to.updated_at;
	err = put(db, &to, ret_id);
	notice_forget(db);
	return err ? err : notice_search_later(db, a, *ret_id, &to);
}

enum err notice_change(struct db *db, struct arena *a, int64_t staff_id,
		       const struct public_notice *n, int64_t *ret_id)
{
	enum err err = notice_save(db, a, n, ret_id);

	if (err)
		return err;
	return audit(db, a,
		     n->state == NOTICE_PUBLISHED ? "notice_published"
						  : "notice_saved",
		     staff_id, *ret_id);
}

enum err notice_end(struct db *db, struct arena *a, int64_t staff_id,
		    int64_t id)
{
	struct public_notice n;
	int64_t changed;
	enum err err = store_notice(db, a, id, &n);

	if (!err)
		err = store_notice_end(db, id, clock_now_us(), &changed);
	if (err)
		return err;
	notice_forget(db);
	err = search_drop(db, a, id);
	if (err)
		return err;
	return changed ? audit(db, a, "notice_ended", staff_id, id)
		       : ERR_INVALID;
}
