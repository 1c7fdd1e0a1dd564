/*
 * remind_jobs.c: reminders and digests as jobs. A batch is one short write
 * transaction, and a run a short one: on PostgreSQL these writes and those of
 * residents wait for the same lock, and a storm of messages brings as many
 * reminders. What is left waits for the next run. What is told and that it has
 * been told are written together, so nothing is told twice.
 */
#include "base/clock.h"
#include "due/book.h"
#include "matter/remind.h"
#include "matter/remind_mail.h"
#include "matter/remind_store.h"
#include "tenant/tenant.h"

enum { BATCH = 20, WAITING_MAX = 500 };

/* One of the two, and how many of it in one transaction. */
struct batch {
	enum err (*some)(struct db *db, struct arena *a, int max,
			 size_t *ret_count);
	size_t count;
};

static enum err do_some(struct db *db, struct arena *a, void *arg)
{
	struct batch *b = arg;

	return b->some(db, a, BATCH, &b->count);
}

static enum err batch(struct db *db, struct arena *a, struct batch b,
		      bool *ret_more)
{
	enum err err = db_write(db, a, do_some, &b);

	*ret_more = !err && b.count >= BATCH;
	return err;
}

enum err remind_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	const int64_t now = clock_now_us();
	struct wish *wishes;
	int64_t *ids;
	size_t n, wish_count;
	enum err err = store_remind_due(db, a, now, 1, &ids, &n);

	if (!err)
		err = store_wishes_due(db, a, now, 1, &wishes, &wish_count);
	if (!err)
		*ret_wanted = n || wish_count;
	return err;
}

static enum err tell_some(struct db *db, struct arena *a, bool *ret_more)
{
	return batch(db, a, (struct batch){.some = remind_tell_due}, ret_more);
}

enum err remind_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, tell_some, &more);
}

/* ---- the digest ---- */

static enum err is_time(struct db *db, int64_t now, bool *ret_time)
{
	const struct due_book *b;
	int hour, minute;
	enum err err = due_book(db, &b);

	if (err)
		return err;
	clock_local_hm(now, &hour, &minute);
	*ret_time = hour >= tenant_now()->digest_hour &&
		    is_open_day(&b->calendar, date_of(now));
	return OK;
}

static enum err send_one(struct db *db, struct arena *a,
			 const struct reader *to, int64_t day)
{
	struct digest_told told = {0};
	struct waiting_list w;
	enum err err = store_waiting(db, a, to, WAITING_MAX, &w);

	if (!err)
		err = remind_mail_digest(db, a, to, &w, &told);
	if (!err)
		err = store_digest_day(db, to, day);
	/* Without an address they wait until there is one. */
	if (err || !w.last_id || !told.has_address)
		return err;
	return store_told(db, to, told.mail_id, w.last_id);
}

enum err digest_send_due(struct db *db, struct arena *a, int max,
			 size_t *ret_count)
{
	const int64_t now = clock_now_us();
	const int64_t day = date_to_days(date_of(now));
	struct reader *readers;
	size_t n = 0;
	bool time;
	enum err err = is_time(db, now, &time);

	if (!err && time)
		err = store_readers(db, a, day, max, &readers, &n);
	for (size_t i = 0; i < n && !err; i++)
		err = send_one(db, a, &readers[i], day);
	if (!err)
		*ret_count = n;
	return err;
}

enum err digest_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	const int64_t now = clock_now_us();
	struct reader *readers;
	size_t n = 0;
	bool time;
	enum err err = is_time(db, now, &time);

	if (!err && time)
		err = store_readers(db, a, date_to_days(date_of(now)), 1,
				    &readers, &n);
	if (!err)
		*ret_wanted = n > 0;
	return err;
}

static enum err send_some(struct db *db, struct arena *a, bool *ret_more)
{
	return batch(db, a, (struct batch){.some = digest_send_due}, ret_more);
}

enum err digest_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, send_some, &more);
}
