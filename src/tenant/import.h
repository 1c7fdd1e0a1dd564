/*
 * import.h: a CSV that a person uploads or pastes, looked at before anything
 * is written.
 *
 * The first request shows a preview, the second does it: between the two an
 * uploaded file waits in files/ under its random name, which the form carries
 * with a seal, and pasted text is carried by the form itself. The preview's
 * digest goes along: when the database has changed so that another thing would
 * happen, the preview is shown again instead.
 */
#ifndef TENANT_IMPORT_H
#define TENANT_IMPORT_H

#include "base/csv.h"
#include "html/html_views.h"
#include "http/http.h"

enum { IMPORT_BYTES_MAX = 1024 * 1024, IMPORT_ROWS_MAX = 5000 };

/* Where the table came from, to be carried to the second request. */
struct import_source {
	const char *text;      /* pasted, or "" */
	const char *file;      /* of an upload, or NULL */
	const char *file_code; /* the seal over it */
	const char *bytes;     /* the table itself */
	size_t size;
	bool given; /* anything at all */
};

/* ERR_TOO_LARGE over IMPORT_BYTES_MAX; ERR_NOT_FOUND when the file is gone or the
 * seal is not ours. */
MUST_CHECK enum err import_read(struct request *req,
				struct import_source *ret_source);
/* The same with another limit. */
MUST_CHECK enum err import_read_up_to(struct request *req, size_t bytes_max,
				      struct import_source *ret_source);

enum import_result {
	IMPORT_NEW,
	IMPORT_CHANGED,
	IMPORT_REMOVED,
	IMPORT_SAME,
	IMPORT_ERROR,
	IMPORT__COUNT
};

/* One line of the preview. */
struct import_line {
	int line;
	const char *key; /* code or address */
	const char *name;
	int64_t version; /* of what is there now, 0 = nothing */
	enum import_result result;
	const char *text; /* of an error: what to do; else a remark, or NULL */
};

struct import_plan {
	const struct import_line *lines;
	size_t count;
	size_t counts[IMPORT__COUNT];
	const char *problem; /* the whole table is wrong: what to do */
	bool stale;          /* not what the reader saw before */
};

/* A table with known columns; the names end with NULL, the first `needed` of
 * them must be there. */
struct import_shape {
	const char *const *columns;
	size_t needed;
	size_t rows_max; /* 0 = IMPORT_ROWS_MAX; CSV_ROWS_MAX at most */
};
enum { IMPORT_COLUMNS_MAX = 20 };
struct import_table {
	struct csv csv;
	int column[IMPORT_COLUMNS_MAX]; /* of each name; -1 = not there */
};
/* NULL, or what is wrong with the table as a whole and what to do. */
const char *import_parse(struct arena *a, enum lang lang,
			 const struct import_source *source,
			 const struct import_shape *shape,
			 struct import_table *ret_table);
/* The cell as one line; now when the table has no such column. */
const char *import_cell(struct arena *a, const struct import_table *t,
			const struct csv_row *row, int column, const char *now);
/* "1", "0", or empty for now; false when it is none of these. */
bool import_flag(const struct import_table *t, const struct csv_row *row,
		 int column, bool now, bool *ret_flag);
void import_count(struct import_plan *plan);
const char *import_digest(struct arena *a, const struct import_plan *plan);
/* Is this the plan whose digest the form carries? */
bool import_seen(const struct request *req, const struct import_plan *plan);

/* ---- the page ---- */

struct import_page {
	const char *base;      /* "/staff/admin/units" */
	int list, title, help; /* enum word; list: of the page above */
	int columns;           /* enum word: what each column holds */
	bool invites;          /* asks whether new ones get an invitation */
	/* Where other files than tables come, or larger ones; 0, NULL = as ever. */
	int file, file_hint, too_large; /* enum word */
	const char *accept;
};

enum err import_show_form(struct request *req, struct response *res,
			  const struct import_page *p);
/* An import_read that failed, as the form with what to do; other errors come back. */
enum err import_show_refused(struct request *req, struct response *res,
			     const struct import_page *p, enum err why);
enum err import_show_plan(struct request *req, struct response *res,
			  const struct import_page *p,
			  const struct import_source *source,
			  const struct import_plan *plan);

#endif
