/*
 * csv.h: tables that people edit in a spreadsheet (RFC 4180, and what Finnish
 * spreadsheets make of it).
 *
 * In: UTF-8 with or without a byte order mark, LF or CRLF, cells between , or
 * ; or tabs (the commonest in the first line outside of quotes), quoted when
 * they hold one of these. Empty lines are skipped. Out: ";" and CRLF with a
 * byte order mark, which every spreadsheet opens right in Finland.
 *
 * A cell that a spreadsheet would take for a formula gets a ' in front when
 * written (OWASP, CSV injection), and loses it when read.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stddef.h>

enum { CSV_ROWS_MAX = 20000, CSV_CELLS_MAX = 64 };

struct csv_row {
	const char **cells; /* trimmed; count of them */
	size_t count;
	int line; /* where it begins, from 1 */
};

struct csv {
	const struct csv_row *rows; /* the first one holds the names */
	size_t count;
	int bad_line; /* of an error, else 0 */
};

/*
 * ERR_INVALID: not UTF-8 (bad_line 0), or a quote that never ends (bad_line
 * says where it began); ERR_TOO_LARGE: too many rows or cells. ret_csv is
 * written in every case, for bad_line.
 */
MUST_CHECK enum err csv_parse(struct arena *a, const char *text, size_t n,
			      struct csv *ret_csv);
/* The cell, or "" where the row is too short or column is -1. */
const char *csv_cell(const struct csv_row *row, int column);

/* Writing: begin, then cells with csv_put, each row ended by csv_end. */
void csv_begin(struct str *to);
void csv_put(struct str *to, const char *cell);
void csv_end(struct str *to);

#endif
