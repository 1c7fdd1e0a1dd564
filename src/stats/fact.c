/*
 * fact.c: see fact.h.
 */
#include "stats/fact.h"

#include "base/str.h"

#include <string.h>

const char *const status_names[] = {
	[STATUS_ANSWERED] = "answered",
	[STATUS_NO_ANSWER] = "no_answer",
	[STATUS_WAITING] = "waiting",
};

int64_t month_of(int64_t us)
{
	struct date d = date_of(us);

	return d.year * 100 + d.month;
}

int64_t month_add(int64_t month, int n)
{
	int64_t count = month / 100 * 12 + month % 100 - 1 + n;

	return count / 12 * 100 + count % 12 + 1;
}

static bool withdrawn(const struct counted *c)
{
	return str_same(c->outcome, "withdrawn");
}

/* Whoever wanted an answer waits for it until it is given, taken back, or
 * decided not to be given (improper). */
static enum status status_of(const struct counted *c)
{
	if (c->answered_at)
		return STATUS_ANSWERED;
	if (!c->wants_reply || !c->is_open || withdrawn(c))
		return STATUS_NO_ANSWER;
	return STATUS_WAITING;
}

static void count_times(const struct counted *c, struct fact *f)
{
	const struct moment moments[] = {
		{MOMENT_ARRIVAL, c->received_at},
		{MOMENT_HANDLED, c->reacted_at},
		{MOMENT_ANSWER, c->answered_at},
	};
	struct moment happened[3];
	struct service_times t;
	size_t n = 0;

	for (size_t i = 0; i < 3; i++)
		if (moments[i].at_us)
			happened[n++] = moments[i];
	t = service_times(happened, n);
	f->reaction_s = t.reaction_us < 0 ? -1 : t.reaction_us / SECOND_US;
	f->answer_s = t.answer_us < 0 ? -1 : t.answer_us / SECOND_US;
	f->unreacted = t.reaction_us < 0 && c->is_open && !withdrawn(c);
}

/* A date promised by a person takes the place of the due it was given for; a
 * due stands still while we wait for the sender; who took the message back
 * waits for no answer. */
static bool counts(const struct counted *c, const struct due *d)
{
	bool answer = str_same(d->what, "answer");

	if (!answer && !str_same(d->what, "reaction") &&
	    !str_same(d->what, "promise"))
		return false;
	if (str_same(d->clock, clock_replaced))
		return false;
	return d->met_at ||
	       (!str_same(d->clock, clock_paused) && !(answer && withdrawn(c)));
}

static void earliest(int64_t *at, int64_t due_at)
{
	if (!*at || due_at < *at)
		*at = due_at;
}

/* A promise nobody waits for any longer ended with the closing. */
static void count_dues(const struct counted *c, const struct due *dues,
		       size_t n, struct fact *f)
{
	for (size_t i = 0; i < n; i++) {
		const struct due *d = &dues[i];
		int64_t ended = d->met_at    ? d->met_at
				: c->is_open ? 0
					     : c->closed_at;

		if (!counts(c, d))
			continue;
		if (!ended || ended > d->due_at)
			earliest(&f->late_at, d->due_at);
		if (!ended)
			earliest(&f->pending_at, d->due_at);
	}
}

bool fact_make(const struct counted *c, const struct due *dues,
	       size_t due_count, int64_t reopened, struct fact *ret_fact)
{
	struct fact f = {
		.matter_id = c->matter_id,
		.unit_id = c->unit_id,
		.topic_id = c->topic_id,
		.month = month_of(c->received_at),
		.received_at = c->received_at,
		.status = status_of(c),
		.verdict = c->verdict,
		.reason = c->reason ? c->reason : "",
		.reopened = reopened,
	};

	count_times(c, &f);
	count_dues(c, dues, due_count, &f);
	*ret_fact = f;
	return !str_same(c->outcome, "spam");
}

/* Leaves this state for one that is open. */
static bool leaves(const char *payload, const char *step)
{
	const char *to = strstr(payload, step);

	if (!to)
		return false;
	to += strlen(step);
	return !str_starts(to, "\"answered\"") && !str_starts(to, "\"closed\"");
}

bool event_reopens(const char *kind, const char *payload)
{
	if (str_same(kind, "reopened") || str_same(kind, "unsatisfied"))
		return true;
	return leaves(payload, "\"handling\":[\"answered\",") ||
	       leaves(payload, "\"handling\":[\"closed\",");
}
