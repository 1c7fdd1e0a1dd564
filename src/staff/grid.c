/*
 * grid.c: permissions as boxes: those for all units in a list, those for
 * chosen units in a table of units and permissions.
 */
#include "staff/grid.h"

#include "html/out.h"

#include <inttypes.h>

enum { BOXES_MAX = 32 };

bool grid_holds(const struct staff *s, const char *permission, int64_t unit_id)
{
	for (size_t i = 0; i < s->grant_count; i++)
		if (s->grants[i].unit_id == unit_id &&
		    str_same(s->grants[i].permission, permission))
			return true;
	return false;
}

static void fill_boxes(struct request *req, const struct staff *s,
		       struct staff_edit_view *v)
{
	struct perm_box *to = arena_array(req->arena, BOXES_MAX, sizeof(*to));
	size_t n = 0;

	for (const struct permission *p = permissions; p->name; p++)
		to[n++] = (struct perm_box){
			.id = arena_printf(req->arena, "all-%s", p->name),
			.value = p->name,
			.label = word(req->lang, (enum word)p->word),
			.hint = word(req->lang, (enum word)p->hint),
			.checked = grid_holds(s, p->name, 0),
		};
	v->boxes = to;
	v->box_count = n;
}

static void fill_columns(struct request *req, struct staff_edit_view *v)
{
	struct grid_column *to =
		arena_array(req->arena, GRID_COLUMNS, sizeof(*to));

	for (const struct permission *p = permissions; p->name; p++)
		if (p->by_unit && v->column_count < GRID_COLUMNS)
			to[v->column_count++].label =
				word(req->lang, (enum word)p->word);
	v->columns = to;
}

static void fill_row(struct request *req, const struct staff *s,
		     const struct unit *u, struct grid_row *to)
{
	to->name = unit_name(u, req->lang);
	for (const struct permission *p = permissions; p->name; p++) {
		if (!p->by_unit || to->cell_count == GRID_COLUMNS)
			continue;
		to->cells[to->cell_count++] = (struct grid_cell){
			.value = arena_printf(req->arena, "%s:%" PRId64,
					      p->name, u->id),
			.label = arena_printf(
				req->arena, "%s: %s",
				word(req->lang, (enum word)p->word), to->name),
			.checked = grid_holds(s, p->name, u->id),
		};
	}
}

void grid_fill(struct request *req, const struct staff *s,
	       const struct unit *units, size_t count,
	       struct staff_edit_view *v)
{
	struct unit_node *tree = unit_tree(req->arena, units, count);
	struct grid_row *rows =
		arena_array(req->arena, count + 1, sizeof(*rows));

	fill_boxes(req, s, v);
	fill_columns(req, v);
	for (size_t i = 0; i < count && tree[i].unit; i++) {
		struct grid_row *to = &rows[v->row_count];

		if (tree[i].unit->kind != UNIT_OWN)
			continue;
		to->depth = tree[i].depth;
		fill_row(req, s, tree[i].unit, to);
		v->row_count++;
	}
	v->rows = rows;
	for (size_t i = 0; i < s->grant_count; i++)
		v->grid_open = v->grid_open || s->grants[i].unit_id;
}

/* "handle:123" */
static struct grant grant_of(struct arena *a, const char *value)
{
	size_t n = strcspn(value, ":");
	struct grant g = {arena_strndup(a, value, n), -1};

	if (value[n] && parse_int(value + n + 1, &g.unit_id))
		g.unit_id = -1;
	return g;
}

void grid_read(const struct request *req, struct staff *s)
{
	const struct form *f = req->form;
	struct grant *to =
		arena_array(req->arena, f->field_count + 1, sizeof(*to));
	size_t n = 0;

	for (size_t i = 0; i < f->field_count; i++) {
		if (str_same(f->fields[i].name, "all"))
			to[n++] = (struct grant){f->fields[i].value, 0};
		else if (str_same(f->fields[i].name, "for"))
			to[n++] = grant_of(req->arena, f->fields[i].value);
	}
	s->grants = to;
	s->grant_count = n;
}

const char *grid_words(struct request *req, const struct staff *s,
		       const struct unit *units, size_t count)
{
	struct str out;

	str_init(&out, req->arena, 128);
	for (size_t i = 0; i < s->grant_count; i++) {
		const struct grant *g = &s->grants[i];
		const struct permission *p = permission_find(g->permission);
		const struct unit *u = unit_find(units, count, g->unit_id);

		if (!p)
			continue;
		str_printf(&out, "%s%s", out.len ? ", " : "",
			   word(req->lang, (enum word)p->word));
		if (u)
			str_printf(&out, " (%s)", unit_name(u, req->lang));
	}
	return out.ptr;
}
