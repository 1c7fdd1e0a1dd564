/*
 * routing_views.h: what the page of the rules shows.
 */
#ifndef MATTER_ROUTING_VIEWS_H
#define MATTER_ROUTING_VIEWS_H

#include "html/html_views.h"
#include "tenant/tenant_views.h"

struct routing_line {
	int64_t id;
	const char *topic, *area, *unit; /* NULL: any */
	bool first;
};

struct routing_area {
	int64_t id;
	const char *code, *name;
};

struct routing_view {
	struct crumb crumb;
	struct notice done, imported;
	struct error_summary errors;
	const struct routing_line *lines;
	size_t line_count;
	const struct routing_area *areas;
	size_t area_count;
	struct choice topic, area, unit;
	struct field file, paste;
};

#endif
