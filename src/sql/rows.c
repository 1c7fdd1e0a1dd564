/*
 * rows.c: results, kept whole in the asker's arena. Integers and doubles stay
 * what they were; text is made of them only when somebody asks for text.
 */
#include "sql/engine.h"

#include <inttypes.h>

enum { FIRST_ROWS = 8 };

void rows_expect(struct rows *r, size_t n)
{
	size_t cols = (size_t)r->cols;
	struct cell *cells;

	if (n <= r->cap || !cols)
		return;
	cells = arena_array(r->arena, n * cols, sizeof(*cells));
	if (r->count)
		memcpy(cells, r->cells, r->count * cols * sizeof(*cells));
	r->cells = cells;
	r->cap = n;
}

struct cell *rows_add(struct rows *r)
{
	if (r->count == r->cap)
		rows_expect(r, r->cap ? r->cap * 2 : FIRST_ROWS);
	return r->cells + r->count++ * (size_t)r->cols;
}

static struct cell *cell_at(const struct rows *r, int col)
{
	static struct cell none;

	if (!r->at || r->at > r->count || col < 0 || col >= r->cols)
		return &none;
	return &r->cells[(r->at - 1) * (size_t)r->cols + (size_t)col];
}

bool rows_next(struct rows *r)
{
	if (r->at <= r->count)
		r->at++;
	return r->at <= r->count;
}

size_t rows_count(const struct rows *r)
{
	return r->count;
}

int64_t rows_int(const struct rows *r, int col)
{
	const struct cell *c = cell_at(r, col);

	switch (c->type) {
	case CELL_INT:
		return c->num;
	case CELL_REAL:
		return (int64_t)c->real;
	case CELL_TEXT:
		return strtoll(c->text, NULL, 10);
	case CELL_NULL:
		break;
	}
	return 0;
}

double rows_real(const struct rows *r, int col)
{
	const struct cell *c = cell_at(r, col);

	switch (c->type) {
	case CELL_INT:
		return (double)c->num;
	case CELL_REAL:
		return c->real;
	case CELL_TEXT:
		return strtod(c->text, NULL);
	case CELL_NULL:
		break;
	}
	return 0;
}

const char *rows_text(const struct rows *r, int col)
{
	struct cell *c = cell_at(r, col);

	switch (c->type) {
	case CELL_INT:
		c->text = arena_printf(r->arena, "%" PRId64, c->num);
		break;
	case CELL_REAL:
		c->text = arena_printf(r->arena, "%.17g", c->real);
		break;
	case CELL_TEXT:
		break;
	case CELL_NULL:
		return "";
	}
	c->type = CELL_TEXT;
	return c->text;
}

bool rows_null(const struct rows *r, int col)
{
	return cell_at(r, col)->type == CELL_NULL;
}
