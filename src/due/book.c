/*
 * book.c: a small per-process memory of what is promised, see book.h; and who
 * may change it to what.
 */
#include "due/book.h"

#include "base/json.h"
#include "base/shared.h"
#include "base/str.h"
#include "base/utf8.h"
#include "due/book_store.h"
#include "tenant/audit.h"
#include "tenant/tenant.h"

enum { SLOTS = 16, DAY_MINUTES = 24 * 60 };
static const int64_t fresh_us = 2 * (int64_t)SECOND_US;

static struct slot {
	int64_t tenant; /* 0 = empty */
	int64_t read_us, changes;
	struct arena arena;
	struct arena old; /* what a handler that began before still reads */
	struct due_book book;
} slots[SLOTS];

static int64_t changes_now(void)
{
	return shared ? atomic_load(&shared->tenants_changed) : 0;
}

/* The tenant's slot, else the one read longest ago. */
static struct slot *slot_of(int64_t tenant)
{
	struct slot *oldest = &slots[0];

	for (int i = 0; i < SLOTS; i++) {
		if (slots[i].tenant == tenant)
			return &slots[i];
		if (slots[i].read_us < oldest->read_us)
			oldest = &slots[i];
	}
	return oldest;
}

static bool is_fresh(const struct slot *s, int64_t tenant)
{
	return s->tenant == tenant && s->changes == changes_now() &&
	       clock_mono_us() - s->read_us < fresh_us;
}

enum err due_book(struct db *db, const struct due_book **ret_book)
{
	struct slot *s = slot_of(db_tenant(db));
	int64_t changes = changes_now();
	struct arena arena = ARENA_INIT;
	struct topic *topics;
	struct due_book book;
	enum err err;

	if (is_fresh(s, db_tenant(db))) {
		*ret_book = &s->book;
		return OK;
	}
	err = store_book(db, &arena, &book);
	if (!err)
		err = topic_list(db, &arena, false, &topics, &book.topic_count);
	if (err) {
		arena_release(&arena);
		return err;
	}
	book.topics = topics;
	arena_release(&s->old);
	*s = (struct slot){db_tenant(db), clock_mono_us(), changes,
			   arena,         s->arena,        book};
	*ret_book = &s->book;
	return OK;
}

/* Here at once; the other processes hear of it. */
static void changed(struct db *db)
{
	slot_of(db_tenant(db))->changes = -1;
	tenant_changed();
}

/* ---- promises ---- */

const struct promise *promise_own(const struct due_book *b, int64_t topic_id,
				  const char *type, const char *what)
{
	for (size_t i = 0; i < b->promise_count; i++) {
		const struct promise *p = &b->promises[i];

		if (p->topic_id == topic_id && str_same(p->type, type) &&
		    str_same(p->what, what))
			return p;
	}
	return NULL;
}

static int64_t parent_of(const struct due_book *b, int64_t topic_id)
{
	const struct topic *t = topic_find(b->topics, b->topic_count, topic_id);

	return t ? t->parent_id : 0;
}

const struct promise *promise_find(const struct due_book *b, int64_t topic_id,
				   const char *type, const char *what)
{
	const struct promise *p = NULL;

	/* A ring cannot be made, but a reader of rows does not trust them. */
	for (int depth = 0; depth <= TOPIC_DEPTH_MAX + 1 && !p; depth++) {
		p = promise_own(b, topic_id, type, what);
		if (!p)
			p = promise_own(b, topic_id, "", what);
		if (!topic_id)
			break;
		topic_id = parent_of(b, topic_id);
	}
	return p;
}

const struct promise *promise_inherited(const struct due_book *b,
					int64_t topic_id, const char *type,
					const char *what)
{
	const struct promise *own = promise_own(b, topic_id, "", what);

	if (!str_empty(type) && own)
		return own;
	return topic_id ? promise_find(b, parent_of(b, topic_id), type, what)
			: NULL;
}

bool term_ok(struct term t)
{
	if (t.measure == MEASURE_WORKDAYS)
		return t.amount >= 1 && t.amount <= PROMISE_DAYS_MAX;
	return t.measure == MEASURE_HOURS && t.amount >= 1 &&
	       t.amount <= PROMISE_HOURS_MAX;
}

static enum err audit_topic(struct db *db, struct arena *a, int64_t staff_id,
			    int64_t topic_id)
{
	return audit_add(
		db, a, "promise_changed", staff_id,
		arena_printf(a, "{\"topic\":%lld}", (long long)topic_id));
}

enum err promise_change(struct db *db, struct arena *a, int64_t staff_id,
			int64_t topic_id, const struct promise *list,
			size_t count)
{
	enum err err;

	for (size_t i = 0; i < count; i++)
		if (!term_ok(list[i].term))
			return ERR_INVALID;
	err = store_promise_clear(db, topic_id);
	for (size_t i = 0; i < count && !err; i++)
		err = store_promise_put(db, topic_id, &list[i]);
	if (err)
		return err;
	changed(db);
	return audit_topic(db, a, staff_id, topic_id);
}

/* ---- days and hours ---- */

static enum err audit_day(struct db *db, struct arena *a, int64_t staff_id,
			  const char *kind, struct date d)
{
	return audit_add(db, a, kind, staff_id,
			 arena_printf(a, "{\"day\":\"%04d-%02d-%02d\"}", d.year,
				      d.month, d.day));
}

enum err closed_day_add(struct db *db, struct arena *a, int64_t staff_id,
			struct date d, const char *name)
{
	const struct due_book *b;
	enum err err;

	if (!date_valid(d) || utf8_length(name) > CLOSED_NAME_MAX)
		return ERR_INVALID;
	err = due_book(db, &b);
	if (err)
		return err;
	if (b->calendar.closed_count >= CLOSED_DAYS_MAX)
		return ERR_INVALID;
	err = store_closed_put(db, date_to_days(d), name);
	if (err)
		return err;
	changed(db);
	return audit_day(db, a, staff_id, "closed_day_added", d);
}

enum err closed_day_remove(struct db *db, struct arena *a, int64_t staff_id,
			   struct date d)
{
	enum err err = store_closed_remove(db, date_to_days(d));

	if (err)
		return err;
	changed(db);
	return audit_day(db, a, staff_id, "closed_day_removed", d);
}

bool opening_hours_ok(const struct open_hours week[8])
{
	bool ever = false;

	for (int day = 1; day <= 7; day++) {
		if (week[day].opens < 0 || week[day].opens > DAY_MINUTES ||
		    week[day].closes < week[day].opens ||
		    week[day].closes > DAY_MINUTES)
			return false;
		ever |= week[day].closes > week[day].opens;
	}
	return ever;
}

enum err opening_hours_change(struct db *db, struct arena *a, int64_t staff_id,
			      const struct open_hours week[8])
{
	enum err err = OK;

	if (!opening_hours_ok(week))
		return ERR_INVALID;
	for (int day = 1; day <= 7 && !err; day++)
		err = store_opening_put(db, day, week[day]);
	if (err)
		return err;
	changed(db);
	return audit_add(db, a, "opening_hours_changed", staff_id, "{}");
}
