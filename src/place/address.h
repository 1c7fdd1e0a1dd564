/*
 * address.h: the local address file: streets and houses, brought in as CSV and
 * replaced as a whole (address_load.h), so that a place can be typed without
 * any service outside.
 */
#ifndef PLACE_ADDRESS_H
#define PLACE_ADDRESS_H

#include "base/lang.h"
#include "geo/polygon.h"
#include "sql/sql.h"

enum { ADDRESS_HITS = 10 };

struct address {
	const char *street[2]; /* LANG_FI, LANG_SV; "" = none */
	int64_t house;         /* 0 = none; or a street alone */
	const char *letter, *postcode;
	struct geo_point at;
};

/* What somebody typed: "Rantakatu 12 b, 00100 Esimerkkilä". */
struct address_asked {
	const char *street; /* as the keys: place_key() without spaces */
	int64_t house;      /* 0 = none yet */
	const char *letter; /* "b", or "" */
};
struct address_asked address_read(struct arena *a, const char *typed);
/* The key of a street. */
const char *address_key(struct arena *a, const char *street);

struct address_hit {
	const char
		*name; /* "Rantakatu 12 b", in the language it was found by */
	const char *postcode;
	bool has_point; /* false: a street, whose houses come next */
	struct geo_point at;
};
/* Streets that begin so, in Finnish or Swedish; with a number, or when only one
 * street fits, its houses. ADDRESS_HITS at most. */
MUST_CHECK enum err address_search(struct db *db, struct arena *a,
				   const char *typed,
				   struct address_hit ret_hits[ADDRESS_HITS],
				   size_t *ret_count);
/* The one house that is meant. ERR_NOT_FOUND: none, or several. */
MUST_CHECK enum err address_exact(struct db *db, struct arena *a,
				  const char *typed,
				  struct geo_point *ret_point);

#endif
