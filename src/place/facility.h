/*
 * facility.h: what a municipality looks after, each with a name of its own:
 * schools, playgrounds, beaches. A message may be about one of them; it then
 * has its place, and goes to its unit (matter/where.h).
 *
 * All facilities are kept per process like the areas (place.h), so that neither
 * a message nor a letter typed asks the database for them.
 */
#ifndef PLACE_FACILITY_H
#define PLACE_FACILITY_H

#include "base/lang.h"
#include "geo/polygon.h"
#include "html/words.h"
#include "sql/sql.h"

enum {
	FACILITIES_MAX = 20000,
	FACILITY_CODE_MAX = 40,
	FACILITY_NAME_MAX = 100,
	FACILITY_TEXT_MAX = 200, /* address, hours, web; phone 40 */
	FACILITY_PHONE_MAX = 40,
	FACILITY_HITS = 6,
};

struct facility {
	int64_t id;
	const char *code;
	const char *name[LANG__COUNT]; /* "" = as in Finnish */
	const char *kind;              /* one of facility_kinds */
	const char *address;
	bool has_point;
	struct geo_point at;
	int64_t unit_id; /* 0 = not known */
	const char *phone, *hours, *web;
	bool closed;   /* it is no more: nobody chooses it, old links work */
	int64_t stamp; /* grows with every change */
	const char *words; /* only in facility_book: what it is found by */
};

/* As in SQL and in files, with their words; ends with name NULL. */
struct facility_kind {
	const char *name;
	enum word word;
};
extern const struct facility_kind facility_kinds[];
/* NULL: no such kind. By its name, or by its word in any language. */
const struct facility_kind *facility_kind(const char *name);

const char *facility_name(const struct facility *x, enum lang lang);

/* All of them, by Finnish name. Good until the handler returns. */
struct facility_book {
	const struct facility *list;
	size_t count;
};
MUST_CHECK enum err facility_book(struct db *db,
				  const struct facility_book **ret_book);
/* From a book, or NULL; the closed ones too. */
const struct facility *facility_by_id(const struct facility_book *b,
				      int64_t id);
const struct facility *facility_by_code(const struct facility_book *b,
					const char *code);
/* The open one whose name in some language is just these words. NULL: none, or
 * several. */
const struct facility *facility_named(struct arena *a,
				      const struct facility_book *b,
				      const char *words);
/* Those in whose names, address or kind each word of the query begins a word;
 * names that begin so come first. Without words all. Open ones only. */
size_t facility_search(struct arena *a, const struct facility_book *b,
		       const char *query, const struct facility **ret_list,
		       size_t max);

/* A text as it is looked for: lower case, å and ä are a, ö is o, signs are
 * spaces: "kauppa aukio". */
const char *place_key(struct arena *a, const char *text);

/* ---- changing ---- */

/* What is wrong with one as typed, one bit a field. */
enum {
	FACILITY_BAD_CODE = 1 << 0, /* not [A-Za-z0-9._-]{1,40} */
	FACILITY_BAD_NAME = 1 << 1, /* no Finnish one, or one too long */
	FACILITY_BAD_KIND = 1 << 2,
	FACILITY_BAD_ADDRESS = 1 << 3, /* too long, as the next two */
	FACILITY_BAD_PHONE = 1 << 4,
	FACILITY_BAD_HOURS = 1 << 5,
	FACILITY_BAD_WEB = 1 << 6,   /* neither empty nor https://... */
	FACILITY_BAD_POINT = 1 << 7, /* one of the two, or no degrees */
	FACILITY_BAD_UNIT = 1 << 8,  /* no such unit; callers set it */
	FACILITY_CODE_TAKEN = 1 << 9,
	FACILITY_TOO_MANY = 1 << 10,
};
unsigned facility_faults(const struct facility_book *b,
			 const struct facility *x);
/* id 0 makes a new one. With the event of who did it. ERR_INVALID:
 * facility_faults; ERR_CONFLICT: it has changed since x->stamp. */
MUST_CHECK enum err facility_change(struct db *db, struct arena *a,
				    int64_t staff_id, const struct facility *x);
/* Many at once, each faultless, known by code; one event. For imports and
 * commands (staff_id 0). */
MUST_CHECK enum err facility_put_all(struct db *db, struct arena *a,
				     int64_t staff_id,
				     const struct facility *list, size_t count);

#endif
