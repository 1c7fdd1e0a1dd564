/*
 * public_parts.h: what the pages of published messages share: the filters and
 * a row of the list.
 */
#ifndef MATTER_PUBLIC_PARTS_H
#define MATTER_PUBLIC_PARTS_H

#include "http/http.h"
#include "matter/names.h"
#include "matter/public_views.h"

/* ERR_NOT_FOUND: no such type, topic or unit. */
MUST_CHECK enum err public_filter_parse(struct request *req,
					const struct names *names,
					struct publication_filter *ret_filter);
/* The choices of the filters. */
void public_options(struct request *req, const struct names *names,
		    struct public_list *v);
/* The filters for another address: "type=fault&topic=roads", or "". */
const char *public_query(struct request *req);
struct public_row public_row_of(struct request *req, const struct names *names,
				const struct publication *p);

#endif
