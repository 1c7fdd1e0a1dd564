/*
 * storm.c: the rules of a storm.
 */
#include "matter/storm.h"

#include "base/str.h"
#include "base/utf8.h"
#include "event/event.h"
#include "matter/names.h"
#include "matter/storm_sql.h"
#include "staff/staff.h"
#include "tenant/memory.h"
#include "topic/topic.h"

#include <inttypes.h>

static void read_list(struct arena *a, struct rows *r, struct storm **ret_list,
		      size_t *ret_count)
{
	struct storm *list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	size_t n = 0;

	while (rows_next(r)) {
		struct storm *s = &list[n++];

		s->id = rows_int(r, 0);
		s->topic_id = rows_int(r, 1);
		s->staff_id = rows_int(r, 2);
		for (int l = 0; l < LANG__COUNT; l++) {
			s->notice[l] = rows_text(r, 3 + l);
			s->receipt[l] = rows_text(r, 6 + l);
		}
		s->answer_by = rows_int(r, 9);
		s->starts_at = rows_int(r, 10);
		s->ends_at = rows_int(r, 11);
	}
	*ret_list = list;
	*ret_count = n;
}

enum err storm_running(struct db *db, struct arena *a, struct storm **ret_list,
		       size_t *ret_count)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_storm_running,
			ARGS(ARG_INT(clock_now_us()), ARG_INT(STORMS_MAX)), &r);

	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err storm_get(struct db *db, struct arena *a, int64_t id,
		   struct storm *ret)
{
	struct storm *list;
	struct rows *r;
	size_t n;
	enum err err = db_rows(db, a, &Q_storm_get, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	read_list(a, r, &list, &n);
	if (!n)
		return ERR_NOT_FOUND;
	*ret = list[0];
	return OK;
}

static enum err read_running(struct db *db, struct arena *a,
			     const void **ret_what)
{
	struct storms *s = arena_alloc(a, sizeof(*s));
	struct storm *list = NULL;
	enum err err = storm_running(db, a, &list, &s->count);

	s->list = list;
	*ret_what = s;
	return err;
}

static struct memory memory = {.read = read_running};

static bool goes_on(const struct storm *s, const struct names *names,
		    int64_t now)
{
	return s->ends_at > now && !names_confidential(names, s->topic_id);
}

/* Nearly always there is none, and then no names are asked for. */
static enum err remembered(struct db *db, const struct storms **ret_all,
			   const struct names **ret_names)
{
	const void *what;
	enum err err = memory_get(&memory, db, &what);

	if (err)
		return err;
	*ret_all = what;
	return (*ret_all)->count ? names_get(db, ret_names) : OK;
}

enum err storms_now(struct db *db, struct arena *a, struct storms *ret_storms)
{
	const int64_t now = clock_now_us();
	const struct names *names = NULL;
	const struct storms *all;
	struct storm *list;
	size_t n = 0;
	enum err err = remembered(db, &all, &names);

	if (err)
		return err;
	list = arena_array(a, all->count + 1, sizeof(*list));
	for (size_t i = 0; i < all->count; i++)
		if (goes_on(&all->list[i], names, now))
			list[n++] = all->list[i];
	*ret_storms = (struct storms){list, n};
	return OK;
}

enum err storm_at(struct db *db, int64_t topic_id, int64_t at,
		  struct storm *ret)
{
	const struct names *names = NULL;
	const struct storms *all;
	enum err err = remembered(db, &all, &names);

