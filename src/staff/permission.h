/*
 * permission.h: what a member of staff may be allowed, by name. Each is held
 * for one unit or, with unit 0, for all. The route table names the bits; rules
 * about one matter ask staff_may().
 */
#ifndef STAFF_PERMISSION_H
#define STAFF_PERMISSION_H

#include <stdint.h>

enum {
	PERM_TRIAGE = 1u << 0, /* "triage": sees every matter, routes it */
	PERM_HANDLE =
		1u
		<< 1, /* "handle": sees and answers the matters of the unit */
	PERM_PUBLISH = 1u << 2, /* "publish": decides what becomes public */
	PERM_CONFIDENTIAL =
		1u
		<< 3, /* "confidential": sees matters of confidential topics */
	PERM_ADMIN_UNITS = 1u << 4,  /* "admin_units" */
	PERM_ADMIN_STAFF = 1u << 5,  /* "admin_staff" */
	PERM_ADMIN_TOPICS = 1u << 6, /* "admin_topics" */
	PERM_ADMIN_SYSTEM = 1u << 7, /* "admin_system": outbox, dead jobs */
	PERM_AUDITOR = 1u << 8,      /* "auditor": reads the log of use */
	PERM_NOTICES = 1u << 9,      /* "notices": tells everybody */
};
#define PERM_MATTERS (PERM_TRIAGE | PERM_HANDLE)
#define PERM_ADMIN \
 (PERM_ADMIN_UNITS | PERM_ADMIN_STAFF | PERM_ADMIN_TOPICS | PERM_ADMIN_SYSTEM)

struct permission {
	const char *name;
	uint32_t bit;
	int by_unit;     /* may be given for one unit only */
	int not_to_self; /* only somebody else gives it: who administers users
			    is not thereby let into what is confidential */
	int word;        /* enum word: its label */
	int hint;        /* enum word: what it lets one do */
};
extern const struct permission permissions[]; /* ends with name NULL */
/* By name, or NULL. */
const struct permission *permission_find(const char *name);

#endif
