/*
 * options.c: the tree of units as the options of a select.
 */
#include "unit/unit_views.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

struct option *unit_options(struct arena *a, const struct unit *list,
			    size_t count, enum lang lang, int64_t chosen,
			    size_t *ret_count)
{
	struct unit *sorted = arena_array(a, count + 1, sizeof(*sorted));
	struct option *to = arena_array(a, count + 1, sizeof(*to));
	struct unit_node *tree;
	size_t n = 0;

	if (count)
		memcpy(sorted, list, count * sizeof(*sorted));
	unit_sort(sorted, count, lang);
	tree = unit_tree(a, sorted, count);
	for (size_t i = 0; i < count && tree[i].unit; i++) {
		const struct unit *u = tree[i].unit;
		struct str s;

		if ((!u->active || u->kind != UNIT_OWN) && u->id != chosen)
			continue;
		str_init(&s, a, 64);
		for (int d = 0; d < tree[i].depth; d++)
			str_puts(&s, "\xE2\x80\x93 "); /* an en dash a level */
		str_puts(&s, unit_name(u, lang));
		to[n++] = (struct option){
			.value = arena_printf(a, "%" PRId64, u->id),
			.label = s.ptr,
			.selected = u->id == chosen,
		};
	}
	*ret_count = n;
	return to;
}
