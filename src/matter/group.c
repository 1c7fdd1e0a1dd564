/*
 * group.c: which matters are about the same thing, and what is said to all of
 * their senders at once.
 */
#include "matter/group.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "matter/group_store.h"
#include "matter/rules.h"
#include "matter/storm.h"
#include "staff/staff.h"
#include "template/template.h"

enum { RUN_US = 250000 };

struct matter group_matter(const struct group_member *g)
{
	return (struct matter){
		.id = g->id,
		.number_year = g->number_year,
		.number = g->number,
		.unit_id = g->unit_id,
		.handler_id = g->handler_id,
		.topic_id = g->topic_id,
		.lang = g->lang,
		.title = g->title,
		.text = g->text,
		.place = g->place,
		.has_point = g->has_point,
		.lat = g->lat,
		.lon = g->lon,
		.handling = g->handling,
		.is_open = g->is_open,
		.received_at = g->received_at,
	};
}

enum err group_members(struct db *db, struct arena *a, const struct session *s,
		       int64_t group_id, struct group_member **ret_list,
		       size_t *ret_count)
{
	struct unit_set units;
	struct group_member *list;
	size_t n;
	enum err err;

	err = staff_units(db, a, s, PERM_TRIAGE | PERM_HANDLE, &units);
	if (!err)
		err = store_group_members(db, a, group_id, &list, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		list[i].visible = units.all ||
				  list[i].handler_id == s->staff_id ||
				  unit_set_has(&units, list[i].unit_id);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

/* ---- joining and leaving ---- */

static enum err note(struct db *db, struct arena *a, const struct session *s,
		     const struct matter *m, int64_t group_id)
{
	struct act act = {
		.db = db,
		.arena = a,
		.by = s,
		.was = *m,
		.m = *m,
		.group_id = group_id,
	};

	return act_note(&act, "joined_group");
}

static enum err is_full(struct db *db, struct arena *a, int64_t group_id)
{
	struct group_counts n;
	enum err err = group_count(db, a, group_id, &n);

	if (err)
		return err;
	return n.all < GROUP_MAX ? OK : ERR_INVALID;
}

/* The group of the other matter; a new one begins with it. */
static enum err group_with(struct db *db, struct arena *a,
			   const struct session *s, const struct matter *with,
			   int64_t *ret_group_id)
{
	int64_t id;
	enum err err = group_of(db, a, with->id, &id);

	if (!err && id)
		err = is_full(db, a, id);
	if (err)
		return err;
	if (!id) {
		id = db_new_id(db);
		err = store_group_put(db, with->id, id);
		if (!err)
			err = note(db, a, s, with, id);
	}
	if (!err)
		*ret_group_id = id;
	return err;
}

enum err group_join(struct db *db, struct arena *a, const struct session *s,
		    int64_t id, int64_t with_id)
{
	struct act act = {.db = db, .arena = a};
	struct act with = {.db = db, .arena = a};
	int64_t group_id;
	enum err err;

	err = act_begin(&act, s, id, 0);
	if (!err)
		err = act_begin(&with, s, with_id, 0);
	if (!err)
		err = group_of(db, a, id, &group_id);
	if (err)
		return err;
	if (id == with_id || group_id || !act.m.is_open ||
	    with.m.outcome == OUTCOME_SPAM ||
	    matter_confidential(db, a, &act.m) ||
	    matter_confidential(db, a, &with.m))
		return ERR_INVALID;
	err = group_with(db, a, s, &with.m, &act.group_id);
	if (!err)
		err = store_group_put(db, id, act.group_id);
	return err ? err : act_note(&act, "joined_group");
}

enum err group_drop(struct db *db, struct arena *a, int64_t id)
{
	struct storm storm;
	int64_t group_id;
	enum err err = group_of(db, a, id, &group_id);

	if (err || !group_id)
		return err;
	err = store_group_take(db, id);
	if (err)
		return err;
	err = storm_get(db, a, group_id, &storm);
	if (!err) /* it may have one member, or none */
		return OK;
	return err == ERR_NOT_FOUND ? store_group_end(db, a, group_id) : err;
}

enum err group_leave(struct db *db, struct arena *a, const struct session *s,
		     int64_t id)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, 0);
	if (!err)
		err = group_of(db, a, id, &act.group_id);
	if (err)
		return err;
	if (!act.group_id)
		return ERR_INVALID;
	err = group_drop(db, a, id);
	return err ? err : act_note(&act, "left_group");
}

enum err group_storm(struct db *db, struct arena *a, const struct matter *m)
{
	struct act act = {.db = db, .arena = a};
	struct storm s;
	enum err err = storm_at(db, m->topic_id, m->received_at, &s);

	if (err || !s.id)
		return err;
	act_begin_system(&act, m);
	act.group_id = s.id;
	err = store_group_put(db, m->id, s.id);
	return err ? err : act_note(&act, "joined_group");
}

