/*
 * roll.c: from the facts of a month to its cells.
 *
 * A fact counts in the cells of its unit and every unit above it, of its topic
 * and every topic above, in all pairs of these, and in the whole. A month is
 * read in pages and only its cells are kept, so a storm of a hundred thousand
 * messages needs no more memory than a quiet month.
 */
#include "stats/roll.h"

#include "base/clock.h"
#include "base/str.h"
#include "topic/topic.h"
#include "unit/unit.h"

enum { DEPTH = 10, SLOTS_FIRST = 256 };

/* Cells by unit and topic: open addressing over their places in the list. */
struct table {
	struct arena *arena;
	int64_t month;
	struct cell *list;
	size_t used;
	int32_t *slots; /* place + 1; 0 = free */
	size_t slot_count;
};

static size_t slot_of(const struct table *t, int64_t unit_id, int64_t topic_id)
{
	uint64_t key = (uint64_t)unit_id * UINT64_C(0x9E3779B97F4A7C15) ^
		       (uint64_t)topic_id * UINT64_C(0xC2B2AE3D27D4EB4F);
	size_t at = (key ^ key >> 29) % t->slot_count;

	for (; t->slots[at]; at = (at + 1) % t->slot_count) {
		const struct cell *c = &t->list[t->slots[at] - 1];

		if (c->unit_id == unit_id && c->topic_id == topic_id)
			break;
	}
	return at;
}

static void grow(struct table *t)
{
	size_t room = t->slot_count ? t->slot_count * 2 : SLOTS_FIRST;
	struct cell *list = arena_array(t->arena, room / 2, sizeof(*list));

	if (t->used)
		memcpy(list, t->list, t->used * sizeof(*list));
	t->list = list;
	t->slots = arena_array(t->arena, room, sizeof(*t->slots));
	memset(t->slots, 0, room * sizeof(*t->slots));
	t->slot_count = room;
	for (size_t i = 0; i < t->used; i++)
		t->slots[slot_of(t, list[i].unit_id, list[i].topic_id)] =
			(int32_t)i + 1;
}

static struct figures *figures_of(struct table *t, int64_t unit_id,
				  int64_t topic_id)
{
	size_t at;

	if (t->used * 2 >= t->slot_count)
		grow(t);
	at = slot_of(t, unit_id, topic_id);
	if (!t->slots[at]) {
		t->list[t->used] = (struct cell){
			.month = t->month,
			.unit_id = unit_id,
			.topic_id = topic_id,
		};
		t->slots[at] = (int32_t)++t->used;
	}
	return &t->list[t->slots[at] - 1].f;
}

/* ---- one fact ---- */

static void count_span(struct arena *a, struct spans *s, int64_t seconds)
{
	if (seconds < 0)
		return;
	spans_add(a, s, span_hour(seconds), 1);
	s->sum_s += seconds;
}

static void count_fact(struct table *t, struct figures *to,
		       const struct fact *f, int64_t now)
{
	bool waiting = f->status == STATUS_WAITING;

	to->arrived++;
	to->answered += f->status == STATUS_ANSWERED;
	to->no_answer += f->status == STATUS_NO_ANSWER;
	to->waiting += waiting;
	if (waiting && (!to->oldest_at || f->received_at < to->oldest_at))
		to->oldest_at = f->received_at;
	to->late += f->late_at && f->late_at < now;
	to->late_now += f->pending_at && f->pending_at < now;
	to->unreacted += f->unreacted;
	to->reopened += f->reopened;
	to->satisfied += str_same(f->verdict, "satisfied");
	to->unsatisfied += str_same(f->verdict, "unsatisfied") ||
			   str_same(f->verdict, "reopen_requested");
	reasons_add(to, f->reason, 1);
	count_span(t->arena, &to->reaction, f->reaction_s);
	count_span(t->arena, &to->answer, f->answer_s);
}

/* ---- the trees ---- */

struct town {
	struct unit *units;
	struct topic *topics;
	size_t unit_count, topic_count;
};

/* The whole, then from the unit itself up to the top. */
static size_t units_above(const struct town *town, int64_t id, int64_t *list)
{
	const struct unit *u;
	size_t n = 0;

	list[n++] = STATS_ALL;
	list[n++] = id ? id : STATS_NONE;
	while (id && n < DEPTH) {
		u = unit_find(town->units, town->unit_count, id);
		id = u ? u->parent_id : 0;
		if (id)
			list[n++] = id;
	}
	return n;
}

