/*
 * template.c: whose a template is, what one may be, and which of them fit an
 * answer.
 */
#include "template/template.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "staff/permission.h"
#include "template/template_store.h"
#include "tenant/audit.h"

bool template_may_change(const struct session *s, const struct template *t)
{
	if (t->owner_id)
		return t->owner_id == s->staff_id;
	return s->rights & PERM_ADMIN_TOPICS;
}

enum err template_get(struct db *db, struct arena *a, const struct session *s,
		      int64_t id, struct template *ret_template)
{
	struct template t;
	enum err err;

	err = store_template(db, a, id, &t);
	if (err)
		return err;
	if (t.owner_id && t.owner_id != s->staff_id)
		return ERR_NOT_FOUND;
	*ret_template = t;
	return OK;
}

enum err template_list(struct db *db, struct arena *a, const struct session *s,
		       struct template **ret_list, size_t *ret_count)
{
	return store_templates(db, a, s->staff_id, "", ret_list, ret_count);
}

/* ---- which fit ---- */

/* Steps up from id to wanted: 0 = the very one; -1 = it is not above. */
static int steps_to_topic(const struct topic *list, size_t n, int64_t id,
			  int64_t wanted)
{
	for (int steps = 0; id && steps <= TOPIC_DEPTH_MAX; steps++) {
		const struct topic *t = topic_find(list, n, id);

		if (id == wanted)
			return steps;
		id = t ? t->parent_id : 0;
	}
	return -1;
}

static bool unit_covers(const struct unit *list, size_t n, int64_t id,
			int64_t above)
{
	for (int steps = 0; id && steps <= UNIT_DEPTH_MAX; steps++) {
		const struct unit *u = unit_find(list, n, id);

		if (id == above)
			return true;
		id = u ? u->parent_id : 0;
	}
	return false;
}

/* Rank 0 is the very topic, own; two more a step up; then those of no topic. */
enum { RANK_ANY = 2 * (TOPIC_DEPTH_MAX + 1), RANK_NOT = RANK_ANY + 2 };

struct ranking {
	const struct template_use *use;
	struct topic *topics;
	struct unit *units;
	size_t topic_count, unit_count;
	int64_t own_unit_id;
};

static int rank_of(const struct ranking *r, const struct template *t)
{
	int rank = RANK_ANY;

	if (!season_holds(t->season_from, t->season_to, r->use->today))
		return RANK_NOT;
	if (t->unit_id &&
	    !unit_covers(r->units, r->unit_count, r->use->unit_id,
			 t->unit_id) &&
	    !unit_covers(r->units, r->unit_count, r->own_unit_id, t->unit_id))
		return RANK_NOT;
	if (t->topic_id) {
		int steps = steps_to_topic(r->topics, r->topic_count,
					   r->use->topic_id, t->topic_id);

		if (steps < 0)
			return RANK_NOT;
		rank = 2 * steps;
	}
	return rank + (t->owner_id ? 0 : 1);
}

static enum err ranking_make(struct db *db, struct arena *a,
			     const struct session *s,
			     const struct template_use *use,
			     struct ranking *ret_ranking)
{
	struct ranking r = {.use = use, .own_unit_id = s->unit_id};
	enum err err;

	err = topic_list(db, a, false, &r.topics, &r.topic_count);
	if (!err)
		err = unit_list(db, a, &r.units, &r.unit_count);
	if (!err)
		*ret_ranking = r;
	return err;
}

enum err template_fitting(struct db *db, struct arena *a,
			  const struct session *s,
			  const struct template_use *use,
			  struct template_fit *ret_fit)
{
	struct template_fit fit = {0};
	struct template *all;
	struct ranking r;
	size_t total;
	int *ranks;
	enum err err;

