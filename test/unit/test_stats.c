/*
 * test_stats.c: the figures against the definitions: pure rules, Helsinki's
 * first report, and hundreds of lives counted again the slow way, on both
 * engines.
 */
#include "event/event.h"
#include "jobtest.h"
#include "matter/import.h"
#include "stats/fact.h"
#include "stats/stats.h"
#include "stats/stats_jobs.h"
#include "topic/topic.h"
#include "unit/unit.h"

QUERY(Q_lives,
      "SELECT m.id, m.received_at, COALESCE(m.unit_id, 0), "
      "COALESCE(m.topic_id, 0), COALESCE(m.reacted_at, 0), "
      "COALESCE(m.answered_at, 0), m.wants_reply, m.is_open, m.outcome, "
      "m.verdict, COALESCE(t.confidential, 0), COALESCE(u.parent_id, 0), "
      "(SELECT COUNT(*) FROM due d WHERE d.tenant_id = m.tenant_id "
      "  AND d.matter_id = m.id "
      "  AND COALESCE(d.met_at, CASE WHEN m.is_open = 1 "
      "               THEN CAST($2 AS BIGINT) ELSE m.closed_at END) "
      "      > d.due_at), "
      "(SELECT COUNT(*) FROM event e WHERE e.tenant_id = m.tenant_id "
      "  AND e.matter_id = m.id AND e.kind = 'reopened') "
      "FROM matter m "
      "LEFT JOIN topic t ON t.tenant_id = m.tenant_id AND t.id = m.topic_id "
      "LEFT JOIN unit u ON u.tenant_id = m.tenant_id AND u.id = m.unit_id "
      "WHERE m.tenant_id = $1 ORDER BY m.id");
QUERY(Q_answer, "UPDATE matter SET answered_at = $3, reacted_at = "
		"COALESCE(reacted_at, $3), closed_at = $3, is_open = 0, "
		"handling = 'answered', outcome = 'answered', verdict = $4 "
		"WHERE tenant_id = $1 AND id = $2");
QUERY(Q_meet, "UPDATE due SET met_at = $3 WHERE tenant_id = $1 "
	      "AND matter_id = $2 AND met_at IS NULL");
QUERY(Q_spam, "UPDATE matter SET outcome = 'spam', is_open = 0, "
	      "handling = 'closed', closed_at = $3 "
	      "WHERE tenant_id = $1 AND id = $2");
QUERY(Q_open, "UPDATE matter SET outcome = '', is_open = 1, "
	      "handling = 'triage', closed_at = NULL "
	      "WHERE tenant_id = $1 AND id = $2");
QUERY(Q_moved, "UPDATE matter SET unit_id = $3 WHERE tenant_id = $1 "
	       "AND id = $2");
QUERY(Q_gone, "DELETE FROM matter WHERE tenant_id = $1 AND id = $2");

static const struct job_kind stats_kinds[] = {
	{.kind = "figures",
	 .run = stats_job_run,
	 .every_s = 10,
	 .attempts_max = 3,
	 .backoff_s = 5,
	 .lease_s = 60,
	 .wanted = stats_job_wanted},
	{.kind = NULL},
};

enum { LIVES = 400 };

static int64_t city, park, road;      /* road and park below city */
static int64_t potholes, swings, own; /* own: confidential */
static int64_t ids[LIVES];
static uint32_t dice_state;

/* The same throws in every run. */
static uint32_t dice(uint32_t sides)
{
	dice_state = dice_state * 1664525u + 1013904223u;
	return (dice_state >> 8) % sides;
}

/* ---- pure ---- */

static void test_spans(void)
{
	struct arena a = ARENA_INIT;
	struct spans s = {0}, back = {0};

	ok(spans_rank(&s, 50) == -1, "no times have no median");
	for (int i = 10; i >= 1; i--)
		spans_add(&a, &s, i, 1);
	ok(spans_rank(&s, 50) == 5, "median by nearest rank");
	ok(spans_rank(&s, 90) == 9, "p90 by nearest rank");
	spans_add(&a, &s, 100, 3);
	ok(spans_rank(&s, 90) == 100 && s.n == 13, "repeated values count");
	ok(str_same(spans_text(&a, &s),
		    "1:1 2:1 3:1 4:1 5:1 6:1 7:1 8:1 9:1 10:1 100:3"),
	   "as text: %s", spans_text(&a, &s));
	spans_parse(&a, &back, spans_text(&a, &s));
	ok(back.n == 13 && spans_rank(&back, 50) == 7, "and back");
	spans_parse(&a, &back, "x 5: :3 7:-2");
	ok(back.n == 13, "what is not understood is left out");
	ok(span_hour(1799) == 0 && span_hour(1800) == 1, "to the nearest hour");
	arena_release(&a);
}

