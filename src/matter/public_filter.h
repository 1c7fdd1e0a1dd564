/*
 * public_filter.h: what a reader asks for in an address, one for the list, the
 * map, the feeds and the open data: ?type= topic= unit= area= facility= state=
 * answered= photo= time= from= to= sort=, each at most once, in this order.
 */
#ifndef MATTER_PUBLIC_FILTER_H
#define MATTER_PUBLIC_FILTER_H

#include "http/http.h"
#include "matter/names.h"
#include "matter/public_views.h"

/*
 * ERR_NOT_FOUND: no such type, topic, unit, area, facility, state or order. ERR_INVALID:
 * from or to is no date, or they are the wrong way round, which people type:
 * a page says so (errors of public_filter_show()).
 */
MUST_CHECK enum err public_filter_parse(struct request *req,
					const struct names *names,
					struct publication_filter *ret_filter);
/* The choices of the filters, and those that are chosen as chips, each with
 * the address of `path` ("/fi/matters") without it. */
MUST_CHECK enum err public_filter_show(struct request *req,
				       const struct names *names,
				       const char *path,
				       struct public_filters *ret_filters);
/* The filters for another address, in their order: "type=fault&topic=roads",
 * or "". */
const char *public_query(struct request *req);

#endif
