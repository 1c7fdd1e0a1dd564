/*
 * remind.c: what happens when an instant of due/remind.h has come. The pure
 * function says what is to be told; here is to whom.
 */
#include "matter/remind.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "due/book.h"
#include "event/event.h"
#include "matter/names.h"
#include "matter/remind_mail.h"
#include "matter/remind_store.h"
#include "matter/rules.h"
#include "matter/unit_link.h"
#include "staff/staff.h"

enum { WISH_DAYS_MAX = 2 * 366 };

static const char asked[] = "asked";

/* ---- who hears of it ---- */

/* The unit or the nearest above it that has what is looked for. */
static const struct unit *up(const struct names *n, int64_t unit_id,
			     bool (*has)(const struct unit *u))
{
	const struct unit *u = unit_find(n->units, n->unit_count, unit_id);

	for (int depth = 0; u && depth <= UNIT_DEPTH_MAX; depth++) {
		if (u->active && has(u))
			return u;
		u = unit_find(n->units, n->unit_count, u->parent_id);
	}
	return NULL;
}

static bool has_mail(const struct unit *u)
{
	return !str_empty(u->mail);
}

static bool has_head(const struct unit *u)
{
	return u->head_id != 0;
}

/* Whoever has it in hand; else the unit's mailbox, or the head's, of the unit
 * or of one above; at last the municipality's own. */
static struct reader reader_of(const struct names *n, const struct matter *m)
{
	const struct unit *u;

	if (m->handler_id)
		return (struct reader){.staff_id = m->handler_id};
	u = up(n, m->unit_id, has_mail);
	if (u)
		return (struct reader){.unit_id = u->id};
	u = up(n, m->unit_id, has_head);
	return (struct reader){.staff_id = u ? u->head_id : 0};
}

/* Who is told besides when it is late. */
static struct reader head_of(const struct names *n, const struct matter *m)
{
	const struct unit *u = up(n, m->unit_id, has_head);

	return (struct reader){.staff_id = u ? u->head_id : 0};
}

static bool same_reader(struct reader a, struct reader b)
{
	return a.staff_id == b.staff_id && a.unit_id == b.unit_id;
}

/* ---- one matter ---- */

static enum err escalated(struct db *db, struct arena *a,
			  const struct matter *m)
{
	return event_add(db, a,
			 &(struct event){.matter_id = m->id,
					 .kind = "escalated",
					 .actor = "system"});
}

static enum err write_rows(struct db *db, struct arena *a,
			   const struct names *n, const struct matter *m,
			   const struct remind *r)
{
	struct reminder_row row = {
		.matter_id = m->id,
		.kind = remind_names[r->kind],
		.due_at = r->due_at,
		.to = reader_of(n, m),
	};
	const struct reader head = head_of(n, m);
	bool is_new = r->kind == REMIND_NEW;
	enum err err = OK;

	if (is_new) {
		err = remind_mail_news(
			db, a, m,
			&(struct news_to){.to = row.to, .what = NEWS_GIVEN},
			&row.mail_id);
		row.done = true;
	}
	if (!err)
		err = store_reminder(db, &row);
	if (err || r->kind != REMIND_LATE)
		return err;
	if (!same_reader(head, row.to)) {
		row.to = head;
		err = store_reminder(db, &row);
	}
	return err ? err : escalated(db, a, m);
}

static bool works_by_mail(const struct names *n, int64_t unit_id)
{
	const struct unit *u = unit_find(n->units, n->unit_count, unit_id);

	return u && u->by_mail;
}

static enum err tell_one(struct db *db, struct arena *a, int64_t id)
{
	const struct due_book *book;
	const struct names *names;
	bool is_given, linked = false;
	struct remind r;
	struct matter m;
	struct due *dues;
	size_t count;
	enum err err;

	err = matter_get(db, a, id, &m);
	if (!err)
		err = due_list(db, a, id, &dues, &count);
	if (!err)
		err = due_book(db, &book);
	if (!err)
		err = names_get(db, &names);
	if (err)
		return err;
	is_given = m.assigned_at > m.told_at;
	r = standing_tell(&m, dues, count, &book->calendar, clock_now_us());
	if (is_given && m.is_open && works_by_mail(names, m.unit_id))
		err = unit_link_send(db, a, &m, &linked);
	if (!err && r.kind && !(linked && r.kind == REMIND_NEW))
		err = write_rows(db, a, names, &m, &r);
	return err ? err : store_remind_settle(db, &m);
}

