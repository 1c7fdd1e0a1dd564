/*
 * promised.c: a date that a person gives the sender. It becomes a due the
 * system keeps, beside the promise of the municipality, which keeps its own
 * date for the figures; from then on the person is held to the later one.
 * The sender always hears of it, and a change needs a word why
 * (Chancellor of Justice OKV/631/10/2021: an estimate for one's own matter).
 */
#include "matter/promised.h"

#include "base/str.h"
#include "base/typed.h"
#include "base/utf8.h"
#include "html/out.h"
#include "matter/outgoing.h"
#include "matter/rules.h"

enum { PROMISE_AHEAD_DAYS = 2 * 366 };

static const char promise[] = "promise";

/* The running one, or NULL. */
static const struct due *now_promised(const struct due *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_same(list[i].what, promise) && !list[i].met_at)
			return &list[i];
	return NULL;
}

static bool date_fits(const struct act *act, struct date d)
{
	const int64_t ahead = date_to_days(d) - date_to_days(date_of(act->now));

	return date_valid(d) && ahead >= 0 && ahead <= PROMISE_AHEAD_DAYS;
}

static enum err set_due(struct act *act, const struct due *was, int64_t due_at)
{
	if (was)
		return due_move(act->db, was->id, due_at, clock_runs);
	return due_set_at(act->db, act->m.id, promise, due_at);
}

static const char *line_of(struct act *act, int64_t due_at)
{
	const enum lang l = act->m.lang;

	return word_fill(
		act->arena, l, W_promised_line,
		WORDS(WORD_TEXT("date", text_date(act->arena, l, due_at))));
}

/* What the sender reads: the words of the person, then the date. */
static const char *letter(struct act *act, const char *note, int64_t due_at)
{
	const char *line = line_of(act, due_at);

	if (str_empty(note))
		return line;
	return arena_printf(act->arena, "%s\n\n%s", note, line);
}

static enum err tell(struct act *act, const char *note, int64_t due_at)
{
	const char *text = letter(act, note, due_at);
	enum err err = act_say(act, "interim_reply", "parties", text);

	if (err)
		return err;
	return outgoing_waits(act) ? outgoing_hold(act, promise)
				   : tell_reply(act, "interim_reply", text);
}

enum err matter_promise(struct db *db, struct arena *a, const struct session *s,
			int64_t id, int64_t version, const struct promised *p)
{
	struct act act = {.db = db, .arena = a};
	const int64_t due_at =
		date_valid(p->date) ? date_end_us(p->date) - 1 : 0;
	const struct due *was;
	struct due *dues;
	size_t count;
	enum err err;

	err = act_begin(&act, s, id, version);
	if (!err)
		err = due_list(db, a, id, &dues, &count);
	if (err)
		return err;
	was = now_promised(dues, count);
	if (!act.m.is_open || !date_fits(&act, p->date) ||
	    utf8_length(p->note) > REPLY_MAX ||
	    (was && (str_empty(p->note) || was->due_at == due_at)))
		return ERR_INVALID;
	if (!act.m.reacted_at)
		act.m.reacted_at = act.now;
	if (act.m.handling != HANDLING_WAITING_RESIDENT)
		act.m.handling = HANDLING_PLANNED;
	err = tell(&act, p->note, due_at);
	if (!err)
		err = set_due(&act, was, due_at);
	if (!err)
		err = promise_kept(&act, false);
	return err ? err : act_end(&act, "promised");
}

enum err matter_promised(struct db *db, struct arena *a, int64_t id,
			 int64_t *ret_due_at)
{
	const struct due *d;
	struct due *list;
	size_t count;
	enum err err = due_list(db, a, id, &list, &count);

	if (err)
		return err;
	d = now_promised(list, count);
	*ret_due_at = d ? d->due_at : 0;
	return OK;
}

enum err promised_typed(struct act *act, const char *text,
			struct draft *ret_draft)
{
	int64_t due_at;
	const char *line;
	size_t n = strlen(text), tail;
	enum err err = matter_promised(act->db, act->arena, act->m.id, &due_at);

	if (err)
		return err;
	line = line_of(act, due_at);
	tail = strlen(line);
	if (n >= tail && str_same(text + n - tail, line))
		n -= tail;
	ret_draft->text =
		str_trim(act->arena, arena_strndup(act->arena, text, n));
	ret_draft->reason = date_iso(act->arena, date_of(due_at));
	return OK;
}
