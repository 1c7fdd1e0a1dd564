/*
 * address_load.h: bringing addresses in. A file may have hundreds of thousands
 * of rows, so it is read by a job in batches that give way to residents; the
 * addresses of before serve until all of it is there.
 *
 * CSV in UTF-8, a row an address, in any order of columns; others are passed
 * over. Of each column one of these names (address_load.c has them all):
 *   street_fi (katu), street_sv (gata): one of the two is enough
 *   number (numero): "12", "12 b"; may be empty, or missing
 *   letter (kirjain), postcode (postinumero): may be missing
 *   lat and lon in degrees, or N and E of ETRS-TM35FIN in metres
 * A row is one line: no line breaks within quotes.
 */
#ifndef PLACE_ADDRESS_LOAD_H
#define PLACE_ADDRESS_LOAD_H

#include "job/job.h"
#include "sql/sql.h"

enum { ADDRESS_BAD_SHOWN = 50, ADDRESS_STREET_MAX = 100 };

enum load_state {
	LOAD_READING,
	LOAD_WAITING, /* has bad rows: a person decides */
	LOAD_CURRENT,
	LOAD_GONE, /* its rows are on their way out */
	LOAD__COUNT
};
extern const char *const load_states[LOAD__COUNT]; /* as in SQL */

struct address_load {
	int64_t id;
	enum load_state state;
	const char *file; /* in files/ */
	const char *name; /* as it was called */
	int64_t bytes, read_bytes, line, rows, bad;
	const char *bad_rows; /* "line reason" a line; reasons: load_faults */
};

/* What can be wrong with a row; "" ends. */
enum load_fault {
	ROW_FINE,
	ROW_STREET, /* in no language, or too long */
	ROW_NUMBER,
	ROW_POINT,
	ROW_TEXT, /* what follows is no UTF-8, or a quote never ends */
	ROW__COUNT
};
extern const char *const load_faults[ROW__COUNT];

/* The newest first. */
MUST_CHECK enum err address_loads(struct db *db, struct arena *a,
				  struct address_load **ret_list,
				  size_t *ret_count);
/* What a needed column is called, that the first line lacks; NULL: none. */
const char *address_lacks(struct arena *a, const char *head, size_t size);
/* A file in files/ is to be read, in place of any that is not ready. */
MUST_CHECK enum err address_load_begin(struct db *db, struct arena *a,
				       int64_t staff_id,
				       const struct address_load *l);
/* One that waits is taken as it is, or thrown away. ERR_CONFLICT: it waits no
 * more. */
MUST_CHECK enum err address_load_decide(struct db *db, struct arena *a,
					int64_t staff_id, int64_t id,
					bool take);
/* It is the one in use from now on. */
MUST_CHECK enum err address_load_use(struct db *db, int64_t id);
/* The same without a file: for commands, in one go. */
MUST_CHECK enum err address_load_text(struct db *db, struct arena *a,
				      const char *csv, size_t size);

enum err address_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err address_job_run(struct job_context *c, const struct job *job);

#endif
