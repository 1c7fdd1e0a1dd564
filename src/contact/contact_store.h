/*
 * contact_store.h: rows of the directory. For this folder only.
 */
#ifndef CONTACT_CONTACT_STORE_H
#define CONTACT_CONTACT_STORE_H

#include "contact/contact.h"

/* version 0 inserts. ERR_CONFLICT: somebody else saved first. */
MUST_CHECK enum err store_contact_unit_put(struct db *db,
					   const struct contact_unit *u);
MUST_CHECK enum err store_contact_person_insert(struct db *db,
						const struct contact_person *p);
MUST_CHECK enum err store_contact_person_update(struct db *db,
						const struct contact_person *p);
MUST_CHECK enum err store_contact_person_delete(struct db *db, int64_t id);
/* Nobody stands in by who is gone. */
MUST_CHECK enum err store_contact_substitute_gone(struct db *db, int64_t id);

#endif
