/*
 * group_alike.c: what might be about the same thing. A guess a person decides
 * on, so it is simple: the topic, then the place, or words that both texts have.
 * Finnish words have endings, so their beginnings are compared.
 */
#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "matter/earlier.h"
#include "matter/group_store.h"
#include "staff/staff.h"
#include "text/words.h"

#include <string.h>

enum {
	TEXT_LOOKED_AT =
		400, /* characters: the beginning says what it is about */
	WORDS_MAX = 30,
	START_MIN = 5,     /* shorter words say little */
	START_BYTES = 5,   /* how much of two words must be the same */
	COMMON = 3,        /* words that make two texts alike */
	COMMON_UNKNOWN = 4 /* where one has no topic yet */
};

static bool same_start(const char *one, const char *other)
{
	return !strncmp(one, other, START_BYTES);
}

static struct word_list words_of(struct arena *a, const char *title,
				 const char *text)
{
	struct word_list w;
	size_t n = 0;

	words_init(&w, a);
	words_add(&w, title);
	words_add(&w, utf8_clip_words(a, text, TEXT_LOOKED_AT));
	for (size_t i = 0; i < w.count && n < WORDS_MAX; i++) {
		size_t k = 0;

		if (utf8_length(w.word[i]) < START_MIN)
			continue;
		while (k < n && !same_start(w.word[i], w.word[k]))
			k++;
		if (k == n)
			w.word[n++] = w.word[i];
	}
	w.count = n;
	return w;
}

struct alike alike_of(struct arena *a, const struct matter *m)
{
	return (struct alike){
		.topic_id = m->topic_id,
		.place = m->place,
		.has_point = m->has_point,
		.lat = m->lat,
		.lon = m->lon,
		.words = words_of(a, m->title, m->text),
	};
}

static int in_common(const struct word_list *x, const struct word_list *y)
{
	int n = 0;

	for (size_t i = 0; i < x->count; i++) {
		size_t k = 0;

		while (k < y->count && !same_start(x->word[i], y->word[k]))
			k++;
		n += k < y->count;
	}
	return n;
}

static bool is_near(struct arena *a, const struct alike *x,
		    const struct alike *y)
{
	if (x->has_point && y->has_point)
		return distance_m(x->lat, x->lon, y->lat, y->lon) <= NEAR_M;
	return earlier_same_place(a, x->place, y->place);
}

bool alike(struct arena *a, const struct alike *x, const struct alike *y)
{
	const bool known = x->topic_id && y->topic_id;
	int common;

	if (known && x->topic_id != y->topic_id)
		return false;
	if (known && is_near(a, x, y))
		return true;
	common = in_common(&x->words, &y->words);
	if (!known && common && is_near(a, x, y))
		return true;
	return common >= (known ? COMMON : COMMON_UNKNOWN);
}

/* ---- offers ---- */

struct offers {
	struct db *db;
	struct arena *arena;
	const struct session *s;
	const struct matter *m;
	struct alike what;
	struct unit_set units;
	struct group_member *list;
	size_t count;
};

static bool seen(const struct offers *o, const struct group_member *g)
{
	return o->units.all || g->handler_id == o->s->staff_id ||
	       unit_set_has(&o->units, g->unit_id);
}

static bool known(const struct offers *o, const struct group_member *g)
{
	for (size_t i = 0; i < o->count; i++)
		if (o->list[i].id == g->id ||
		    (g->group_id && o->list[i].group_id == g->group_id))
			return true;
	return false;
}

static bool fits(const struct offers *o, const struct group_member *g)
{
	const struct matter m = group_matter(g);
	const struct alike x = alike_of(o->arena, &m);

	return alike(o->arena, &o->what, &x);
}

static void add(struct offers *o, const struct group_member *list, size_t n)
{
	for (size_t i = 0; i < n && o->count < GROUP_OFFERS; i++)
		if (list[i].id != o->m->id && seen(o, &list[i]) &&
		    !known(o, &list[i]) && fits(o, &list[i]))
			o->list[o->count++] = list[i];
}

static enum err begin(struct db *db, struct arena *a, const struct session *s,
		      struct offers *o)
{
	*o = (struct offers){.db = db, .arena = a, .s = s};
	o->list = arena_array(a, GROUP_OFFERS, sizeof(*o->list));
	return staff_units(db, a, s, PERM_TRIAGE | PERM_HANDLE, &o->units);
}

static int64_t since(int64_t id)
{
	return id - GROUP_DAYS * (int64_t)DAY_US;
}

enum err group_offers(struct db *db, struct arena *a, const struct session *s,
		      const struct matter *m, struct group_member **ret_list,
		      size_t *ret_count)
{
	struct group_member *list;
	struct offers o;
	size_t n;
	enum err err = begin(db, a, s, &o);

	o.m = m;
	o.what = alike_of(a, m);
	if (!err)
		err = store_group_recent(db, a, since(m->id), &list, &n);
	if (err)
		return err;
	add(&o, list, n);
	if (m->topic_id)
		err = store_group_alike(db, a, m, &list, &n);
	if (err)
		return err;
	if (m->topic_id)
		add(&o, list, n);
	*ret_list = o.list;
	*ret_count = o.count;
	return OK;
}

enum err group_recent(struct db *db, struct arena *a, const struct session *s,
		      struct group_member **ret_list, size_t *ret_count)
{
	struct group_member *list;
	struct offers o;
	size_t n, count = 0;
	enum err err = begin(db, a, s, &o);

	if (!err)
		err = store_group_recent(db, a, since(id_at_us(clock_now_us())),
					 &list, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		if (seen(&o, &list[i]))
			list[count++] = list[i];
	*ret_list = list;
	*ret_count = count;
	return OK;
}
