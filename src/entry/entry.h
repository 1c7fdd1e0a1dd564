/*
 * entry.h: everything said about a matter. Append-only.
 */
#ifndef ENTRY_ENTRY_H
#define ENTRY_ENTRY_H

#include "sql/sql.h"

struct entry {
	int64_t id; /* carries the time: id_time_us() */
	int64_t matter_id;
	const char *kind; /* message, addition, answer, interim_reply, note,
				   handover, decision, verdict */
	const char *visibility; /* public, parties, internal */
	const char *author;     /* resident, staff, system */
	int64_t staff_id;       /* 0 unless author is staff */
	const char *staff_name; /* read back; "" when none */
	const char *text;
	const char *hidden_why;
	const char *signature; /* under what was said to the resident */
	const char *told;      /* phone, letter, desk; "" = by mail and on the
				  follow page */
	int64_t told_at;       /* 0 when it was sent */
	const char *told_by;
};

MUST_CHECK enum err entry_add(struct db *db, const struct entry *e,
			      int64_t *ret_id);
/* Oldest first; internal ones only when asked for. */
MUST_CHECK enum err entry_list(struct db *db, struct arena *a,
			       int64_t matter_id, int with_internal,
			       struct entry **ret_list, size_t *ret_count);
MUST_CHECK enum err entry_get(struct db *db, struct arena *a, int64_t id,
			      struct entry *ret_entry);

#endif
