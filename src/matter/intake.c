/*
 * intake.c: see intake.h.
 */
#include "matter/intake.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/typed.h"
#include "matter/rules.h"

const char *const intake_channels[] = {
	"phone", "desk",   "letter", "mail", "field",
	"form",  "social", "event",  NULL,
};

bool intake_channel_ok(const char *channel)
{
	for (const char *const *c = intake_channels; *c; c++)
		if (str_same(*c, channel))
			return true;
	return false;
}

/* ---- when it arrived ---- */

enum { NOON = 12 * 60 };

static bool same_day(struct date a, struct date b)
{
	return date_to_days(a) == date_to_days(b);
}

enum arrival intake_arrived(const char *date, const char *time, int64_t now,
			    int64_t *ret_at)
{
	const struct date today = date_of(now);
	struct date d = today;
	int minute = NOON;
	int64_t at;

	if (!str_empty(date) && date_typed(date, &d))
		return ARRIVAL_MALFORMED;
	/* 24.00 is a good end of opening hours, and no time of day. */
	if (!str_empty(time) &&
	    (minute_typed(time, &minute) || minute >= 24 * 60))
		return ARRIVAL_MALFORMED;
	at = str_empty(time) && same_day(d, today) ? now
						   : date_minute_us(d, minute);
	if (at > now)
		return ARRIVAL_FUTURE;
	if (date_to_days(today) - date_to_days(d) > ARRIVED_DAYS_MAX)
		return ARRIVAL_OLD;
	*ret_at = at;
	return ARRIVAL_GOOD;
}

/* ---- answered on the spot ---- */

/* Closed by who answered; not act_begin(), for whoever counts a topic need not
 * see what else is said about it. */
static enum err close_at_once(struct db *db, struct arena *a,
			      const struct session *s, struct matter *m)
{
	struct act act = {
		.db = db,
		.arena = a,
		.by = s,
		.was = *m,
		.m = *m,
		.now = m->received_at,
	};
	enum err err;

	act.m.handler_id = s->staff_id;
	if (s->unit_id)
		act.m.unit_id = s->unit_id;
	act.m.handling = HANDLING_CLOSED;
	act.m.outcome = OUTCOME_ANSWERED;
	act.m.reacted_at = act.m.answered_at = act.m.closed_at = act.now;
	err = promise_kept(&act, true);
	if (!err)
		err = act_end(&act, "closed");
	if (!err)
		*m = act.m;
	return err;
}

enum err matter_on_the_spot(struct db *db, struct arena *a,
			    const struct session *s, const struct spot *spot,
			    struct matter *ret_matter)
{
	const struct give g = {
		.kind = "feedback",
		.type = "",
		.topic_code = spot->topic_code,
		.title = "",
		.text = spot->text,
		.place = "",
		.nickname = "",
		.party = {"", "", ""},
		.no_reply = true,
		.lang = spot->lang,
		.channel = spot->channel,
		.entered_by = s->staff_id,
	};
	enum err err;

	if (str_empty(spot->topic_code) || !intake_channel_ok(spot->channel))
		return ERR_INVALID;
	err = matter_give(db, a, &g, ret_matter);
	return err ? err : close_at_once(db, a, s, ret_matter);
}