static void test_months(void)
{
	ok(month_add(202611, 2) == 202701 && month_add(202601, -1) == 202512,
	   "months over the turn of a year");
	ok(month_of(INT64_C(1793480399) * SECOND_US) == 202610 &&
		   month_of(INT64_C(1793484000) * SECOND_US) == 202611,
	   "a month begins at midnight in Helsinki");
}

static struct fact fact_of(struct counted c, struct due d)
{
	struct fact f;

	if (!c.outcome)
		c.outcome = "";
	c.verdict = "none";
	c.received_at = DAY_US;
	fact_make(&c, &d, d.due_at ? 1 : 0, 0, &f);
	return f;
}

static void test_facts(void)
{
	const struct due due = {.what = "answer", .due_at = 5 * DAY_US};
	struct due met = due;
	struct fact f;

	f = fact_of((struct counted){.wants_reply = true, .is_open = true},
		    due);
	ok(f.status == STATUS_WAITING && f.unreacted && f.answer_s == -1 &&
		   f.late_at == due.due_at && f.pending_at == due.due_at,
	   "whoever wants an answer waits");
	f = fact_of((struct counted){.is_open = true}, (struct due){0});
	ok(f.status == STATUS_NO_ANSWER && f.unreacted && !f.late_at,
	   "whoever wants none does not");
	met.met_at = 3 * DAY_US;
	f = fact_of((struct counted){.wants_reply = true,
				     .reacted_at = 2 * DAY_US,
				     .answered_at = 3 * DAY_US},
		    met);
	ok(f.status == STATUS_ANSWERED && f.reaction_s == 86400 &&
		   f.answer_s == 2 * 86400 && !f.late_at && !f.pending_at,
	   "answered in time");
	met.met_at = 6 * DAY_US;
	f = fact_of((struct counted){.answered_at = 6 * DAY_US}, met);
	ok(f.late_at == due.due_at && !f.pending_at, "answered late");
	f = fact_of((struct counted){.wants_reply = true,
				     .closed_at = 2 * DAY_US,
				     .outcome = "withdrawn"},
		    due);
	ok(f.status == STATUS_NO_ANSWER && f.reaction_s == -1 && !f.unreacted &&
		   !f.late_at,
	   "what was taken back is neither reacted to nor late");
	f = fact_of((struct counted){.wants_reply = true,
				     .is_open = true,
				     .outcome = "withdrawn"},
		    due);
	ok(f.status == STATUS_NO_ANSWER && !f.pending_at,
	   "a fault that was taken back waits for no answer");
	met = due;
	met.clock = clock_paused;
	f = fact_of((struct counted){.wants_reply = true, .is_open = true},
		    met);
	ok(f.status == STATUS_WAITING && !f.late_at && !f.pending_at,
	   "a clock that stands still is not late");
	met.clock = clock_replaced;
	f = fact_of((struct counted){.answered_at = 9 * DAY_US}, met);
	ok(!f.late_at, "a later date that was promised counts instead");
	f = fact_of((struct counted){.wants_reply = true,
				     .reacted_at = 6 * DAY_US,
				     .closed_at = 6 * DAY_US,
				     .outcome = "improper"},
		    due);
	ok(f.status == STATUS_NO_ANSWER && f.late_at == due.due_at,
	   "closed without an answer, too late");
	ok(event_reopens("reopened", "{}") &&
		   event_reopens("added", "{\"handling\":[\"closed\","
					  "\"triage\"]}") &&
		   !event_reopens("added", "{}") &&
		   !event_reopens("added", "{\"handling\":[\"answered\","
					   "\"closed\"]}"),
	   "what opens again");
}

/* ---- a city ---- */

