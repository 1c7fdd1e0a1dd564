/*
 * contact.h: whom one reaches where: what the public may know of the city's units
 * and people. A unit is in the directory when somebody has put it there; of a
 * person nothing is public unless marked so, and then only while the unit is.
 *
 * The unit itself (names, tree) is unit/unit.h, an account staff/staff.h.
 */
#ifndef CONTACT_CONTACT_H
#define CONTACT_CONTACT_H

#include "base/clock.h"
#include "base/lang.h"
#include "sql/sql.h"
#include "unit/unit.h"

enum {
	CONTACT_ANSWERS_MAX = 500,
	CONTACT_PHONES_MAX = 300,
	CONTACT_ADDRESS_MAX = 200,
	CONTACT_HOURS_MAX = 2000,
	CONTACT_NAME_MAX = 100,
	CONTACT_ROLE_MAX = 100,
	CONTACT_CODE_MAX = 100,
	CONTACT_ABSENT_DAYS_MAX = 400,
};

struct contact_unit {
	int64_t unit_id;
	bool shown;
	const char *answers[LANG__COUNT]; /* what it answers for */
	const char *phones, *mail, *web, *address, *hours; /* "" = none */
	int64_t updated_at, version; /* 0: there is no row yet */
};

struct contact_person {
	int64_t id;
	const char *code; /* in tables: unique; "" = one is made */
	int64_t unit_id, staff_id;
	const char *name, *role[LANG__COUNT], *phones, *mail;
	int64_t absent_until;  /* where the last day ends; 0 = none */
	int64_t substitute_id; /* another person; 0 = nobody */
	bool shown;
	int64_t shown_at; /* since when */
	int64_t sort_order;
	int64_t updated_at, version;
};

/* ---- reading; the caller asks what is public ---- */

MUST_CHECK enum err contact_units(struct db *db, struct arena *a,
				  struct contact_unit **ret_list,
				  size_t *ret_count);
/* All empty and not shown when nobody has written any of it. */
MUST_CHECK enum err contact_unit_get(struct db *db, struct arena *a,
				     int64_t unit_id,
				     struct contact_unit *ret_unit);
/* From a list, or NULL. */
const struct contact_unit *contact_unit_find(const struct contact_unit *list,
					     size_t count, int64_t unit_id);
/* In order; unit_id 0: of all units. */
MUST_CHECK enum err contact_people(struct db *db, struct arena *a,
				   int64_t unit_id,
				   struct contact_person **ret_list,
				   size_t *ret_count);
MUST_CHECK enum err contact_person_get(struct db *db, struct arena *a,
				       int64_t id,
				       struct contact_person *ret_person);
const struct contact_person *
contact_person_find(const struct contact_person *list, size_t count,
		    int64_t id);
/* The role in a language, in Finnish where that one is empty. */
const char *contact_role(const struct contact_person *p, enum lang lang);
const char *contact_answers(const struct contact_unit *u, enum lang lang);

/* What is public at this moment: ERR_NOT_FOUND when it is not. A unit that has
 * been closed is not, and with a unit none of its people is. */
struct contact_public {
	struct unit unit;
	struct contact_unit facts;
};
MUST_CHECK enum err contact_public_unit(struct db *db, struct arena *a,
					int64_t unit_id,
					struct contact_public *ret_unit);
MUST_CHECK enum err contact_public_person(struct db *db, struct arena *a,
					  int64_t id,
					  struct contact_person *ret_person,
					  struct contact_public *ret_unit);

/* When somebody is away: as written here, or by the absence of their account.
 * The substitute only when that person is public, too. */
struct contact_absence {
	int64_t until;          /* 0 = here */
	const char *substitute; /* name, or NULL */
	int64_t substitute_id, substitute_unit_id;
};
MUST_CHECK enum err contact_absence(struct db *db, struct arena *a,
				    const struct contact_person *p,
				    struct contact_absence *ret_absence);

/* ---- telephones ---- */

/* "040 123 4567 Neuvonta, 03 123 456": a number and what it is for; apart by
 * commas, semicolons or lines. */
struct contact_phone {
	const char *number; /* as printed in Finland */
	const char *dial;   /* for tel: */
	const char *what;   /* "" = nothing said */
};
enum { CONTACT_PHONES = 8 };
/* NULL, or the piece that is no number. */
const char *contact_phones(struct arena *a, const char *text,
			   struct contact_phone ret_list[CONTACT_PHONES],
			   size_t *ret_count);

/* ---- changing ---- */

/* What is wrong as typed, one bit a field. */
enum {
	CONTACT_BAD_ANSWERS = 1 << 0,
	CONTACT_BAD_PHONES = 1 << 1,
	CONTACT_BAD_MAIL = 1 << 2,
	CONTACT_BAD_WEB = 1 << 3,
	CONTACT_BAD_ADDRESS = 1 << 4,
	CONTACT_BAD_HOURS = 1 << 5,
	CONTACT_BAD_NAME = 1 << 6,
	CONTACT_BAD_ROLE = 1 << 7,
	CONTACT_BAD_UNIT = 1 << 8,
	CONTACT_BAD_CODE = 1 << 9,
	CONTACT_CODE_TAKEN = 1 << 10,
	CONTACT_BAD_STAFF = 1 << 11,
	CONTACT_BAD_ABSENT = 1 << 12,     /* no day, over, or too far off */
	CONTACT_BAD_SUBSTITUTE = 1 << 13, /* nobody, or oneself */
};
unsigned contact_unit_faults(struct arena *a, const struct contact_unit *u);
/* people, units: as they are now. absent_until -1: typed, but no day. */
struct contact_known {
	const struct unit *units;
	size_t unit_count;
	const struct contact_person *people;
	size_t person_count;
};
MUST_CHECK enum err contact_known_get(struct db *db, struct arena *a,
				      struct contact_known *ret_known);
unsigned contact_person_faults(struct arena *a, const struct contact_person *p,
			       const struct contact_known *known);

/* With the event of who did it: of a person only its id. ERR_INVALID: faults;
 * ERR_CONFLICT: changed by somebody else. staff_id 0: a command, without it. */
MUST_CHECK enum err contact_unit_change(struct db *db, struct arena *a,
					int64_t staff_id,
					const struct contact_unit *u);
/* id 0 makes a new one. */
MUST_CHECK enum err contact_person_change(struct db *db, struct arena *a,
					  int64_t staff_id,
					  const struct contact_person *p,
					  int64_t *ret_id);
/* The same for one whose faults have been looked at. */
MUST_CHECK enum err contact_person_write(struct db *db, struct arena *a,
					 int64_t staff_id,
					 const struct contact_person *p,
					 int64_t *ret_id);
/* Nothing of it stays. */
MUST_CHECK enum err contact_person_remove(struct db *db, struct arena *a,
					  int64_t staff_id, int64_t id);

#endif
