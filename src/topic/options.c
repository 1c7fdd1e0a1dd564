/*
 * options.c: the topics people choose from, as the options of a form.
 */
#include "topic/topic_views.h"

#include "base/str.h"

enum err topic_code_options(struct db *db, struct arena *a, enum lang lang,
			    const char *chosen, struct topic_options *ret)
{
	struct topic *topics;
	struct option *to;
	size_t n;
	enum err err;

	err = topic_list(db, a, true, &topics, &n);
	if (err)
		return err;
	topic_sort(topics, n, lang);
	to = arena_array(a, n, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = (struct option){
			.value = topics[i].code,
			.label = topic_name(&topics[i], lang),
			.selected = str_same(topics[i].code, chosen),
		};
	*ret = (struct topic_options){to, n};
	return OK;
}