static int64_t save_unit(struct db *db, struct arena *a, const char *code,
			 int64_t parent)
{
	const struct unit u = {.code = code,
			       .parent_id = parent,
			       .name = {code, code, code},
			       .mail = "",
			       .active = true};
	int64_t id = 0;

	if (unit_save(db, a, &u, &id))
		bail("no unit");
	return id;
}

static int64_t save_topic(struct db *db, struct arena *a, const char *code,
			  bool confidential)
{
	const struct topic t = {.code = code,
				.name = {code, code, code},
				.confidential = confidential,
				.active = true};
	int64_t id = 0;

	if (topic_save(db, a, &t, &id))
		bail("no topic");
	return id;
}

static enum err do_city(struct db *db, struct arena *a, void *arg)
{
	(void)arg;
	city = save_unit(db, a, "city", 0);
	park = save_unit(db, a, "park", city);
	road = save_unit(db, a, "road", city);
	potholes = save_topic(db, a, "potholes", false);
	swings = save_topic(db, a, "swings", false);
	own = save_topic(db, a, "own", true);
	return OK;
}

static void in_write(enum err (*fn)(struct db *, struct arena *, void *),
		     void *arg)
{
	struct arena a = ARENA_INIT;

	if (db_write(get(tenant), &a, fn, arg)) {
		printf("# %s\n", db_error(get(tenant)));
		bail("not written");
	}
	arena_release(&a);
}

static struct matter_import blank(int64_t received_at)
{
	return (struct matter_import){
		.m = {.kind = "feedback",
		      .type = "question",
		      .channel = "web",
		      .title = "",
		      .text = "Milloin keinut korjataan?",
		      .place = "",
		      .nickname = "",
		      .outcome_note = "",
		      .verdict = "none",
		      .verdict_note = "",
		      .handling = HANDLING_TRIAGE,
		      .received_at = received_at,
		      .is_open = true},
		.party = {"", "", ""},
		.answer = "",
	};
}

static void finished(struct matter_import *in, int64_t at, enum outcome o)
{
	in->m.handling = HANDLING_CLOSED;
	in->m.outcome = o;
	in->m.is_open = false;
	in->m.closed_at = in->m.reacted_at = at;
}

static void read_stats(int64_t from, int64_t to, int64_t unit, int64_t topic,
		       struct arena *a, struct stats *ret_stats)
{
	const struct stats_want w = {from, to, unit, topic};
	struct db *db = get(tenant);

	if (db_read_begin(db) || stats_read(db, a, &w, ret_stats))
		bail("not read");
	db_read_end(db);
}

static void count_all(void)
{
	pass_time(11 * SECOND_US);
	turn_with(stats_kinds);
}

/* ---- Helsinki, 2013 ---- */

enum { ARRIVED = 530, ANSWERED = 235, WAITING = 45 };

static enum err do_helsinki(struct db *db, struct arena *a, void *arg)
{
	const struct date march = {2013, 3, 1};
	enum err err = OK;

	(void)arg;
	for (int i = 0; i < ARRIVED && !err; i++) {
		int64_t at = date_start_us(march) + i * 80 * MINUTE_US, id;
		struct matter_import in = blank(at);

		in.m.wants_reply = i < ANSWERED + WAITING;
		if (i < ANSWERED) {
			in.m.answered_at = at + (1 + i % 9) * DAY_US;
			finished(&in, in.m.answered_at, OUTCOME_ANSWERED);
			in.m.handling = HANDLING_ANSWERED;
		} else if (i >= ANSWERED + WAITING) {
			finished(&in, at + DAY_US, OUTCOME_DONE);
		}
		err = matter_import(db, a, &in, &id);
	}
	return err;
}

static void test_helsinki(void)
{
	struct arena a = ARENA_INIT;
	struct stats s;

	in_write(do_helsinki, NULL);
	count_all();
	read_stats(201303, 201303, STATS_ALL, STATS_ALL, &a, &s);
	ok(s.built, "%s: counted", on);
	ok(s.total.arrived == 530 && s.total.answered == 235 &&
		   s.total.waiting == 45 && s.total.no_answer == 250,
	   "%s: Helsinki 2013: %d arrived, %d answered, %d waiting, %d wanted "
	   "no answer",
	   on, (int)s.total.arrived, (int)s.total.answered,
	   (int)s.total.waiting, (int)s.total.no_answer);
	ok(s.total.answer.n == 235 && spans_rank(&s.total.answer, 50) == 120 &&
		   spans_rank(&s.total.answer, 90) == 216,
	   "%s: half within 5 days, 90 %% within 9", on);
	ok(s.month_count == 1 && s.months[0].f.arrived == 530 &&
		   s.first == 201303,
	   "%s: all in March", on);
	arena_release(&a);
}

