/*
 * demo_bulk.c: many messages of the years before the demo's own, for
 * benchmarks: the corpus again and again, most answered and public, spread
 * evenly over time. A life a row, many rows a transaction.
 */
#include "app/demo.h"

#include "base/clock.h"
#include "base/str.h"
#include "matter/import.h"
#include "topic/topic.h"

#include <inttypes.h>

/* COUNTED: points that go onto the map in one statement, far below the 2 s it
 * may take on a busy machine. */
enum { BATCH = 5000, COUNTED = 100, TOPICS_MAX = 64 };

struct bulk {
	const struct demo_data *data;
	const struct demo_town *town;
	struct {
		const char *code;
		int64_t id, unit_id;
		bool confidential;
	} topics[TOPICS_MAX];
	size_t topic_count;
	int64_t first_us, gap_us; /* when the first came, and one to the next */
	int64_t from, to;         /* this batch */
	bool published;           /* all that may be */
};

/* Says whether it may become public. */
static bool find_topic(const struct bulk *b, const char *code, struct matter *m)
{
	for (size_t i = 0; i < b->topic_count; i++) {
		if (!str_same(b->topics[i].code, code))
			continue;
		m->topic_id = b->topics[i].id;
		m->unit_id = b->topics[i].unit_id;
		return !b->topics[i].confidential;
	}
	return false;
}

/* The same words come from many places. */
static double beside(uint32_t n, uint32_t salt, double degrees)
{
	return ((double)demo_dice(n, salt, 10000) / 5000 - 1) * degrees;
}

/* From what a resident sent to how it stands years later. */
static struct matter_import life_of(struct arena *a, const struct bulk *b,
				    int64_t i)
{
	uint32_t n = (uint32_t)i;
	const json_t *row =
		b->data->messages[(size_t)i % b->data->message_count];
	int64_t at = clock_now_us(),
		took = (2 + demo_dice(n, 60, 160)) * HOUR_US;
	struct matter_import in = {.answer = demo_text(row, "answer"),
				   .staff_id =
					   b->town->staff[0].session.staff_id};
	struct give g;
	bool may;

	demo_give(a, b->data, (size_t)i, &g);
	may = g.may_publish || b->published;
	in.party = g.party;
	in.m = (struct matter){
		.kind = g.kind,
		.type = g.type,
		.lang = g.lang,
		.channel = "web",
		.title = g.title,
		.place = g.place,
		.text = arena_printf(a, "%s (%" PRId64 ")", g.text, i),
		.nickname = g.nickname,
		.has_point = g.has_point,
		.lat = g.lat + beside(n, 62, 0.02),
		.lon = g.lon + beside(n, 63, 0.04),
		.wants_reply = g.wants_reply,
		.may_publish = may,
		.consent_at = may ? at : 0,
		.consent_wording = may,
		.outcome_note = "",
		.handling = HANDLING_CLOSED,
		.verdict = "none",
		.outcome = str_same(g.type, "fault") ? OUTCOME_DONE
						     : OUTCOME_ANSWERED,
		.verdict_note = "",
		.received_at = at,
		.reacted_at = at + took,
		.closed_at = at + took,
		.answered_at = str_empty(in.answer) ? 0 : at + took,
	};
	in.publish = find_topic(b, demo_text(row, "topic"), &in.m) && may &&
		     (b->published || demo_dice(n, 61, 10) < 9);
	in.reaction_due_at = at + 2 * DAY_US;
	in.answer_due_at = g.wants_reply ? at + 7 * DAY_US : 0;
	return in;
}

static enum err make_batch(struct db *db, struct arena *a, void *arg)
{
	struct arena scratch = ARENA_INIT;
	struct bulk *b = arg;
	enum err err = OK;
	int64_t id = 0, first = 0;

	(void)a;
	for (int64_t i = b->from; !err && i < b->to; i++) {
		clock_set(b->first_us + i * b->gap_us);
		struct matter_import in = life_of(&scratch, b, i);

		err = matter_import(db, &scratch, &in, &id);
		first = first ? first : id;
		arena_release(&scratch);
		if (err || ((i + 1) % COUNTED && i + 1 < b->to))
			continue;
		err = matter_import_end(db, first, id);
		first = 0;
	}
	clock_set(0);
	return err;
}

static enum err topics_read(struct db *db, struct arena *a, struct bulk *b)
{
	struct topic *list;
	size_t n;
	enum err err = topic_list(db, a, false, &list, &n);

	for (size_t i = 0; !err && i < n && i < TOPICS_MAX; i++) {
		b->topics[i].code = list[i].code;
		b->topics[i].id = list[i].id;
		b->topics[i].unit_id = list[i].default_unit_id;
		b->topics[i].confidential = list[i].confidential;
		b->topic_count++;
	}
	return err;
}

enum err demo_bulk_make(struct db *db, const struct demo_data *data,
			const struct demo_town *town,
			const struct demo_bulk *what)
{
	const int64_t count = what->count;
	struct arena a = ARENA_INIT;
	struct bulk b = {
		.data = data, .town = town, .published = what->published};
	enum err err = topics_read(db, &a, &b);

	b.first_us = clock_now_us() - DEMO_YEARS * 365 * DAY_US;
	b.gap_us = (DEMO_YEARS - 1) * 365 * DAY_US / (count ? count : 1);
	for (b.from = 0; !err && b.from < count; b.from = b.to) {
		b.to = b.from + BATCH < count ? b.from + BATCH : count;
		err = db_write(db, &a, make_batch, &b);
	}
	arena_release(&a);
	return err;
}
