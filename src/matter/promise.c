/*
 * promise.c: by when the city reacts and answers. A promise is computed when
 * it is given and stored; a later change of settings leaves it alone.
 */
#include "base/clock.h"
#include "base/str.h"
#include "due/book.h"
#include "matter/rules.h"
#include "matter/storm.h"
#include "tenant/tenant.h"

static const char reaction[] = "reaction", answer[] = "answer";

/*
 * Feedback about accessibility is answered in two weeks, whatever the
 * municipality promises otherwise (306/2019).
 */
static const struct term accessibility = {14, MEASURE_DAYS};

/* The topic's and the type's, or the municipality's setting. */
static struct term term_of(const struct due_book *b, const struct matter *m,
			   const char *what)
{
	const struct promise *p = promise_find(b, m->topic_id, m->type, what);
	const struct tenant *t = tenant_now();

	if (p)
		return p->term;
	return (struct term){str_same(what, answer) ? t->answer_workdays
						    : t->reaction_workdays,
			     MEASURE_WORKDAYS};
}

static enum err begin(struct db *db, const struct due_book *b,
		      const struct due_new *n, int64_t *ret_due_at)
{
	return due_set(db, &b->calendar, n, ret_due_at);
}

/*
 * By law an answer in two weeks, or sooner where the topic itself promises it;
 * in days, because the clock of the law never stands still.
 */
static struct term by_law(const struct due_book *b, const struct matter *m)
{
	const struct promise *own =
		promise_own(b, m->topic_id, m->type, answer);
	struct term t = accessibility;
	int64_t sooner, days;

	if (!own)
		own = promise_own(b, m->topic_id, "", answer);
	if (!own || !term_due(&b->calendar, m->received_at, own->term, NULL, 0,
			      &sooner))
		return t;
	days = date_to_days(date_of(sooner)) -
	       date_to_days(date_of(m->received_at));
	if (days < t.amount)
		t.amount = (int)days;
	return t;
}

static enum err begin_answer(struct db *db, const struct due_book *b,
			     const struct topic *topic, struct given *given)
{
	const struct matter *m = &given->m;
	struct due_new n = {m->id, answer, m->received_at,
			    topic_is_accessibility(topic)
				    ? by_law(b, m)
				    : term_of(b, m, answer)};
	struct storm storm;
	enum err err = storm_at(db, m->topic_id, m->received_at, &storm);

	if (err || !storm.id || topic_is_accessibility(topic))
		return err ? err : begin(db, b, &n, &given->answer_due_at);
	given->answer_due_at = storm.answer_by; /* as the receipt says */
	return due_set_at(db, m->id, answer, storm.answer_by);
}

enum err promise_at_arrival(struct db *db, const struct topic *topic,
			    struct given *given)
{
	const struct matter *m = &given->m;
	const struct due_book *b;
	struct due dues[2];
	enum err err;

	err = due_book(db, &b);
	if (err)
		return err;
	err = begin(db, b,
		    &(struct due_new){m->id, reaction, m->received_at,
				      term_of(b, m, reaction)},
		    &given->reaction_due_at);
	if (!err && m->wants_reply)
		err = begin_answer(db, b, topic, given);
	if (err)
		return err;
	dues[0] = (struct due){.due_at = given->reaction_due_at,
			       .clock = clock_runs};
	dues[1] = (struct due){.due_at = given->answer_due_at,
			       .clock = clock_runs};
	standing_begin(&given->m, dues, m->wants_reply ? 2 : 1, &b->calendar);
	return OK;
}

static enum err is_running(struct act *act, const char *what, bool *ret_running)
{
	struct due *list;
	size_t n;
	bool running = false;
	enum err err;

	err = due_list(act->db, act->arena, act->m.id, &list, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		running |= str_same(list[i].what, what) && !list[i].met_at;
	*ret_running = running;
	return OK;
}

/* The topic as it is; id 0 when the matter has none. */
static enum err topic_now(struct act *act, struct topic *ret_topic)
{
	*ret_topic = (struct topic){.id = 0};
	if (!act->m.topic_id)
		return OK;
	return topic_get(act->db, act->arena, act->m.topic_id, ret_topic);
}

static enum err run(struct act *act, const char *what)
{
	struct due_new n = {
		.matter_id = act->m.id, .what = what, .start_at = act->now};
	const struct due_book *b;
	struct topic topic;
	bool running;
	int64_t due_at;
	enum err err;

	err = is_running(act, what, &running);
	if (err || running)
		return err;
	err = due_book(act->db, &b);
	if (!err)
		err = topic_now(act, &topic);
	if (err)
		return err;
	n.term = str_same(what, answer) && topic_is_accessibility(&topic)
			 ? by_law(b, &act->m)
			 : term_of(b, &act->m, what);
	return begin(act->db, b, &n, &due_at);
}

enum err promise_again(struct act *act, bool want_reaction, bool want_answer)
{
	enum err err = OK;

	if (want_reaction)
		err = run(act, reaction);
	if (!err && want_answer)
		err = run(act, answer);
	return err;
}

enum err promise_kept(struct act *act, bool with_answer)
{
	enum err err;

	err = due_meet(act->db, act->m.id, reaction, act->now);
	if (err || !with_answer)
		return err;
	err = due_meet(act->db, act->m.id, answer, act->now);
	return err ? err : due_meet(act->db, act->m.id, "promise", act->now);
}

enum err promise_of_topic(struct act *act, const struct topic *topic)
{
	struct due_new n = {act->m.id, answer, act->m.received_at,
			    accessibility};
	const struct due_book *b;
	int64_t due_at;
	enum err err;

	if (!topic_is_accessibility(topic))
		return OK;
	err = due_book(act->db, &b);
	if (err)
		return err;
	n.term = by_law(b, &act->m);
	if (!term_due(NULL, n.start_at, n.term, NULL, 0, &due_at))
		return OK;
	return due_tighten(act->db, &n, due_at);
}