static const char *const news_kinds[NEWS__COUNT] = {
	[NEWS_GIVEN] = "new",           [NEWS_URGENT] = "urgent",
	[NEWS_REPLY] = "reply",         [NEWS_VIEW] = "view",
	[NEWS_VIEW_LATE] = "view_late",
};

/* Who writes many replies in a row fills nobody's mailbox. */
static enum err enough(struct act *act, enum news what, bool *ret_enough)
{
	size_t told;
	enum err err;

	err = store_told_since(act->db, act->arena, act->m.id, news_kinds[what],
			       id_at_us(clock_now_us() - HOUR_US), &told);
	if (!err)
		*ret_enough = told >= NEWS_AN_HOUR;
	return err;
}

/* A unit without people here gets a new link: the page of the matter is closed
 * to it. */
static enum err link_anew(struct act *act, bool *ret_linked)
{
	struct matter m;
	enum err err = matter_get(act->db, act->arena, act->m.id, &m);

	return err ? err : unit_link_send(act->db, act->arena, &m, ret_linked);
}

enum err remind_news(struct act *act, enum news what)
{
	struct reminder_row row = {
		.matter_id = act->m.id,
		.kind = news_kinds[what],
		.done = true,
	};
	const struct names *names;
	bool quiet, linked = false;
	enum err err = names_get(act->db, &names);

	if (!err)
		err = enough(act, what, &quiet);
	if (!err && !quiet && works_by_mail(names, act->m.unit_id))
		err = link_anew(act, &linked);
	if (err || linked)
		return err;
	row.to = reader_of(names, &act->m);
	if (quiet || (act->by && row.to.staff_id &&
		      row.to.staff_id == act->by->staff_id))
		return OK;
	err = remind_mail_news(act->db, act->arena, &act->m,
			       &(struct news_to){.to = row.to, .what = what},
			       &row.mail_id);
	return err ? err : store_reminder(act->db, &row);
}

enum err remind_view(struct act *act, int64_t unit_id, enum news what)
{
	const struct matter at = {.unit_id = unit_id};
	struct reminder_row row = {
		.matter_id = act->m.id,
		.kind = news_kinds[what],
		.done = true,
	};
	const struct names *names;
	enum err err = names_get(act->db, &names);

	if (err)
		return err;
	row.to = reader_of(names, &at);
	err = remind_mail_news(act->db, act->arena, &act->m,
			       &(struct news_to){row.to, what, act->ask_id},
			       &row.mail_id);
	return err ? err : store_reminder(act->db, &row);
}

static enum err tell_wish(struct db *db, const struct wish *w)
{
	const struct reminder_row row = {
		.matter_id = w->matter_id,
		.kind = asked,
		.to = {.staff_id = w->staff_id},
	};
	enum err err = store_reminder(db, &row);

	return err ? err : store_wish_remove(db, w);
}

enum err remind_tell_due(struct db *db, struct arena *a, int max,
			 size_t *ret_count)
{
	const int64_t now = clock_now_us();
	struct wish *wishes;
	int64_t *ids;
	size_t n, wish_count;
	enum err err;

	err = store_remind_due(db, a, now, max, &ids, &n);
	for (size_t i = 0; i < n && !err; i++)
		err = tell_one(db, a, ids[i]);
	if (!err)
		err = store_wishes_due(db, a, now, max, &wishes, &wish_count);
	for (size_t i = 0; !err && i < wish_count; i++)
		err = tell_wish(db, &wishes[i]);
	if (err)
		return err;
	*ret_count = n + wish_count;
	return OK;
}

/* ---- "remind me on ..." ---- */

enum err remind_me_set(struct db *db, struct arena *a, const struct session *s,
		       int64_t matter_id, const struct remind_wish *w)
{
	const struct wish wish = {matter_id, s->staff_id};
	const int64_t now = clock_now_us();
	struct matter m;
	enum err err = matter_get(db, a, matter_id, &m);

	if (err)
		return err;
	if (!matter_visible(db, a, s, &m))
		return ERR_NOT_FOUND;
	if (!w->at)
		return store_wish_remove(db, &wish);
	if (w->at <= now || w->at > now + WISH_DAYS_MAX * DAY_US ||
	    utf8_length(w->note) > WISH_NOTE_MAX)
		return ERR_INVALID;
	return store_wish_put(db, &wish, w->at, w->note);
}
