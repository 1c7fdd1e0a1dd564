/*
 * about_store.h: rows of the pages every municipality must have.
 */
#ifndef ABOUT_ABOUT_STORE_H
#define ABOUT_ABOUT_STORE_H

#include "about/about.h"

/* ERR_NOT_FOUND until somebody has saved it. */
MUST_CHECK enum err store_about(struct db *db, struct arena *a,
				enum about_page page, enum lang lang,
				struct about *ret_about);
/* ERR_CONFLICT when the version is another by now. */
MUST_CHECK enum err store_about_put(struct db *db, enum about_page page,
				    enum lang lang, const struct about *about);

#endif
