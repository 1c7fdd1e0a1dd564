/*
 * permission.c: the table of what people may be allowed.
 */
#include "staff/permission.h"

#include "html/words.h"

#include <stddef.h>

const struct permission permissions[] = {
	{"triage", PERM_TRIAGE, 0, W_perm_triage},
	{"handle", PERM_HANDLE, 1, W_perm_handle},
	{"publish", PERM_PUBLISH, 1, W_perm_publish},
	{"confidential", PERM_CONFIDENTIAL, 1, W_perm_confidential},
	{"admin_units", PERM_ADMIN_UNITS, 0, W_perm_admin_units},
	{"admin_staff", PERM_ADMIN_STAFF, 0, W_perm_admin_staff},
	{"admin_topics", PERM_ADMIN_TOPICS, 0, W_perm_admin_topics},
	{"admin_system", PERM_ADMIN_SYSTEM, 0, W_perm_admin_system},
	{"auditor", PERM_AUDITOR, 0, W_perm_auditor},
	{NULL, 0, 0, 0},
};

const struct permission *permission_find(const char *name)
{
	for (const struct permission *p = permissions; p->name; p++)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}
