/*
 * demo_year.c: the last 12 months of the demo municipality. Every message is
 * sent, routed, answered and published by the rules the pages use, in order
 * of time with the clock set to it, so that what stands in the database could
 * have happened.
 */
#include "app/demo.h"

#include "app/demo_sql.h"
#include "base/clock.h"
#include "base/str.h"
#include "due/due.h"
#include "entry/entry.h"
#include "matter/where.h"
#include "staff/staff.h"
#include "text/redact.h"
#include "topic/topic.h"

enum act {
	ACT_GIVE,
	ACT_ROUTE,
	ACT_TAKE,
	ACT_NOTE,
	ACT_INTERIM,
	ACT_ANSWER,
	ACT_CLOSE,
	ACT_PUBLISH,
	ACT_SATISFIED,
	ACT_UNSATISFIED
};

struct step {
	int64_t at_us;
	size_t i; /* row of the corpus */
	enum act act;
};

struct year {
	struct db *db;
	struct arena *arena;
	const struct demo_data *data;
	const struct demo_town *town;
	struct step *steps;
	size_t step_count;
	int64_t *ids; /* matter of row i */
	int64_t now_us;
	size_t count;
};

static int by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->at_us != y->at_us)
		return x->at_us < y->at_us ? -1 : 1;
	return (x->act > y->act) - (x->act < y->act);
}

/* What lies in the future has not happened yet. */
static void plan(struct year *y, size_t i, enum act act, int64_t at_us)
{
	if (at_us < y->now_us)
		y->steps[y->step_count++] = (struct step){at_us, i, act};
}

static int64_t hours(uint32_t i, uint32_t salt, uint32_t from, uint32_t to)
{
	return (from + demo_dice(i, salt, to - from)) * HOUR_US +
	       demo_dice(i, salt + 50, 3600) * (int64_t)SECOND_US;
}

static bool is_kind(const struct year *y, size_t i, const char *kind)
{
	return str_same(demo_text(y->data->messages[i], "kind"), kind);
}

/* The city works from eight to four on working days. */
static int64_t at_work(uint32_t i, uint32_t salt, int64_t at)
{
	struct date day = date_of(at);
	int64_t begin = date_start_us(day) + 8 * HOUR_US;

	if (is_workday(day) && at >= begin && at < begin + 8 * HOUR_US)
		return at;
	if (!is_workday(day) || at > begin)
		day = add_workdays(NULL, day, 1);
	return date_start_us(day) + 8 * HOUR_US +
	       demo_dice(i, salt, 4 * 3600) * (int64_t)SECOND_US;
}

/* Some wait in a queue; a few were forgotten for weeks. */
static bool forgotten(const struct year *y, size_t i, int64_t at)
{
	int64_t age = y->now_us - at;

	return !is_kind(y, i, "callback") && age < 60 * DAY_US &&
	       demo_dice((uint32_t)i, 23, age < 14 * DAY_US ? 4 : 40) == 0;
}

/* What the resident thought of the answer of then; a second one follows. */
static void plan_verdict(struct year *y, size_t i, int64_t end)
{
	uint32_t n = (uint32_t)i;
	int64_t at = end + hours(n, 30, 5, 90);

	if (demo_dice(n, 29, 4) == 0) {
		plan(y, i, ACT_SATISFIED, at);
	} else if (demo_dice(n, 31, 25) == 0) {
		plan(y, i, ACT_UNSATISFIED, at);
		plan(y, i, ACT_ANSWER, at_work(n, 45, at + 20 * HOUR_US));
	}
}

/* One message's life, from sending to the end, as far as time has come. */
static void plan_life(struct year *y, size_t i, int64_t at)
{
	const json_t *row = y->data->messages[i];
	uint32_t n = (uint32_t)i;
	bool slow = demo_dice(n, 20, 12) == 0;
	int64_t end;

	plan(y, i, ACT_GIVE, at);
	at = at_work(n, 40, at + hours(n, 21, 0, 5));
	plan(y, i, ACT_ROUTE, at);
	if (forgotten(y, i, at))
		return;
	at = at_work(n, 41, at + hours(n, 22, 0, 5));
	plan(y, i, ACT_TAKE, at);
	if (demo_dice(n, 24, 6) == 0)
		plan(y, i, ACT_NOTE, at + HOUR_US / 4);
	if (slow)
		plan(y, i, ACT_INTERIM,
		     at_work(n, 42, at + hours(n, 25, 1, 20)));
	end = at_work(
		n, 43,
		at + (slow ? hours(n, 26, 60, 260) : hours(n, 27, 1, 24)));
	if (is_kind(y, i, "thanks") && str_empty(demo_text(row, "answer")))
		plan(y, i, ACT_CLOSE, end);
	else
		plan(y, i, ACT_ANSWER, end);
	plan(y, i, ACT_PUBLISH, at_work(n, 44, end + hours(n, 28, 1, 20)));
	plan_verdict(y, i, end);
}

