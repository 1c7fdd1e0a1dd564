/*
 * use.h: the log of use (S13): who opened a confidential matter, searched,
 * took a table or a package out, and read this log. Each is an event of the
 * chain; only the permission "auditor" reads them.
 *
 * What was searched for is never kept. A keyed digest of it is, so that an
 * auditor who knows a name can ask whether somebody searched for it; it lies in
 * the payload and can be erased with its salt.
 */
#ifndef EVENT_USE_H
#define EVENT_USE_H

#include "http/http.h"
#include "sql/sql.h"

/* In a write transaction, by whoever is signed in. Exports are written by
 * their slices through tenant/audit.h: "exported", {"what":"units"}. */
MUST_CHECK enum err use_searched(struct request *req, const char *query,
				 size_t found);
MUST_CHECK enum err use_log_read(struct request *req);

/* The same for the same words, letter case and spaces aside. */
const char *use_digest(struct arena *a, int64_t tenant, const char *query);

struct use {
	int64_t id; /* carries the time */
	const char *kind;
	int64_t staff_id;
	const char *who;
	int64_t number_year, number; /* of the matter; 0 = none */
	const char *by, *what;       /* from the payload; "" = not said */
	const char *digest;
	int64_t found; /* by a search; -1 = not said */
};
struct uses_wanted {
	int64_t before_id; /* 0 = from the newest */
	const char *kind;  /* "" = all */
	int64_t staff_id;  /* 0 = everybody */
	int limit;
};
MUST_CHECK enum err use_list(struct db *db, struct arena *a,
			     const struct uses_wanted *w, struct use **ret_list,
			     size_t *ret_count);

/* GET /staff/log */
enum err use_page_log(struct request *req, struct response *res);

#endif
