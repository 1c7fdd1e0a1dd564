/*
 * watch_jobs.c: walks along the events behind everybody else, notes who is to
 * be told of what, and sends what is due. Small batches in short writes, and a
 * short run: residents wait for the same lock.
 */
#include "base/clock.h"
#include "base/str.h"
#include "event/event.h"
#include "matter/matter.h"
#include "matter/outgoing.h"
#include "tenant/tenant.h"
#include "watch/watch_store.h"
#include "watch/watch_tell.h"

enum { EVENTS = 200, MAILS = 20 };
#define GAP_US HOUR_US

/* What changes a public page. A topic's watchers hear of new pages only. */
static bool is_news(const char *kind)
{
	static const char *const kinds[] = {
		"published", "answered",  "answer_left",
		"closed",    "passed_on", "sent_elsewhere",
		"reopened",  "taken_up",  NULL};
	const char *const *k = kinds;

	while (*k && !str_same(*k, kind))
		k++;
	return *k != NULL;
}

/* The next morning's digest. */
static int64_t digest_at(int64_t now)
{
	const int minute = tenant_now()->digest_hour * 60;
	const int64_t day = date_to_days(date_of(now));
	const int64_t today = date_minute_us(date_from_days(day), minute);

	return now < today ? today
			   : date_minute_us(date_from_days(day + 1), minute);
}

static enum err note(struct db *db, struct arena *a, const struct event_seen *e,
		     const struct watch_when *when)
{
	struct outgoing held;
	struct publication p;
	enum err err;

	if (!e->matter_id || !is_news(e->kind))
		return OK;
	err = outgoing_get(db, a, e->matter_id, &held);
	if (err != ERR_NOT_FOUND)
		return err; /* not before it leaves */
	err = publication_get(db, a, e->matter_id, &p);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (!str_same(p.text_state, "public"))
		return OK;
	err = store_watch_note_matter(db, e->matter_id, when);
	if (!err && p.topic_id && str_same(e->kind, "published"))
		err = store_watch_note_topic(db, p.topic_id, e->matter_id,
					     when);
	return err;
}

struct batch {
	size_t events, mails;
};

static enum err walk(struct db *db, struct arena *a, struct batch *b)
{
	const int64_t now = clock_now_us();
	const struct watch_when when = {now, digest_at(now), GAP_US};
	struct event_seen *list;
	int64_t mark, newest;
	enum err err = store_watch_mark(db, a, &mark, &newest);

	if (!err)
		err = event_after(db, a, mark, EVENTS, &list, &b->events);
	for (size_t i = 0; !err && i < b->events; i++)
		err = note(db, a, &list[i], &when);
	if (!err && b->events)
		err = store_watch_mark_put(db, list[b->events - 1].id);
	return err;
}

static enum err send(struct db *db, struct arena *a, struct batch *b)
{
	const int64_t now = clock_now_us();
	struct watch *list;
	enum err err = store_watch_due(db, a, now, MAILS, &list, &b->mails);

	for (size_t i = 0; !err && i < b->mails; i++) {
		int64_t *ids;
		size_t n;

		err = store_watch_notes(db, a, list[i].id, &ids, &n);
		if (!err)
			err = watch_tell_news(db, a, &list[i], ids, n);
		if (!err)
			err = store_watch_told(db, list[i].id, now);
	}
	return err;
}

static int64_t stale_before(void)
{
	return clock_now_us() - WATCH_WAITS_DAYS * DAY_US;
}

static enum err turn(struct db *db, struct arena *a, void *arg)
{
	struct batch *b = arg;
	enum err err = walk(db, a, b);

	if (!err)
		err = send(db, a, b);
	return err ? err : store_watch_forget(db, stale_before());
}

enum err watch_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct watch *list;
	int64_t mark, newest;
	size_t due = 0;
	bool any, stale;
	enum err err = store_watch_here(db, a, &any);

	*ret_wanted = false;
	if (err || !any)
		return err; /* as in most municipalities */
	err = store_watch_any(db, a, &any);
	if (!err)
		err = store_watch_stale(db, a, stale_before(), &stale);
	if (err)
		return err;
	*ret_wanted = stale;
	if (stale || !any)
		return OK;
	err = store_watch_mark(db, a, &mark, &newest);
	if (!err)
		err = store_watch_due(db, a, clock_now_us(), 1, &list, &due);
	if (!err)
		*ret_wanted = newest > mark || due;
	return err;
}

static enum err turn_some(struct db *db, struct arena *a, bool *ret_more)
{
	struct batch b = {0};
	enum err err = db_write(db, a, turn, &b);

	*ret_more = !err && (b.events == EVENTS || b.mails == MAILS);
	return err;
}

enum err watch_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, turn_some, &more);
}