/* Evenly over a year, but for the last week: there the desk has its hands
 * full. */
static int64_t sent_at(const struct year *y, size_t i)
{
	const int64_t week = 7 * DAY_US, before = 357 * DAY_US;
	size_t busy = y->count / 12, calm = y->count - busy;
	int64_t at = y->now_us - week;

	if (i < calm)
		at -= before - before / (int64_t)calm * (int64_t)i;
	else
		at += week / (int64_t)busy * (int64_t)(i - calm);
	return at + (i < calm ? hours((uint32_t)i, 35, 0, 10) : 0);
}

/* The person of the matter's unit, or the information desk (the first). */
static const struct session *person_of(const struct year *y,
				       const struct matter *m)
{
	for (size_t i = 1; m->unit_id && i < y->town->staff_count; i++) {
		const struct session *s = &y->town->staff[i].session;

		if (s->unit_id == m->unit_id && s->rights & PERM_HANDLE)
			return s;
	}
	return &y->town->staff[0].session;
}

static const struct session *desk_of(const struct year *y)
{
	return &y->town->staff[0].session;
}

static enum err do_give(struct year *y, const struct step *s)
{
	struct matter m;
	struct give g;
	enum err err;

	demo_give(y->arena, y->data, s->i, &g);
	err = where_find(y->db, y->arena, &g);
	if (!err)
		err = matter_give(y->db, y->arena, &g, &m);
	if (err)
		return err;
	y->ids[s->i] = m.id;
	return demo_questions_answer(y->db, y->arena, &m, (uint32_t)s->i);
}

/* The desk reads what nobody chose a topic for, and sends it on. */
static enum err do_route(struct year *y, const struct matter *m, size_t i)
{
	struct route_to to = {.note = ""};
	struct topic t;
	enum err err;

	if (m->handling != HANDLING_RECEIVED && m->handling != HANDLING_TRIAGE)
		return OK;
	err = topic_by_code(y->db, y->arena,
			    demo_text(y->data->messages[i], "topic"), &t);
	if (err)
		return err;
	to.topic_id = t.id;
	to.unit_id =
		t.default_unit_id ? t.default_unit_id : desk_of(y)->unit_id;
	return matter_route(y->db, y->arena, desk_of(y), m->id, 0, &to);
}

static const char *say(const struct year *y, const char *what, enum lang lang)
{
	json_t *by_lang = json_object_get(y->data->town, what);

	return demo_text(by_lang, lang_codes[lang]);
}

static enum err do_answer(struct year *y, const struct matter *m, size_t i)
{
	const char *text = demo_text(y->data->messages[i], "answer");
	json_t *replies = json_object_get(y->data->town, "replies");
	json_t *by_type = json_object_get(replies, m->type);
	struct answer ans = {
		.outcome = str_same(m->type, "fault") ? OUTCOME_DONE
						      : OUTCOME_ANSWERED,
		.reason = "",
	};

	if (str_empty(text))
		text = demo_text(by_type ? by_type
					 : json_object_get(replies, "other"),
				 lang_codes[m->lang]);
	ans.text = text;
	return matter_answer(y->db, y->arena, person_of(y, m), m->id, 0, &ans);
}

/* Moved to the next hours of work it may come after the answer. */
static enum err do_interim(struct year *y, const struct matter *m)
{
	return matter_interim(
		y->db, y->arena, person_of(y, m), m->id, 0,
		&(struct answer){.text = say(y, "interim", m->lang)});
}

/* A person would take personal data out by hand; here it is masked. */
static enum err masked(struct year *y, const char *text, const char **ret_text)
{
	struct hit *hits;
	size_t n;
	enum err err = publication_hits(y->db, y->arena, text, &hits, &n);

	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		hits[i].verdict = HIT_MASK;
	*ret_text = redact_mask(y->arena, text, hits, n, "[...]");
	return OK;
}

