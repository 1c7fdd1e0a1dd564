/*
 * urgent.c: marking a matter urgent, and that it is so no more.
 */
#include "matter/urgent.h"

#include "base/str.h"
#include "base/utf8.h"
#include "due/due.h"
#include "matter/remind.h"
#include "matter/rules.h"

/* Dues end with their day: this one stands before those of the same day. */
static int64_t until(int64_t now)
{
	return date_end_us(date_of(now)) - 2;
}

enum err matter_mark_urgent(struct db *db, struct arena *a,
			    const struct session *s, int64_t id,
			    int64_t version, const char *why)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (!act.m.is_open || act.m.urgent_at || str_empty(why) ||
	    utf8_length(why) > REPLY_MAX)
		return ERR_INVALID;
	act.m.urgent_at = until(act.now);
	act.m.assigned_at = 0; /* whoever has it is told right now */
	err = act_say(&act, "urgent", "internal", why);
	if (!err)
		err = act_end(&act, "marked_urgent");
	return err ? err : remind_news(&act, NEWS_URGENT);
}

enum err matter_clear_urgent(struct db *db, struct arena *a,
			     const struct session *s, int64_t id,
			     int64_t version, const char *why)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (!act.m.urgent_at || utf8_length(why) > REPLY_MAX)
		return ERR_INVALID;
	act.m.urgent_at = 0;
	if (!str_empty(why))
		err = act_say(&act, "urgent", "internal", why);
	return err ? err : act_end(&act, "cleared_urgent");
}