/* ---- lives by chance ---- */

static void random_end(struct matter_import *in, int64_t at)
{
	int64_t took = dice(400) * HOUR_US + dice(3600) * (int64_t)SECOND_US;

	switch (dice(6)) {
	case 0:
	case 1:
	case 2:
		in->m.answered_at = at + took;
		finished(in, at + took, OUTCOME_ANSWERED);
		in->m.handling = HANDLING_ANSWERED;
		in->m.verdict = dice(2) ? "satisfied" : "none";
		break;
	case 3:
		finished(in, at + took,
			 dice(2) ? OUTCOME_IMPROPER : OUTCOME_SPAM);
		break;
	case 4:
		in->m.reacted_at = at + took;
		break;
	default:
		break;
	}
}

static enum err do_lives(struct db *db, struct arena *a, void *arg)
{
	const int64_t units[] = {0, city, park, road};
	const int64_t topics[] = {0, potholes, swings, own};
	int64_t begin = date_start_us((struct date){2026, 8, 1});
	enum err err = OK;

	(void)arg;
	for (int i = 0; i < LIVES && !err; i++) {
		int64_t at = begin + dice(70 * 24) * HOUR_US;
		struct matter_import in = blank(at);

		in.m.unit_id = units[dice(4)];
		in.m.topic_id = topics[dice(4)];
		in.m.wants_reply = dice(3) > 0;
		in.reaction_due_at = at + (1 + dice(5)) * DAY_US;
		in.answer_due_at =
			in.m.wants_reply ? at + (2 + dice(9)) * DAY_US : 0;
		random_end(&in, at);
		err = matter_import(db, a, &in, &ids[i]);
	}
	return err;
}

static enum err change(struct db *db, int64_t id, const char **ret_kind)
{
	const struct sql_arg at = ARG_INT(now);
	enum err err;

	switch (dice(5)) {
	case 0:
		*ret_kind = "answered";
		err = db_exec(
			db, &Q_answer,
			ARGS(ARG_INT(id), at,
			     ARG_TEXT(dice(2) ? "none" : "reopen_requested")));
		return err ? err : db_exec(db, &Q_meet, ARGS(ARG_INT(id), at));
	case 1:
		*ret_kind = "closed";
		return db_exec(db, &Q_spam, ARGS(ARG_INT(id), at));
	case 2:
		*ret_kind = "reopened";
		return db_exec(db, &Q_open, ARGS(ARG_INT(id)));
	case 3:
		*ret_kind = "routed";
		return db_exec(
			db, &Q_moved,
			ARGS(ARG_INT(id), ARG_INT(dice(2) ? park : road)));
	default:
		*ret_kind = "noted";
		return OK;
	}
}

static enum err do_changes(struct db *db, struct arena *a, void *arg)
{
	enum err err = OK;

	(void)arg;
	for (int i = 0; i < 150 && !err; i++) {
		struct event e = {.matter_id = ids[dice(LIVES)],
				  .actor = "system"};

		err = change(db, e.matter_id, &e.kind);
		if (!err)
			err = event_add(db, a, &e);
	}
	return err;
}

/* ---- counted again, the slow way ---- */

struct life {
	int64_t received_at, unit_id, topic_id, reacted_at, answered_at, above;
	int64_t late, reopened;
	bool wants_reply, is_open, spam, content, discontent, confidential;
};
static struct life lives[LIVES + ARRIVED];
static size_t life_count;