static enum err do_publish(struct year *y, const struct matter *m, size_t i)
{
	struct topic topic = {.confidential = false};
	struct publish p = {.show_text = true,
			    .show_nickname = true,
			    .show_place = true,
			    .show_point = true};
	struct entry *list;
	size_t n;
	enum err err;

	const json_t *row = y->data->messages[i];

	if (!m->may_publish || demo_dice((uint32_t)i, 34, 12) == 0 ||
	    json_array_size(json_object_get(row, "pii")) ||
	    (str_empty(demo_text(row, "answer")) && !is_kind(y, i, "thanks")))
		return OK;
	/* One about a facility may have come to its unit without a topic. */
	err = m->topic_id ? topic_get(y->db, y->arena, m->topic_id, &topic)
			  : OK;
	if (err || topic.confidential)
		return err;
	err = entry_list(y->db, y->arena, m->id, 0, &list, &n);
	p.answer = "";
	for (size_t k = 0; !err && k < n; k++)
		if (str_same(list[k].kind, "answer"))
			p.answer = list[k].text;
	p.show_answer = !str_empty(p.answer);
	if (!err)
		err = masked(y, p.answer, &p.answer);
	if (!err)
		err = masked(y, m->title, &p.title);
	if (!err)
		err = masked(y, m->text, &p.text);
	if (err)
		return err;
	return matter_publish(y->db, y->arena, desk_of(y), m->id, 0, &p);
}

static enum err do_step(struct year *y, const struct step *s)
{
	struct matter m;
	enum err err;

	if (s->act == ACT_GIVE)
		return do_give(y, s);
	err = matter_get(y->db, y->arena, y->ids[s->i], &m);
	if (err)
		return err;
	switch (s->act) {
	case ACT_ROUTE:
		return do_route(y, &m, s->i);
	case ACT_TAKE:
		return matter_take(y->db, y->arena, person_of(y, &m), m.id, 0);
	case ACT_NOTE:
		return matter_note(y->db, y->arena, person_of(y, &m), m.id,
				   say(y, "note", LANG_FI));
	case ACT_INTERIM:
		return m.is_open ? do_interim(y, &m) : OK;
	case ACT_ANSWER:
		return m.is_open ? do_answer(y, &m, s->i) : OK;
	case ACT_CLOSE:
		return matter_close(y->db, y->arena, person_of(y, &m), m.id, 0,
				    &(struct closing){.outcome = OUTCOME_DONE,
						      .reason = ""});
	case ACT_PUBLISH:
		return do_publish(y, &m, s->i);
	case ACT_SATISFIED:
		return m.answered_at
			       ? matter_satisfied(y->db, y->arena, &m, "clear")
			       : OK;
	case ACT_UNSATISFIED:
		return m.answered_at ? matter_unsatisfied(
					       y->db, y->arena, &m, "not_fixed",
					       say(y, "unsatisfied", m.lang))
				     : OK;
	case ACT_GIVE:
		break;
	}
	return ERR_INTERNAL;
}

/* Mails of a year that was never lived: nothing may be sent to anyone. */
static enum err forget_mails(struct year *y)
{
	enum err err = db_exec(y->db, &Q_demo_mails_sent,
			       ARGS(ARG_INT(id_time_us(0))));

	if (!err)
		err = db_exec(y->db, &Q_demo_jobs_forget, NO_ARGS);
	return err;
}

enum err demo_year_make(struct db *db, struct arena *a,
			const struct demo_data *data,
			const struct demo_town *town, size_t count)
{
	struct arena scratch = ARENA_INIT;
	struct year y = {db, a, data, town, NULL, 0, NULL, clock_now_us(), 0};
	enum err err = OK;

	y.count = count < data->message_count ? count : data->message_count;
	if (!y.count)
		return OK;
	y.steps = arena_array(a, y.count * 10, sizeof(*y.steps));
	y.ids = arena_array(a, y.count, sizeof(*y.ids));
	for (size_t i = 0; i < y.count; i++)
		plan_life(&y, i, sent_at(&y, i));
	qsort(y.steps, y.step_count, sizeof(*y.steps), by_time);
	y.arena = &scratch;
	for (size_t i = 0; !err && i < y.step_count; i++) {
		clock_set(y.steps[i].at_us);
		err = do_step(&y, &y.steps[i]);
		if (err)
			fprintf(stderr,
				"kaiku demo: row %zu act %d: error %d %s\n",
				y.steps[i].i, (int)y.steps[i].act, (int)err,
				db_error(db));
		arena_release(&scratch);
	}
	clock_set(0);
	return err ? err : forget_mails(&y);
}