	err = store_templates(db, a, s->staff_id, lang_codes[use->lang], &all,
			      &total);
	if (!err)
		err = ranking_make(db, a, s, use, &r);
	if (err)
		return err;
	fit.list = arena_array(a, total + 1, sizeof(*fit.list));
	ranks = arena_array(a, total + 1, sizeof(*ranks));
	for (size_t i = 0; i < total; i++)
		ranks[i] = rank_of(&r, &all[i]);
	for (int rank = 0; rank < RANK_NOT; rank++) {
		if (rank == RANK_ANY)
			fit.exact = fit.count;
		for (size_t i = 0; i < total; i++)
			if (ranks[i] == rank)
				fit.list[fit.count++] = all[i];
	}
	*ret_fit = fit;
	return OK;
}

/* ---- changing ---- */

/* A variable that no language has: a slip of the pen, most often. */
static bool has_unknown(struct arena *a, const char *text)
{
	const char *known[VAR__COUNT];

	for (int v = 0; v < VAR__COUNT; v++)
		known[v] = "x";
	return template_unfilled(a, template_fill(a, text, known)) != NULL;
}

unsigned template_faults(const struct template *t, struct arena *a)
{
	unsigned bad = 0;

	if (str_empty(t->title) || utf8_length(t->title) > TEMPLATE_TITLE_MAX)
		bad |= TEMPLATE_BAD_TITLE;
	if (str_empty(t->text) || utf8_length(t->text) > TEMPLATE_TEXT_MAX)
		bad |= TEMPLATE_BAD_TEXT;
	else if (has_unknown(a, t->text))
		bad |= TEMPLATE_BAD_VAR;
	if (t->season_from < 0)
		bad |= TEMPLATE_BAD_FROM;
	if (t->season_to < 0)
		bad |= TEMPLATE_BAD_TO;
	if (!(bad & (TEMPLATE_BAD_FROM | TEMPLATE_BAD_TO)) &&
	    !season_ok(t->season_from, t->season_to))
		bad |= TEMPLATE_BAD_SEASON;
	return bad;
}

static enum err check_places(struct db *db, struct arena *a,
			     const struct template *t)
{
	struct topic topic;
	struct unit unit;
	enum err err = OK;

	if (t->topic_id)
		err = topic_get(db, a, t->topic_id, &topic);
	if (!err && t->unit_id)
		err = unit_get(db, a, t->unit_id, &unit);
	return err == ERR_NOT_FOUND ? ERR_INVALID : err;
}

static enum err audit(struct db *db, struct arena *a, const char *kind,
		      const struct session *s, int64_t id)
{
	struct json j;
	struct str text;

	str_init(&text, a, 64);
	json_init(&j, &text);
	json_open(&j, '{');
	json_put_int(&j, "template", id);
	json_close(&j, '}');
	return audit_add(db, a, kind, s->staff_id, text.ptr);
}

enum err template_save(struct db *db, struct arena *a, const struct template *t,
		       int64_t *ret_id)
{
	int64_t id = t->id;
	enum err err;

	if (template_faults(t, a) || (t->owner_id && t->unit_id))
		return ERR_INVALID;
	err = check_places(db, a, t);
	if (err)
		return err;
	if (id) {
		err = store_template_update(db, t);
	} else {
		id = db_new_id(db);
		err = store_template_insert(db, id, t);
	}
	if (!err)
		*ret_id = id;
	return err;
}

enum err template_change(struct db *db, struct arena *a,
			 const struct session *s, const struct template *t,
			 int64_t *ret_id)
{
	struct template was = *t;
	int64_t id;
	enum err err = OK;

	if (t->id)
		err = template_get(db, a, s, t->id, &was);
	if (err)
		return err;
	if (!template_may_change(s, &was) || !template_may_change(s, t))
		return ERR_DENIED;
	err = template_save(db, a, t, &id);
	if (!err)
		err = audit(db, a, t->id ? "template_saved" : "template_made",
			    s, id);
	if (!err)
		*ret_id = id;
	return err;
}

enum err template_remove(struct db *db, struct arena *a,
			 const struct session *s, int64_t id)
{
	struct template t;
	enum err err;

	err = template_get(db, a, s, id, &t);
	if (err)
		return err;
	if (!template_may_change(s, &t))
		return ERR_DENIED;
	err = store_template_delete(db, id);
	return err ? err : audit(db, a, "template_removed", s, id);
}