static void read_lives(void)
{
	struct arena a = ARENA_INIT;
	struct rows *r;

	if (db_rows(get(tenant), &a, &Q_lives, ARGS(ARG_INT(now)), &r))
		bail("no lives");
	life_count = 0;
	while (rows_next(r))
		lives[life_count++] = (struct life){
			.received_at = rows_int(r, 1),
			.unit_id = rows_int(r, 2),
			.topic_id = rows_int(r, 3),
			.reacted_at = rows_int(r, 4),
			.answered_at = rows_int(r, 5),
			.wants_reply = rows_int(r, 6),
			.is_open = rows_int(r, 7),
			.spam = str_same(rows_text(r, 8), "spam"),
			.content = str_same(rows_text(r, 9), "satisfied"),
			.discontent =
				str_same(rows_text(r, 9), "reopen_requested"),
			.confidential = rows_int(r, 10),
			.above = rows_int(r, 11),
			.late = rows_int(r, 12) > 0,
			.reopened = rows_int(r, 13),
		};
	arena_release(&a);
}

static bool belongs(const struct life *l, int64_t month, int64_t unit,
		    int64_t topic)
{
	if (l->spam || month_of(l->received_at) != month)
		return false;
	if (topic == STATS_CONFIDENTIAL || l->confidential)
		return topic == STATS_CONFIDENTIAL && l->confidential;
	if (unit == STATS_NONE ? l->unit_id != 0
			       : unit && l->unit_id != unit && l->above != unit)
		return false;
	return topic == STATS_NONE ? l->topic_id == 0
				   : !topic || l->topic_id == topic;
}

static int by_value(const void *x, const void *y)
{
	int64_t v = *(const int64_t *)x, w = *(const int64_t *)y;

	return (v > w) - (v < w);
}

static bool rank_fits(int64_t *hours, size_t n, const struct spans *s)
{
	qsort(hours, n, sizeof(*hours), by_value);
	if (s->n != (int64_t)n)
		return false;
	return !n || (spans_rank(s, 50) == hours[(n + 1) / 2 - 1] &&
		      spans_rank(s, 90) == hours[(n * 9 + 9) / 10 - 1]);
}

struct recount {
	int64_t arrived, answered, waiting, late, unreacted, reopened;
	int64_t content, discontent, oldest;
	int64_t reactions[LIVES + ARRIVED], answers[LIVES + ARRIVED];
	size_t reaction_count, answer_count;
};

static void add_life(struct recount *t, const struct life *l)
{
	bool waits = l->wants_reply && !l->answered_at && l->is_open;

	t->arrived++;
	t->answered += l->answered_at != 0;
	t->waiting += waits;
	t->late += l->late;
	t->reopened += l->reopened;
	t->content += l->content;
	t->discontent += l->discontent;
	t->unreacted += l->is_open && !l->reacted_at;
	if (waits && (!t->oldest || l->received_at < t->oldest))
		t->oldest = l->received_at;
	if (l->reacted_at)
		t->reactions[t->reaction_count++] =
			span_hour((l->reacted_at - l->received_at) / SECOND_US);
	if (l->answered_at)
		t->answers[t->answer_count++] = span_hour(
			(l->answered_at - l->received_at) / SECOND_US);
}

static bool cell_fits(const struct cell *c)
{
	static struct recount t;
	const struct figures *f = &c->f;

	memset(&t, 0, sizeof(t));
	for (size_t i = 0; i < life_count; i++)
		if (belongs(&lives[i], c->month, c->unit_id, c->topic_id))
			add_life(&t, &lives[i]);
	return f->arrived == t.arrived && f->answered == t.answered &&
	       f->waiting == t.waiting &&
	       f->no_answer == t.arrived - t.answered - t.waiting &&
	       f->late == t.late && f->unreacted == t.unreacted &&
	       f->reopened == t.reopened && f->satisfied == t.content &&
	       f->unsatisfied == t.discontent && f->oldest_at == t.oldest &&
	       rank_fits(t.reactions, t.reaction_count, &f->reaction) &&
	       rank_fits(t.answers, t.answer_count, &f->answer);
}

/* Every cell there is, and that none is missing: the whole adds up. */
static void compare(const char *when)
{
	struct arena a = ARENA_INIT;
	struct db *db = get(tenant);
	int64_t counted = 0, alive_lives = 0;
	size_t wrong = 0, n = 0;
	struct cell *list;

	count_all();
	read_lives();
	if (db_read_begin(db) || stats_cells(db, &a, 201303, 202612, &list, &n))
		bail("no cells");
	db_read_end(db);
	for (size_t i = 0; i < n; i++) {
		wrong += !cell_fits(&list[i]);
		if (list[i].unit_id == STATS_ALL &&
		    (list[i].topic_id == STATS_ALL ||
		     list[i].topic_id == STATS_CONFIDENTIAL))
			counted += list[i].f.arrived;
	}
	for (size_t i = 0; i < life_count; i++)
		alive_lives += !lives[i].spam;
	ok(n > 50 && wrong == 0, "%s: %s: %zu cells, %zu wrong", on, when, n,
	   wrong);
	ok(counted == alive_lives, "%s: %s: every life is counted once", on,
	   when);
	arena_release(&a);
}