/* ---- what is said to all ---- */

const char *group_text(const struct group_answer *g, enum lang lang)
{
	int l = 0;

	if (!str_empty(g->text[lang]))
		return g->text[lang];
	while (l < LANG__COUNT - 1 && str_empty(g->text[l]))
		l++;
	return g->text[l];
}

static bool words_fit(struct arena *a, const struct group_answer *g)
{
	for (int l = 0; l < LANG__COUNT; l++)
		if (utf8_length(g->text[l]) > REPLY_MAX ||
		    template_unfilled(a, g->text[l]))
			return false;
	return !str_empty(group_text(g, LANG_FI));
}

/* Each sender once: by the first of their matters. */
static enum err how_to_tell(struct act *act, const struct group_answer *g,
			    const char **ret_how)
{
	struct party p;
	bool has;
	enum err err = matter_party(act->db, act->arena, act->m.id, &p);

	*ret_how = "page";
	if (err || str_empty(p.mail))
		return err;
	err = store_group_has(act->db, act->arena, g->id, p.mail, &has);
	if (err)
		return err;
	act->no_mail = has;
	*ret_how = has ? "other" : "mail";
	return OK;
}

static enum err say_it(struct act *act, const struct group_answer *g)
{
	const struct answer ans = {
		.text = group_text(g, act->m.lang),
		.outcome = g->outcome,
		.reason = g->reason,
	};

	return g->interim ? act_interim(act, &ans) : act_answer(act, &ans);
}

static enum err answer_one(struct db *db, struct arena *a,
			   const struct session *s,
			   const struct group_answer *g, int64_t id)
{
	struct act act = {
		.db = db,
		.arena = a,
		.by = s,
		.group_id = g->group_id,
		.now = clock_now_us(),
	};
	const char *how = "none";
	enum err err = matter_get(db, a, id, &act.was);

	if (err)
		return err;
	act.m = act.was;
	if (!matter_confidential(db, a, &act.m)) {
		err = how_to_tell(&act, g, &how);
		if (!err)
			err = say_it(&act, g);
	}
	return err ? err : store_group_answered(db, g->id, id, how);
}

/* Not act_begin(): they need not be in the hands of who answers. */
static enum err answer_some(struct db *db, struct arena *a,
			    const struct session *s,
			    const struct group_answer *g, size_t *ret_count)
{
	int64_t *ids;
	size_t n;
	enum err err = store_group_left(db, a, g, GROUP_AT_ONCE, &ids, &n);

	for (size_t i = 0; i < n && !err; i++)
		err = answer_one(db, a, s, g, ids[i]);
	if (!err)
		*ret_count = n;
	return err;
}

static enum err leave_the_rest(struct db *db, struct arena *a,
			       const struct group_answer *g)
{
	int64_t *ids;
	size_t n;
	enum err err = store_group_left(db, a, g, 1, &ids, &n);

	if (err || !n)
		return err;
	return job_add(db, a, "group",
		       arena_printf(a, "{\"answer\":%lld}", (long long)g->id),
		       0);
}

enum err group_answer(struct db *db, struct arena *a, const struct session *s,
		      struct group_answer *g)
{
	struct group_counts counts;
	size_t n;
	enum err err = group_count(db, a, g->group_id, &counts);

	if (err)
		return err;
	if (!counts.open || !words_fit(a, g))
		return ERR_INVALID;
	g->id = db_new_id(db);
	g->staff_id = s->staff_id;
	err = store_group_answer(db, g);
	if (!err)
		err = answer_some(db, a, s, g, &n);
	return err ? err : leave_the_rest(db, a, g);
}

/* ---- the job ---- */

struct going_on {
	int64_t answer_id;
	size_t count;
};

/* As who said it; one who has left since still said it. */
static enum err go_on(struct db *db, struct arena *a, void *arg)
{
	struct going_on *to = arg;
	struct group_answer g;
	struct staff who;
	struct session s = {0};
	enum err err;

	err = store_group_answer_get(db, a, to->answer_id, &g);
	if (!err)
		err = staff_get(db, a, g.staff_id, &who);
	if (err)
		return err;
	s.staff_id = who.id;
	s.name = who.name;
	s.unit_id = who.unit_id;
	s.lang = who.lang;
	return answer_some(db, a, &s, &g, &to->count);
}

enum err group_job_run(struct job_context *c, const struct job *job)
{
	const int64_t until = clock_mono_us() + RUN_US;
	struct going_on to = {.count = GROUP_AT_ONCE};
	enum err err = job_body_int(job, "answer", &to.answer_id);

	while (!err && to.count == GROUP_AT_ONCE) {
		struct arena a = ARENA_INIT;

		if (clock_mono_us() > until)
			return ERR_BUSY; /* the others' turn */
		err = db_write(c->db, &a, go_on, &to);
		arena_release(&a);
	}
	return err == ERR_NOT_FOUND ? OK : err;
}
