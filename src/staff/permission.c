/*
 * permission.c: the table of what people may be allowed.
 */
#include "staff/permission.h"

#include "html/words.h"

#include <stddef.h>

const struct permission permissions[] = {
	{"triage", PERM_TRIAGE, 0, 0, W_perm_triage, W_perm_triage_hint},
	{"handle", PERM_HANDLE, 1, 0, W_perm_handle, W_perm_handle_hint},
	{"publish", PERM_PUBLISH, 1, 0, W_perm_publish, W_perm_publish_hint},
	{"confidential", PERM_CONFIDENTIAL, 1, 1, W_perm_confidential,
	 W_perm_confidential_hint},
	{"admin_units", PERM_ADMIN_UNITS, 0, 0, W_perm_admin_units,
	 W_perm_admin_units_hint},
	{"admin_staff", PERM_ADMIN_STAFF, 0, 0, W_perm_admin_staff,
	 W_perm_admin_staff_hint},
	{"admin_topics", PERM_ADMIN_TOPICS, 0, 0, W_perm_admin_topics,
	 W_perm_admin_topics_hint},
	{"admin_system", PERM_ADMIN_SYSTEM, 0, 0, W_perm_admin_system,
	 W_perm_admin_system_hint},
	{"notices", PERM_NOTICES, 0, 0, W_perm_notices, W_perm_notices_hint},
	{"auditor", PERM_AUDITOR, 0, 1, W_perm_auditor, W_perm_auditor_hint},
	{NULL, 0, 0, 0, 0, 0},
};

const struct permission *permission_find(const char *name)
{
	for (const struct permission *p = permissions; p->name; p++)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}
