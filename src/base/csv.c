/*
 * csv.c: reading and writing tables.
 */
#include "base/csv.h"

#include "base/utf8.h"

static const char bom[] = "\xEF\xBB\xBF";

struct reader {
	struct arena *arena;
	const char *at, *end;
	char separator;
	int line;
	struct csv_row *rows;
	size_t count;
};

/* The commonest of the three in the first line, quoted parts aside. */
static char find_separator(const char *s, const char *end)
{
	static const char kinds[] = {';', ',', '\t'};
	size_t n[3] = {0}, best = 0;
	int quoted = 0;

	for (; s < end && (quoted || (*s != '\n' && *s != '\r')); s++) {
		quoted ^= *s == '"';
		for (size_t i = 0; !quoted && i < 3; i++)
			n[i] += *s == kinds[i];
	}
	for (size_t i = 1; i < 3; i++)
		if (n[i] > n[best])
			best = i;
	return kinds[best];
}

static bool formula_mark(char c)
{
	return c && strchr("=+-@\t\r", c);
}

/* A formula, or one that has our mark already: that gets one more. */
static bool looks_like_formula(const char *cell)
{
	return formula_mark(cell[strspn(cell, "'")]);
}

/* As typed: trimmed, and without the mark that csv_put sets. */
static const char *cell_of(struct arena *a, const struct str *s)
{
	char *cell = str_trim(a, s->ptr);

	return *cell == '\'' && looks_like_formula(cell) ? cell + 1 : cell;
}

/* After the opening quote, to behind the closing one. */
static enum err read_quoted(struct reader *r, struct str *to)
{
	for (; r->at < r->end; r->at++) {
		if (*r->at == '\n')
			r->line++;
		if (*r->at != '"') {
			str_putc(to, *r->at);
			continue;
		}
		if (r->at + 1 >= r->end || r->at[1] != '"') {
			r->at++;
			return OK;
		}
		str_putc(to, *r->at++);
	}
	return ERR_INVALID;
}

static bool at_cell_end(const struct reader *r)
{
	return r->at >= r->end || *r->at == r->separator || *r->at == '\n' ||
	       *r->at == '\r';
}

static enum err read_cell(struct reader *r, const char **ret_cell)
{
	struct str s;
	enum err err;

	str_init(&s, r->arena, 32);
	if (r->at < r->end && *r->at == '"') {
		r->at++;
		err = read_quoted(r, &s);
		if (err)
			return err;
	}
	while (!at_cell_end(r))
		str_putc(&s, *r->at++);
	*ret_cell = cell_of(r->arena, &s);
	return OK;
}

static void skip_line_end(struct reader *r)
{
	if (r->at < r->end && *r->at == '\r')
		r->at++;
	if (r->at < r->end && *r->at == '\n')
		r->at++;
	r->line++;
}

static bool row_empty(const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (*row->cells[i])
			return false;
	return true;
}

static enum err read_row(struct reader *r, struct csv_row *row)
{
	const char *cells[CSV_CELLS_MAX];
	enum err err;

	*row = (struct csv_row){.line = r->line};
	for (;;) {
		if (row->count == CSV_CELLS_MAX)
			return ERR_TOO_LARGE;
		err = read_cell(r, &cells[row->count]);
		if (err)
			return err;
		row->count++;
		if (r->at >= r->end || *r->at != r->separator)
			break;
		r->at++;
	}
	skip_line_end(r);
	row->cells = arena_array(r->arena, row->count, sizeof(*row->cells));
	memcpy(row->cells, cells, row->count * sizeof(*row->cells));
	return OK;
}

static void grow(struct reader *r)
{
	struct csv_row *more;

	if (r->count && (r->count < 16 || r->count & (r->count - 1)))
		return;
	more = arena_array(r->arena, r->count ? r->count * 2 : 16,
			   sizeof(*more));
	if (r->count)
		memcpy(more, r->rows, r->count * sizeof(*more));
	r->rows = more;
}

enum err csv_parse(struct arena *a, const char *text, size_t n,
		   struct csv *ret_csv)
{
	struct reader r = {.arena = a, .at = text, .end = text + n, .line = 1};
	enum err err = OK;

	*ret_csv = (struct csv){0};
	if (!utf8_valid(text, n) || memchr(text, 0, n))
		return ERR_INVALID;
	if (n >= 3 && !memcmp(text, bom, 3))
		r.at += 3;
	r.separator = find_separator(r.at, r.end);
	while (!err && r.at < r.end) {
		if (r.count > CSV_ROWS_MAX)
			return ERR_TOO_LARGE;
		grow(&r);
		err = read_row(&r, &r.rows[r.count]);
		if (!err && !row_empty(&r.rows[r.count]))
			r.count++;
	}
	if (err)
		ret_csv->bad_line = r.rows[r.count].line;
	ret_csv->rows = r.rows;
	ret_csv->count = err ? 0 : r.count;
	return err;
}

const char *csv_cell(const struct csv_row *row, int column)
{
	if (column < 0 || (size_t)column >= row->count)
		return "";
	return row->cells[column];
}

void csv_begin(struct str *to)
{
	str_puts(to, bom);
}

static bool at_line_start(const struct str *to)
{
	return !to->len || to->ptr[to->len - 1] == '\n' ||
	       (to->len == 3 && !memcmp(to->ptr, bom, 3));
}

void csv_put(struct str *to, const char *cell)
{
	bool quote = strpbrk(cell, "\";,\t\r\n") != NULL;

	if (!at_line_start(to))
		str_putc(to, ';');
	else if (!*cell)
		quote = true; /* the first cell must be seen */
	if (quote)
		str_putc(to, '"');
	if (looks_like_formula(cell))
		str_putc(to, '\'');
	for (; *cell; cell++) {
		if (*cell == '"')
			str_putc(to, '"');
		str_putc(to, *cell);
	}
	if (quote)
		str_putc(to, '"');
}

void csv_end(struct str *to)
{
	str_puts(to, "\r\n");
}
