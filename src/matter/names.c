/*
 * names.c: a small per-process memory of names, see names.h.
 */
#include "matter/names.h"

#include "base/clock.h"
#include "base/str.h"

#include <string.h>

enum { SLOTS = 16 };
static const int64_t fresh_us = 2 * (int64_t)SECOND_US;

static struct slot {
	int64_t tenant; /* 0 = empty */
	int64_t read_us;
	struct arena arena;
	struct arena old; /* what a handler that began before still reads */
	struct names names;
} slots[SLOTS];

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

static void sort_for_readers(struct arena *a, struct names *n)
{
	for (int l = 0; l < LANG__COUNT; l++) {
		struct topic *topics =
			arena_array(a, n->topic_count + 1, sizeof(*topics));
		struct unit *units =
			arena_array(a, n->unit_count + 1, sizeof(*units));

		memcpy(topics, n->topics, n->topic_count * sizeof(*topics));
		memcpy(units, n->units, n->unit_count * sizeof(*units));
		topic_sort(topics, n->topic_count, (enum lang)l);
		unit_sort(units, n->unit_count, (enum lang)l);
		n->topics_in[l] = topics;
		n->units_in[l] = units;
	}
}

enum err names_get(struct db *db, const struct names **ret_names)
{
	int64_t now = clock_mono_us();
	struct slot *s = slot_of(db_tenant(db));
	struct arena arena = ARENA_INIT;
	struct topic *topics;
	struct unit *units;
	size_t topic_count, unit_count;
	enum err err;

	if (s->tenant == db_tenant(db) && now - s->read_us < fresh_us) {
		*ret_names = &s->names;
		return OK;
	}
	err = topic_list(db, &arena, false, &topics, &topic_count);
	if (!err)
		err = unit_list(db, &arena, &units, &unit_count);
	if (err) {
		arena_release(&arena);
		return err;
	}
	arena_release(&s->old);
	*s = (struct slot){.tenant = db_tenant(db),
			   .read_us = now,
			   .arena = arena,
			   .old = s->arena,
			   .names = {.topics = topics,
				     .units = units,
				     .topic_count = topic_count,
				     .unit_count = unit_count}};
	sort_for_readers(&s->arena, &s->names);
	*ret_names = &s->names;
	return OK;
}

const char *names_topic(const struct names *n, int64_t id, enum lang lang)
{
	const struct topic *t = topic_find(n->topics, n->topic_count, id);

	return t ? topic_name(t, lang) : "";
}

const char *names_unit(const struct names *n, int64_t id, enum lang lang)
{
	const struct unit *u = unit_find(n->units, n->unit_count, id);

	return u ? unit_name(u, lang) : "";
}

bool names_confidential(const struct names *n, int64_t topic_id)
{
	const struct topic *t = topic_find(n->topics, n->topic_count, topic_id);

	return t && t->confidential;
}

int64_t names_topic_id(const struct names *n, const char *code)
{
	for (size_t i = 0; i < n->topic_count; i++)
		if (str_same(n->topics[i].code, code))
			return n->topics[i].id;
	return 0;
}

int64_t names_unit_id(const struct names *n, const char *code)
{
	for (size_t i = 0; i < n->unit_count; i++)
		if (str_same(n->units[i].code, code))
			return n->units[i].id;
	return 0;
}
