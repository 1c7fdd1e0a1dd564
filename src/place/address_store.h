/*
 * address_store.h: rows of addresses and their loads. For address*.c only.
 */
#ifndef PLACE_ADDRESS_STORE_H
#define PLACE_ADDRESS_STORE_H

#include "place/address.h"
#include "place/address_load.h"

struct address_row {
	const char *key;
	struct address x;
};
/* ERR_NOT_FOUND: there are no addresses. */
MUST_CHECK enum err store_address_current(struct db *db, struct arena *a,
					  int64_t *ret_load);
/* The first house of the next street, sv: by the Swedish names.
 * ERR_NOT_FOUND: there is no more before `end`. */
struct address_span {
	int64_t load;
	bool sv;
	const char *from, *end; /* keys; of houses: from is the street */
	int64_t first, last;    /* houses */
};
MUST_CHECK enum err store_address_next(struct db *db, struct arena *a,
				       const struct address_span *s,
				       struct address_row *ret_row);
MUST_CHECK enum err store_address_houses(struct db *db, struct arena *a,
					 const struct address_span *s, int max,
					 struct address_row *ret_rows,
					 size_t *ret_count);

/* Row n of a load. */
MUST_CHECK enum err store_address_insert(struct db *db, int64_t load, int64_t n,
					 const char *const keys[2],
					 const struct address *x);
MUST_CHECK enum err store_address_delete(struct db *db, int64_t load,
					 int64_t after_n);

MUST_CHECK enum err store_load_insert(struct db *db, int64_t staff_id,
				      const struct address_load *l);
MUST_CHECK enum err store_loads(struct db *db, struct arena *a,
				struct address_load **ret_list,
				size_t *ret_count);
MUST_CHECK enum err store_load_read(struct db *db,
				    const struct address_load *l);
MUST_CHECK enum err store_load_state(struct db *db, int64_t id,
				     const char *state);
/* All others go. */
MUST_CHECK enum err store_load_others(struct db *db, int64_t id);
/* What is being read, or waits, goes. */
MUST_CHECK enum err store_load_unready(struct db *db);
MUST_CHECK enum err store_load_delete(struct db *db, int64_t id);

#endif
