/*
 * book.c: a small per-process memory of what is promised, see book.h; and who
 * may change it to what.
 */
#include "due/book.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "due/book_store.h"
#include "tenant/audit.h"
#include "tenant/memory.h"

enum { DAY_MINUTES = 24 * 60 };

static enum err read_book(struct db *db, struct arena *a, const void **ret_what)
{
	struct due_book *book = arena_alloc(a, sizeof(*book));
	struct topic *topics;
	enum err err;

	err = store_book(db, a, book);
	if (!err)
		err = topic_list(db, a, false, &topics, &book->topic_count);
	if (err)
		return err;
	book->topics = topics;
	*ret_what = book;
	return OK;
}

static struct memory books = {.read = read_book};

enum err due_book(struct db *db, const struct due_book **ret_book)
{
	const void *book;
	enum err err = memory_get(&books, db, &book);

	if (!err)
		*ret_book = book;
	return err;
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
	memory_changed(&books, db);
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
	memory_changed(&books, db);
	return audit_day(db, a, staff_id, "closed_day_added", d);
}

enum err closed_day_remove(struct db *db, struct arena *a, int64_t staff_id,
			   struct date d)
{
	enum err err = store_closed_remove(db, date_to_days(d));

	if (err)
		return err;
	memory_changed(&books, db);
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
	memory_changed(&books, db);
	return audit_add(db, a, "opening_hours_changed", staff_id, "{}");
}
