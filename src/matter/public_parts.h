/*
 * public_parts.h: what the pages of published messages share: a row of the
 * list, a search, the way to the next page.
 */
#ifndef MATTER_PUBLIC_PARTS_H
#define MATTER_PUBLIC_PARTS_H

#include "http/http.h"
#include "matter/names.h"
#include "matter/public_views.h"

struct public_row public_row_of(struct request *req, const struct names *names,
				const struct publication *p);
/* Rows and pages of what v.query finds under the filters of the request;
 * ERR_INVALID as public_filter_parse(). */
MUST_CHECK enum err public_search(struct request *req,
				  const struct names *names, int limit,
				  struct public_list *v);
/* The address that goes on behind a page, of "matters" or "matters.csv". */
const char *public_next(struct request *req, const char *path,
			const struct publication_page *p);

#endif
