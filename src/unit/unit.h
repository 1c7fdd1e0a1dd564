/*
 * unit.h: the city's side: divisions, units, as a tree; and beside it, without
 * a tree, those outside whom the city works with or passes matters on to.
 */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include "base/lang.h"
#include "sql/sql.h"

#include <stdbool.h>

enum {
	UNIT_CODE_MAX = 40,
	UNIT_NAME_MAX = 100,
	UNIT_PHONE_MAX = 40,
	UNIT_HOURS_MAX = 200,
	UNIT_WEB_MAX = 200,
	UNIT_DEPTH_MAX = 8
};

/* Matters are only ever given to an own unit. */
enum unit_kind {
	UNIT_OWN,
	UNIT_CONTRACTOR, /* works for the city */
	UNIT_COMPANY,    /* energy, post, housing */
	UNIT_AUTHORITY,  /* the state, another municipality, the county */
	UNIT_KIND__COUNT
};
extern const char *const unit_kind_names[UNIT_KIND__COUNT]; /* as in SQL */
/* ERR_INVALID: no such kind. */
MUST_CHECK enum err unit_kind_parse(const char *name, enum unit_kind *ret_kind);

struct unit {
	int64_t id;
	int64_t parent_id; /* 0 = top */
	const char *code;
	const char *name[LANG__COUNT];
	enum unit_kind kind;
	const char *mail;
	const char *phone, *hours, *web; /* how to reach it; "" = not known */
	bool by_mail;    /* own, without people here: see matter/unit_link.h */
	int64_t head_id; /* the person told of what is late; 0 = none */
	bool active;
	int64_t sort_order;
	int64_t version;
};

/* All units of the tenant, active first, by sort order then Finnish name. */
MUST_CHECK enum err unit_list(struct db *db, struct arena *a,
			      struct unit **ret_list, size_t *ret_count);
MUST_CHECK enum err unit_get(struct db *db, struct arena *a, int64_t id,
			     struct unit *ret_unit);
/* id 0 makes a new one. ERR_INVALID: names missing, a parent that would make a ring;
 * ERR_CONFLICT: code taken, or changed by somebody else. */
MUST_CHECK enum err unit_save(struct db *db, struct arena *a,
			      const struct unit *u, int64_t *ret_id);
/* ERR_NOT_FOUND: no unit has this code. */
MUST_CHECK enum err unit_by_code(struct db *db, struct arena *a,
				 const char *code, int64_t *ret_id);
/*
 * Matters live floors above, so app/ hands this down: what waits in a unit that
 * is closed goes back to be directed (matter_release_unit). Nobody closes a
 * unit (ERR_INTERNAL) while it is not set.
 */
typedef enum err unit_release_fn(struct db *db, struct arena *a,
				 int64_t staff_id, int64_t unit_id);
extern unit_release_fn *unit_on_close;

/* As unit_save, with the event of who did it. */
MUST_CHECK enum err unit_change(struct db *db, struct arena *a,
				int64_t staff_id, const struct unit *u,
				int64_t *ret_id);

/* What is wrong with a unit as typed, one bit a field. unit_save refuses any. */
enum {
	UNIT_BAD_CODE = 1 << 0,   /* not [A-Za-z0-9._-]{1,40} */
	UNIT_BAD_NAME = 1 << 1,   /* no Finnish name, or one too long */
	UNIT_BAD_MAIL = 1 << 2,   /* neither empty nor an address */
	UNIT_BAD_PARENT = 1 << 3, /* unknown, itself, or below itself */
	UNIT_CODE_TAKEN = 1 << 4,
	UNIT_BAD_ORDER = 1 << 5, /* not 0 to 9999 */
	UNIT_BAD_HEAD = 1 << 6,  /* no such person; looked at by unit_save */
	UNIT_BAD_KIND = 1 << 7,  /* from own to outside, or back */
	UNIT_BAD_PHONE = 1 << 8, /* too long, as the two below */
	UNIT_BAD_HOURS = 1 << 9,
	UNIT_BAD_WEB = 1 << 10,     /* neither empty nor https://... */
	UNIT_BAD_BY_MAIL = 1 << 11, /* without an address, or not own */
};
/* list: all units as they are now. */
unsigned unit_faults(const struct unit *u, const struct unit *list,
		     size_t count);

/* Who may head a unit: active people by name. Their slice stands above. */
struct unit_person {
	int64_t id;
	const char *name;
};
MUST_CHECK enum err unit_people(struct db *db, struct arena *a,
				struct unit_person **ret_list,
				size_t *ret_count);

/* The list in tree order, children under their parent. */
struct unit_node {
	const struct unit *unit;
	int depth; /* 0 = top */
};
struct unit_node *unit_tree(struct arena *a, const struct unit *list,
			    size_t count);
/* From a list, or NULL. */
const struct unit *unit_find(const struct unit *list, size_t count, int64_t id);
/* The name in a language, in Finnish where that one is empty. */
const char *unit_name(const struct unit *u, enum lang lang);
/* Active first, by sort order, then by the name a reader of this language
 * sees. */
void unit_sort(struct unit *list, size_t count, enum lang lang);

#endif
