/*
 * contact_search.h: the directory among what everybody can search.
 */
#ifndef CONTACT_CONTACT_SEARCH_H
#define CONTACT_CONTACT_SEARCH_H

#include "contact/contact.h"
#include "http/http.h"
#include "search/search.h"
#include "search/search_views.h"

#define CONTACT_KIND "contact"

extern const struct search_source contact_unit_source, contact_person_source;

/* The hits that are public at this moment, from the best on, max at most. */
MUST_CHECK enum err contact_search_rows(struct request *req,
					const struct search_found *found,
					size_t max,
					struct search_rows *ret_rows);

#endif