static enum err do_open_topic(struct db *db, struct arena *a, void *arg)
{
	struct topic t;
	const struct event e = {.kind = "topic_changed", .actor = "system"};
	int64_t id;
	enum err err = topic_get(db, a, own, &t);

	t.confidential = arg != NULL;
	if (!err)
		err = topic_save(db, a, &t, &id);
	return err ? err : event_add(db, a, &e);
}

static enum err do_forget(struct db *db, struct arena *a, void *arg)
{
	(void)a;
	(void)arg;
	return stats_forget(db);
}

static enum err do_erase(struct db *db, struct arena *a, void *arg)
{
	struct event e = {.matter_id = *(int64_t *)arg,
			  .kind = "erased",
			  .actor = "system"};
	enum err err = db_exec(db, &Q_gone, ARGS(ARG_INT(e.matter_id)));

	return err ? err : event_add(db, a, &e);
}

static void test_lives(void)
{
	dice_state = 2026;
	in_write(do_lives, NULL);
	compare("as they came");
	for (int i = 0; i < 3; i++) {
		pass_time(5 * DAY_US);
		in_write(do_changes, NULL);
		compare("after changes");
	}
	pass_time(20 * DAY_US);
	compare("promises that pass by themselves");
	in_write(do_open_topic, NULL);
	compare("a topic that is no longer confidential");
	in_write(do_open_topic, &own);
	compare("a topic that is confidential again");
	in_write(do_forget, NULL);
	compare("counted anew from the beginning");
}

/* ---- who may not be recognised, and what stays ---- */

static enum err do_one(struct db *db, struct arena *a, void *arg)
{
	struct matter_import in =
		blank(date_start_us((struct date){2014, 5, 5}));

	in.m.topic_id = own;
	in.m.unit_id = park;
	return matter_import(db, a, &in, arg);
}

static int64_t arrived(int64_t unit, int64_t topic)
{
	struct arena a = ARENA_INIT;
	struct stats s;
	int64_t n;

	read_stats(201405, 201405, unit, topic, &a, &s);
	n = s.total.arrived;
	arena_release(&a);
	return n;
}

static void test_confidential(void)
{
	struct arena a = ARENA_INIT;
	struct stats s;
	int64_t id;

	for (int i = 0; i < FIGURES_HIDDEN_MIN - 1; i++)
		in_write(do_one, &id);
	count_all();
	ok(arrived(STATS_ALL, STATS_ALL) == 0 && arrived(park, STATS_ALL) == 0,
	   "%s: four confidential ones are seen nowhere", on);
	in_write(do_one, &id);
	count_all();
	ok(arrived(STATS_ALL, STATS_ALL) == FIGURES_HIDDEN_MIN,
	   "%s: five are part of the whole", on);
	ok(arrived(park, STATS_ALL) == 0 && arrived(STATS_ALL, own) == 0,
	   "%s: and of no unit or topic", on);
	read_stats(201405, 201405, STATS_ALL, STATS_ALL, &a, &s);
	ok(s.unit_count == 0 && s.topic_count == 0 &&
		   s.confidential.arrived == FIGURES_HIDDEN_MIN,
	   "%s: shown together", on);
	in_write(do_erase, &id);
	count_all();
	in_write(do_forget, NULL);
	count_all();
	ok(arrived(STATS_ALL, STATS_ALL) == FIGURES_HIDDEN_MIN,
	   "%s: figures stay when a matter is erased", on);
	arena_release(&a);
}

static void test_all(void)
{
	now = INT64_C(1793520000) * SECOND_US; /* 1 November 2026 */
	clock_set(now);
	in_write(do_city, NULL);
	test_helsinki();
	test_lives();
	test_confidential();
}

int main(void)
{
	clock_init();
	test_spans();
	test_months();
	test_facts();
	return on_both_engines("test_stats", test_all);
}
