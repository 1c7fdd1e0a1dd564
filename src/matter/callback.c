/*
 * callback.c: asking to be called: a number that may be called, a time on a
 * working day. What a call costs the city is never the caller's to choose:
 * service and premium numbers are refused.
 */
#include "matter/callback.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/typed.h"
#include "due/book.h"
#include "html/out.h"
#include "matter/callback_store.h"
#include "matter/rules.h"
#include "tenant/tenant.h"

enum { NOON = 12 };

bool call_hours(enum call_part part, struct call_hours *ret_hours)
{
	const struct tenant *t = tenant_now();
	struct call_hours h = {t->call_from_hour, t->call_until_hour};

	if (part == CALL_MORNING && h.until > NOON)
		h.until = NOON;
	if (part == CALL_AFTERNOON && h.from < NOON)
		h.from = NOON;
	*ret_hours = h;
	return h.from < h.until;
}

static int hour_of(int64_t us)
{
	return (int)((us - date_start_us(date_of(us))) / HOUR_US);
}

struct call_hours call_promised(const struct callback *call)
{
	struct call_hours h;

	if (call->until_at)
		return (struct call_hours){hour_of(call->from_at),
					   hour_of(call->until_at) + 1};
	/* Of a part nobody calls in any more, all there is. */
	if (!call_hours(call->part, &h))
		(void)call_hours(CALL_ANY, &h);
	return h;
}

const char *call_words(struct arena *a, enum lang lang,
		       const enum word words[CALL_PART__COUNT],
		       enum call_part part, struct call_hours hours)
{
	return word_fill(a, lang, words[part],
			 WORDS(WORD_INT("from", hours.from),
			       WORD_INT("until", hours.until)));
}

static bool part_of(const char *typed, enum call_part *ret_part)
{
	struct call_hours h;

	if (str_empty(typed))
		typed = call_parts[CALL_ANY];
	for (int i = 0; i < CALL_PART__COUNT; i++)
		if (str_same(call_parts[i], typed)) {
			*ret_part = (enum call_part)i;
			return call_hours(*ret_part, &h);
		}
	return false;
}

static bool window_of(const struct calendar *c, struct date d,
		      struct callback *to)
{
	const int64_t now = clock_now_us();
	const int64_t ahead = date_to_days(d) - date_to_days(date_of(now));

	struct call_hours h;

	if (!call_hours(to->part, &h))
		return false;
	to->from_at = date_minute_us(d, h.from * 60);
	to->until_at = date_minute_us(d, h.until * 60) - 1;
	return ahead >= 0 && ahead <= CALL_AHEAD_DAYS && to->until_at > now &&
	       is_open_day(c, d);
}

/* Adds what is wrong with the wish to bad. */
static enum err read_wish(struct db *db, const struct callback_new *n,
			  struct callback *ret_call, unsigned *bad)
{
	const struct due_book *book;
	struct date d;
	enum err err = due_book(db, &book);

	if (err)
		return err;
	*ret_call = (struct callback){.part = CALL_ANY};
	if (!part_of(n->part, &ret_call->part))
		*bad |= CALL_BAD_PART;
	if (!str_empty(n->date) && (date_typed(n->date, &d) ||
				    !window_of(&book->calendar, d, ret_call)))
		*bad |= CALL_BAD_DATE;
	return OK;
}

static unsigned phone_faults(const char *typed)
{
	struct phone p;

	if (str_empty(typed))
		return CALL_NO_PHONE;
	if (phone_read(typed, &p))
		return CALL_BAD_PHONE;
	return phone_callback_allowed(p.class) ? 0 : CALL_SERVICE_PHONE;
}

/* As every message, but with the number as it is dialled. */
static struct give whole(struct arena *a, const struct callback_new *n)
{
	struct give g = n->g;
	struct phone p;

	g.kind = "callback";
	g.wants_reply = true;
	if (!str_empty(g.party.phone) && !phone_read(g.party.phone, &p))
		g.party.phone = arena_strdup(a, p.international);
	return g;
}

enum err callback_faults(struct db *db, struct arena *a,
			 const struct callback_new *n, unsigned *ret_bad)
{
	const struct give g = whole(a, n);
	enum give_fault faults[GIVE__COUNT];
	unsigned bad = phone_faults(n->g.party.phone);
	struct callback call;
	struct topic topic;
	enum err err = matter_give_check(db, a, &g, &topic, faults);

	if (!err)
		err = read_wish(db, n, &call, &bad);
	if (err)
		return err;
	if (faults[GIVE_TEXT])
		bad |= CALL_BAD_TEXT;
	if (faults[GIVE_NAME])
		bad |= CALL_BAD_NAME;
	if (faults[GIVE_MAIL])
		bad |= CALL_BAD_MAIL;
	*ret_bad = bad;
	return OK;
}

/* The chosen time is a promise from the first moment. */
static enum err promise_time(struct db *db, struct arena *a, struct matter *m,
			     const struct callback *call)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	if (!call->until_at)
		return OK;
	act_begin_system(&act, m);
	err = due_set_at(db, m->id, "promise", call->until_at);
	if (!err)
		err = act_end(&act, "promised");
	if (!err)
		*m = act.m;
	return err;
}

enum err callback_give(struct db *db, struct arena *a,
		       const struct callback_new *n, struct matter *ret_matter)
{
	const struct give g = whole(a, n);
	struct callback call = {0};
	struct matter m = {0};
	unsigned bad = 0;
	enum err err = callback_faults(db, a, n, &bad);

	if (!err && bad)
		return ERR_INVALID;
	if (!err)
		err = read_wish(db, n, &call, &bad);
	if (!err)
		err = matter_give(db, a, &g, &m);
	if (!err)
		err = store_callback_insert(db, m.id, &call);
	if (!err)
		err = promise_time(db, a, &m, &call);
	if (!err)
		*ret_matter = m;
	return err;
}
