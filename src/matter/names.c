/*
 * names.c: a small per-process memory of names, see names.h.
 */
#include "matter/names.h"

#include "base/str.h"
#include "tenant/memory.h"

#include <string.h>

/* Who is outside has no queue and no figures; the body a matter was passed on
 * to is read by itself. */
static size_t own_only(struct unit *list, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i].kind == UNIT_OWN)
			list[n++] = list[i];
	return n;
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

static enum err read_names(struct db *db, struct arena *a,
			   const void **ret_what)
{
	struct names *n = arena_alloc(a, sizeof(*n));
	struct topic *topics;
	struct unit *units;
	enum err err;

	err = topic_list(db, a, false, &topics, &n->topic_count);
	if (!err)
		err = unit_list(db, a, &units, &n->unit_count);
	if (err)
		return err;
	n->unit_count = own_only(units, n->unit_count);
	n->topics = topics;
	n->units = units;
	sort_for_readers(a, n);
	*ret_what = n;
	return OK;
}

static struct memory memory = {.read = read_names, .by_age = true};

enum err names_get(struct db *db, const struct names **ret_names)
{
	const void *names;
	enum err err = memory_get(&memory, db, &names);

	if (!err)
		*ret_names = names;
	return err;
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
