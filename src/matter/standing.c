/*
 * standing.c: where the promises of a matter stand. The table below says in
 * which states their clock stands still and in which nobody is reminded; the
 * nearest due and the next reminder are worked out here and kept in the row.
 */
#include "base/str.h"
#include "due/book.h"
#include "matter/rules.h"
#include "tenant/tenant.h"

static const struct {
	bool stops;   /* the clock of what the city promised */
	bool expects; /* somebody here should do something */
} states[HANDLING__COUNT] = {
	[HANDLING_RECEIVED] = {false, true},
	[HANDLING_TRIAGE] = {false, true},
	[HANDLING_ASSIGNED] = {false, true},
	[HANDLING_IN_WORK] = {false, true},
	[HANDLING_WAITING_RESIDENT] = {true, false},
	[HANDLING_WAITING_EXTERNAL] = {false, true},
	[HANDLING_PLANNED] = {false, false},
	[HANDLING_ANSWERED] = {false, false},
	[HANDLING_CLOSED] = {false, false},
};

/* Acts of staff that are no handling of the matter. */
static const char *const no_handling[] = {
	"published", "hidden", "released", "view_given", "part_given", NULL};

bool handling_stops_clock(enum handling h)
{
	return states[h].stops;
}

bool handling_expects(enum handling h)
{
	return states[h].expects;
}

bool matter_wants_interim(const struct matter *m, const struct calendar *c,
			  int64_t now)
{
	return m->is_open && m->wants_reply && !m->reacted_at &&
	       m->outcome == OUTCOME_NONE && m->due_at != DUE_NONE &&
	       remind_soon_at(c, m->due_at) <= now;
}

/* ---- what follows from the dues ---- */

static int64_t nearest(const struct matter *m, const struct due *dues,
		       size_t count)
{
	int64_t at = DUE_NONE;

	for (size_t i = 0; i < count && m->is_open; i++)
		if (due_runs(&dues[i]) && dues[i].due_at < at)
			at = dues[i].due_at;
	return at;
}

static struct remind_rules rules_of(const struct calendar *c)
{
	const struct tenant *t = tenant_now();

	return (struct remind_rules){
		.first_days = t->remind_first_days,
		.second_days = t->remind_second_days,
		.again_days = t->escalate_days,
		.calendar = c,
	};
}

/* What is urgent is due by the end of the day, although nobody was promised it.
 */
enum { DUES_MAX = 32 };
static size_t with_urgent(const struct matter *m, const struct due *dues,
			  size_t count, struct due to[DUES_MAX])
{
	size_t n = 0;

	while (n < count && n + 1 < DUES_MAX) {
		to[n] = dues[n];
		n++;
	}
	if (m->urgent_at && !handling_stops_clock(m->handling))
		to[n++] = (struct due){
			.what = "urgent",
			.due_at = m->urgent_at,
			.clock = clock_runs,
		};
	return n;
}

static struct remind_state state_of(const struct matter *m,
				    const struct due *dues, size_t count)
{
	return (struct remind_state){
		.assigned_at = m->assigned_at,
		.touched_at = m->touched_at,
		.told_at = m->told_at,
		.idle_counts = handling_expects(m->handling),
		.dues = dues,
		.due_count = count,
	};
}

static void plan(struct matter *m, const struct due *dues, size_t count,
		 const struct calendar *c)
{
	struct due all[DUES_MAX];
	const size_t n = with_urgent(m, dues, count, all);
	const struct remind_rules rules = rules_of(c);
	const struct remind_state state = state_of(m, all, n);

	m->due_at = nearest(m, all, n);
	m->remind_at = m->is_open ? remind_next(&rules, &state).at : 0;
}

struct remind standing_tell(struct matter *m, const struct due *dues,
			    size_t count, const struct calendar *c, int64_t now)
{
	struct due all[DUES_MAX];
	const size_t n = with_urgent(m, dues, count, all);
	const struct remind_rules rules = rules_of(c);
	const struct remind_state state = state_of(m, all, n);
	struct remind r = {.kind = REMIND_NONE};

	if (m->is_open)
		r = remind_now(&rules, &state, now);
	m->told_at = now;
	plan(m, dues, count, c);
	return r;
}

void standing_begin(struct matter *m, const struct due *dues, size_t count,
		    const struct calendar *c)
{
	m->touched_at = m->received_at;
	m->told_at = m->received_at - 1;
	m->assigned_at = m->unit_id ? m->received_at : 0;
	plan(m, dues, count, c);
}

/* ---- the clock ---- */