static size_t topics_above(const struct town *town, int64_t id, int64_t *list)
{
	const struct topic *t;
	size_t n = 0;

	list[n++] = STATS_ALL;
	list[n++] = id ? id : STATS_NONE;
	while (id && n < DEPTH) {
		t = topic_find(town->topics, town->topic_count, id);
		id = t ? t->parent_id : 0;
		if (id)
			list[n++] = id;
	}
	return n;
}

static bool is_confidential(const struct town *town, int64_t topic_id)
{
	const struct topic *t =
		topic_find(town->topics, town->topic_count, topic_id);

	/* A matter confidential by itself has no other topic (stats.sql). */
	return topic_id == STATS_CONFIDENTIAL || (t && t->confidential);
}

static void count_everywhere(struct table *t, const struct town *town,
			     const struct fact *f, int64_t now)
{
	int64_t units[DEPTH], topics[DEPTH];
	size_t unit_count, topic_count;

	if (is_confidential(town, f->topic_id)) {
		struct fact quiet = *f;

		quiet.reason = ""; /* so few that it might be somebody's */
		count_fact(t, figures_of(t, STATS_ALL, STATS_CONFIDENTIAL),
			   &quiet, now);
		return;
	}
	unit_count = units_above(town, f->unit_id, units);
	topic_count = topics_above(town, f->topic_id, topics);
	for (size_t u = 0; u < unit_count; u++)
		for (size_t i = 0; i < topic_count; i++)
			count_fact(t, figures_of(t, units[u], topics[i]), f,
				   now);
}

static enum err read_town(struct db *db, struct arena *a, struct town *town)
{
	enum err err = unit_list(db, a, &town->units, &town->unit_count);

	if (!err)
		err = topic_list(db, a, false, &town->topics,
				 &town->topic_count);
	return err;
}

enum err roll_count(struct db *db, struct arena *a, int64_t month, int64_t now,
		    struct cell **ret_list, size_t *ret_count)
{
	struct table t = {.arena = a, .month = month};
	struct arena page = ARENA_INIT;
	struct fact *facts = NULL;
	struct town town;
	int64_t last = 0;
	size_t n = 1;
	enum err err = read_town(db, a, &town);

	while (!err && n) {
		err = store_facts(db, &page, month, last, &facts, &n);
		for (size_t i = 0; i < n && !err; i++)
			count_everywhere(&t, &town, &facts[i], now);
		if (!err && n)
			last = facts[n - 1].matter_id;
		arena_release(&page);
	}
	*ret_list = t.list;
	*ret_count = t.used;
	return err;
}

/* ---- writing what has changed ---- */

struct change {
	int64_t month;
	const struct mark *mark;
	struct cell *is, *was;
	size_t is_count, was_count;
};

static int by_key(const void *x, const void *y)
{
	const struct cell *c = x, *d = y;

	if (c->unit_id != d->unit_id)
		return c->unit_id < d->unit_id ? -1 : 1;
	return (c->topic_id > d->topic_id) - (c->topic_id < d->topic_id);
}

static void sort(struct cell *list, size_t n)
{
	if (n)
		qsort(list, n, sizeof(*list), by_key);
}

/* Both lists by their keys, side by side. */
static enum err write_cells(struct db *db, struct arena *a,
			    const struct change *c)
{
	size_t i = 0, w = 0;
	enum err err = OK;

	while (!err && (i < c->is_count || w < c->was_count)) {
		int order = i == c->is_count    ? 1
			    : w == c->was_count ? -1
						: by_key(&c->is[i], &c->was[w]);

		if (order > 0) {
			err = store_cell_drop(db, &c->was[w++]);
			continue;
		}
		if (order < 0 || !figures_same(&c->is[i].f, &c->was[w].f))
			err = store_cell_put(db, a, &c->is[i]);
		i++;
		w += order == 0;
	}
	return err;
}

static enum err write_month(struct db *db, struct arena *a, void *arg)
{
	const struct change *c = arg;
	enum err err = store_mark_move(db, c->mark, c->mark);

	if (!err)
		err = write_cells(db, a, c);
	return err ? err : store_month_clean(db, c->month);
}

enum err roll_month(struct db *db, struct arena *a, int64_t month,
		    const struct mark *mark)
{
	struct change c = {.month = month, .mark = mark};
	enum err err = db_read_begin(db);

	if (err)
		return err;
	err = roll_count(db, a, month, clock_now_us(), &c.is, &c.is_count);
	if (!err)
		err = store_cells_of_month(db, a, month, &c.was, &c.was_count);
	db_read_end(db);
	if (err)
		return err;
	sort(c.is, c.is_count);
	sort(c.was, c.was_count);
	return db_write(db, a, write_month, &c);
}
