/*
 * collect.c: the job "figures". First it reads all matters there are, then it
 * follows the events; last it counts the months that have changed, also those
 * in which a promise has passed by itself.
 *
 * As with the words of matters: a batch is read in a read transaction and
 * written in a short write transaction of its own. The mark moves only from
 * where the batch began, so of two runs that overlap the slower one writes
 * nothing.
 */
#include "base/clock.h"
#include "base/str.h"
#include "event/event.h"
#include "stats/roll.h"
#include "stats/stats_jobs.h"

enum { BATCH_MAX = 500 };

struct batch {
	struct mark from, to;
	struct {
		int64_t matter_id;
		struct fact fact;
		bool counts;
	} found[BATCH_MAX];
	size_t count;
	int64_t *late_months;
	size_t late_count;
	bool all_dirty; /* the units or topics are others now */
	bool full;      /* there may be more behind it */
};

/* ---- reading ---- */

static enum err read_fact(struct db *db, struct arena *a, struct batch *b,
			  const struct counted *c)
{
	struct due *dues;
	int64_t reopened;
	size_t n;
	enum err err = due_list(db, a, c->matter_id, &dues, &n);

	if (!err)
		err = store_reopened(db, a, c->matter_id, &reopened);
	if (err)
		return err;
	b->found[b->count].matter_id = c->matter_id;
	b->found[b->count].counts =
		fact_make(c, dues, n, reopened, &b->found[b->count].fact);
	b->count++;
	return OK;
}

/* A matter that is no more keeps what it meant. */
static enum err read_one(struct db *db, struct arena *a, struct batch *b,
			 int64_t id)
{
	struct counted c;
	enum err err;

	for (size_t i = 0; i < b->count; i++)
		if (b->found[i].matter_id == id)
			return OK;
	err = store_counted(db, a, id, &c);
	if (err == ERR_NOT_FOUND)
		return OK;
	return err ? err : read_fact(db, a, b, &c);
}

static enum err read_all(struct db *db, struct arena *a, struct batch *b)
{
	struct counted *list;
	size_t n;
	enum err err = store_counted_after(db, a, b->from.matter_id, BATCH_MAX,
					   &list, &n);

	for (size_t i = 0; i < n && !err; i++)
		err = read_fact(db, a, b, &list[i]);
	if (err)
		return err;
	if (n)
		b->to.matter_id = list[n - 1].matter_id;
	b->full = n == BATCH_MAX;
	b->to.built = !b->full;
	return OK;
}

static enum err read_events(struct db *db, struct arena *a, struct batch *b)
{
	struct event_seen *list;
	size_t n;
	enum err err =
		event_after(db, a, b->from.event_id, BATCH_MAX, &list, &n);

	b->full = !err && n == BATCH_MAX;
	for (size_t i = 0; i < n && !err; i++) {
		b->to.event_id = list[i].id;
		if (list[i].matter_id)
			err = read_one(db, a, b, list[i].matter_id);
		else
			b->all_dirty |= str_starts(list[i].kind, "unit_") ||
					str_starts(list[i].kind, "topic_");
	}
	return err;
}

static enum err read_batch(struct db *db, struct arena *a, struct batch *b)
{
	enum err err = db_read_begin(db);

	if (err)
		return err;
	err = store_mark(db, a, &b->from);
	b->to = b->from;
	if (!err && b->from.there && !b->from.built)
		err = read_all(db, a, b);
	else if (!err && b->from.there)
		err = read_events(db, a, b);
	b->to.looked_at = clock_now_us();
	if (!err && b->to.looked_at > b->from.looked_at)
		err = store_months_late(db, a, b->from.looked_at,
					b->to.looked_at, &b->late_months,
					&b->late_count);
	db_read_end(db);
	return err;
}

/* ---- writing ---- */

static enum err write_facts(struct db *db, const struct batch *b)
{
	enum err err = OK;

	for (size_t i = 0; i < b->count && !err; i++) {
		const struct fact *f = &b->found[i].fact;

		err = b->found[i].counts
			      ? store_fact_put(db, f)
			      : store_fact_drop(db, b->found[i].matter_id);
		if (!err)
			err = store_month_dirty(db, f->month);
	}
	return err;
}

static enum err write_batch(struct db *db, struct arena *a, void *arg)
{
	const struct batch *b = arg;
	enum err err;

	if (!b->from.there)
		return store_mark_first(db, a);
	err = store_mark_move(db, &b->from, &b->to);
	if (!err)
		err = write_facts(db, b);
	for (size_t i = 0; i < b->late_count && !err; i++)
		err = store_month_dirty(db, b->late_months[i]);
	if (!err && b->all_dirty)
		err = store_months_dirty_all(db);
	return err;
}

static bool has_news(const struct batch *b)
{
	return !b->from.there || b->to.built != b->from.built ||
	       b->to.event_id != b->from.event_id ||
	       b->to.matter_id != b->from.matter_id || b->late_count;
}

/* What has come since the batch was read is left to the next run: a batch for
 * each message would write as often as residents do. */
static enum err follow_some(struct db *db, struct arena *a, bool *ret_more)
{
	struct batch *b = arena_alloc(a, sizeof(*b));
	enum err err = read_batch(db, a, b);
	bool news = !err && has_news(b);

	if (news)
		err = db_write(db, a, write_batch, b);
	*ret_more = news && !err && (b->full || !b->from.built);
	return err;
}

/* Nothing is counted before all matters have been read. */
static enum err count_some(struct db *db, struct arena *a, bool *ret_more)
{
	struct mark mark;
	int64_t month = 0;
	enum err err = db_read_begin(db);

	*ret_more = false;
	if (err)
		return err;
	err = store_mark(db, a, &mark);
	if (!err && mark.built)
		err = store_month_next(db, a, &month);
	db_read_end(db);
	if (!err && month) {
		err = roll_month(db, a, month, &mark);
		*ret_more = !err;
	}
	return err;
}

/* ---- the job ---- */

enum err stats_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct mark mark;
	int64_t newest, month = 0, *months;
	size_t late = 0;
	enum err err = store_mark(db, a, &mark);

	if (!err)
		err = event_newest(db, a, &newest);
	if (!err && mark.built)
		err = store_month_next(db, a, &month);
	if (!err && mark.built)
		err = store_months_late(db, a, mark.looked_at, clock_now_us(),
					&months, &late);
	if (!err)
		*ret_wanted =
			!mark.built || newest > mark.event_id || month || late;
	return err;
}

enum err stats_job_run(struct job_context *c, const struct job *job)
{
	bool more;
	enum err err;

	(void)job;
	err = job_in_batches(c, follow_some, &more);
	if (!err && !more)
		err = job_in_batches(c, count_some, &more);
	return err;
}