/* Also what was promised only now, while it stands. */
static enum err stop(struct act *act, bool begins, struct due *dues,
		     size_t count)
{
	enum err err = OK;

	if (begins)
		err = stand_begin(act->db, act->m.id, act->now);
	for (size_t i = 0; i < count && !err; i++) {
		struct due *d = &dues[i];

		if (d->met_at || !measure_pauses(d->term.measure) ||
		    str_same(d->clock, clock_paused))
			continue;
		d->clock = clock_paused;
		err = due_move(act->db, d->id, d->due_at, d->clock);
	}
	return err;
}

static enum err go_on(struct act *act, const struct due_book *b,
		      struct due *dues, size_t count)
{
	struct stand *stands;
	size_t n;
	enum err err;

	err = stand_end(act->db, act->m.id, act->now);
	if (!err)
		err = stand_list(act->db, act->arena, act->m.id, &stands, &n);
	for (size_t i = 0; i < count && !err; i++) {
		struct due *d = &dues[i];

		if (d->met_at || !str_same(d->clock, clock_paused))
			continue;
		term_due(&b->calendar, d->start_at, d->term, stands, n,
			 &d->due_at);
		d->clock = clock_runs;
		err = due_move(act->db, d->id, d->due_at, d->clock);
	}
	return err;
}

/*
 * A later date promised to the sender takes the place of what the city promised
 * everybody, until it is kept: that one keeps its date, for the figures.
 */
static enum err replace(struct act *act, struct due *dues, size_t count)
{
	int64_t promised = 0;
	enum err err = OK;

	for (size_t i = 0; i < count; i++)
		if (str_same(dues[i].what, "promise") && !dues[i].met_at)
			promised = dues[i].due_at;
	for (size_t i = 0; i < count && !err; i++) {
		struct due *d = &dues[i];
		const bool later = promised > d->due_at;

		if (d->met_at || !str_same(d->what, "answer") ||
		    d->term.measure == MEASURE_DAYS ||
		    str_same(d->clock, later ? clock_replaced : clock_runs) ||
		    str_same(d->clock, clock_paused))
			continue;
		d->clock = later ? clock_replaced : clock_runs;
		err = due_move(act->db, d->id, d->due_at, d->clock);
	}
	return err;
}

/* Closed without an answer: nobody waits for the promised day any more. */
static enum err settle_closed(struct act *act)
{
	if (act->m.is_open || !act->was.is_open)
		return OK;
	return due_meet(act->db, act->m.id, "promise", act->now);
}

static bool handles(const char *event)
{
	for (const char *const *e = no_handling; *e; e++)
		if (str_same(*e, event))
			return false;
	return true;
}

/* Somebody else has it now, and did not take it: tell them. */
static bool is_given(const struct act *act)
{
	const struct matter *was = &act->was, *m = &act->m;

	if (!m->unit_id ||
	    (was->unit_id == m->unit_id && was->handler_id == m->handler_id))
		return false;
	return !act->by || m->handler_id != act->by->staff_id;
}

/* What would have come while the clock stood, or the matter was closed, is not
 * made up for; what came since the job last looked still is. Nothing counted
 * before the instant that was next. */
static void skip_past(struct act *act)
{
	const int64_t next = act->was.remind_at;

	act->m.told_at = (next && next < act->now ? next : act->now) - 1;
}

static void touch(struct act *act, const char *event)
{
	struct matter *m = &act->m;

	if (is_given(act))
		m->assigned_at = act->now;
	else if (m->unit_id != act->was.unit_id ||
		 m->handler_id != act->was.handler_id)
		m->assigned_at = 0;
	if ((act->by && handles(event)) || (m->is_open && !act->was.is_open) ||
	    (handling_stops_clock(act->was.handling) &&
	     !handling_stops_clock(m->handling)))
		m->touched_at = act->now;
}

enum err standing_settle(struct act *act, const char *event)
{
	const bool stood = handling_stops_clock(act->was.handling);
	const bool stands = handling_stops_clock(act->m.handling);
	const struct due_book *b;
	struct due *dues;
	size_t count;
	enum err err;

	err = due_book(act->db, &b);
	if (!err)
		err = settle_closed(act);
	if (!err)
		err = due_list(act->db, act->arena, act->m.id, &dues, &count);
	if (!err && act->undone) {
		plan(&act->m, dues, count, &b->calendar);
		return OK;
	}
	if (!err && stands)
		err = stop(act, !stood, dues, count);
	if (!err && stood && !stands)
		err = go_on(act, b, dues, count);
	if (!err)
		err = replace(act, dues, count);
	if (err)
		return err;
	skip_past(act);
	touch(act, event);
	plan(&act->m, dues, count, &b->calendar);
	return OK;
}