	*ret = (struct storm){0};
	for (size_t i = 0; !err && i < all->count; i++) {
		const struct storm *s = &all->list[i];

		if (s->topic_id == topic_id && s->starts_at <= at &&
		    goes_on(s, names, at))
			*ret = *s;
	}
	return err;
}

/* ---- beginning ---- */

static bool texts_fit(const char *const text[LANG__COUNT])
{
	for (int l = 0; l < LANG__COUNT; l++)
		if (str_empty(text[l]) || utf8_length(text[l]) > STORM_TEXT_MAX)
			return false;
	return true;
}

static bool day_fits(struct date d)
{
	const int64_t today = date_to_days(date_of(clock_now_us()));

	return date_valid(d) && date_to_days(d) >= today &&
	       date_to_days(d) <= today + STORM_DAYS_MAX;
}

/* What everybody will read is for those to say who may publish there. */
static enum err topic_fits(struct db *db, struct arena *a,
			   const struct session *s, int64_t topic_id,
			   bool *ret_fits)
{
	struct topic t;
	enum err err = topic_get(db, a, topic_id, &t);

	*ret_fits = !err && t.active && !t.confidential &&
		    staff_may(db, a, s, PERM_PUBLISH, t.default_unit_id);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err runs_about(struct db *db, struct arena *a, int64_t topic_id,
			   bool *ret_runs)
{
	struct storm *list;
	size_t n;
	enum err err = storm_running(db, a, &list, &n);

	if (err)
		return err;
	*ret_runs = n >= STORMS_MAX;
	for (size_t i = 0; i < n; i++)
		*ret_runs |= list[i].topic_id == topic_id;
	return OK;
}

enum err storm_faults(struct db *db, struct arena *a, const struct session *s,
		      const struct storm_new *n, unsigned *ret_bad)
{
	unsigned bad = 0;
	bool fits, runs;
	enum err err = topic_fits(db, a, s, n->topic_id, &fits);

	if (!err)
		err = runs_about(db, a, n->topic_id, &runs);
	if (err)
		return err;
	if (!fits)
		bad |= STORM_BAD_TOPIC;
	else if (runs)
		bad |= STORM_TWICE;
	if (!texts_fit(n->notice))
		bad |= STORM_BAD_NOTICE;
	if (!texts_fit(n->receipt))
		bad |= STORM_BAD_RECEIPT;
	if (!day_fits(n->answer_by))
		bad |= STORM_BAD_ANSWER_BY;
	if (!day_fits(n->last_day))
		bad |= STORM_BAD_ENDS;
	*ret_bad = bad;
	return OK;
}

static enum err note(struct db *db, struct arena *a, const struct session *s,
		     const char *kind, int64_t id)
{
	return event_add(db, a,
			 &(struct event){
				 .kind = kind,
				 .actor = "staff",
				 .staff_id = s->staff_id,
				 .payload = arena_printf(
					 a, "{\"storm\":%" PRId64 "}", id),
			 });
}

enum err storm_begin(struct db *db, struct arena *a, const struct session *s,
		     const struct storm_new *n)
{
	const int64_t id = db_new_id(db);
	unsigned bad;
	enum err err = storm_faults(db, a, s, n, &bad);

	if (err)
		return err;
	if (bad)
		return ERR_INVALID;
	err = db_exec(db, &Q_storm_put,
		      ARGS(ARG_INT(id), ARG_INT(n->topic_id),
			   ARG_INT(s->staff_id), ARG_TEXT(n->notice[LANG_FI]),
			   ARG_TEXT(n->notice[LANG_SV]),
			   ARG_TEXT(n->notice[LANG_EN]),
			   ARG_TEXT(n->receipt[LANG_FI]),
			   ARG_TEXT(n->receipt[LANG_SV]),
			   ARG_TEXT(n->receipt[LANG_EN]),
			   ARG_INT(date_end_us(n->answer_by) - 1),
			   ARG_INT(clock_now_us()),
			   ARG_INT(date_end_us(n->last_day))));
	memory_changed(&memory, db);
	return err ? err : note(db, a, s, "storm_begun", id);
}

enum err storm_end(struct db *db, struct arena *a, const struct session *s,
		   int64_t id)
{
	const int64_t now = clock_now_us();
	struct storm storm;
	struct topic t;
	int64_t n;
	enum err err = storm_get(db, a, id, &storm);

	if (!err)
		err = topic_get(db, a, storm.topic_id, &t);
	if (err)
		return err;
	if (!staff_may(db, a, s, PERM_PUBLISH, t.default_unit_id))
		return ERR_DENIED;
	err = db_change(db, &Q_storm_end, ARGS(ARG_INT(id), ARG_INT(now)), &n);
	memory_changed(&memory, db);
	if (err)
		return err;
	return n ? note(db, a, s, "storm_ended", id) : ERR_INVALID;
}
