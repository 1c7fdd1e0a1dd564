/*
 * facility_views.h: what the pages of facilities show in the administration.
 */
#ifndef PLACE_FACILITY_VIEWS_H
#define PLACE_FACILITY_VIEWS_H

#include "html/html_views.h"
#include "place/facility.h"
#include "tenant/tenant_views.h"

struct facility_line {
	int64_t id;
	const char *name, *code, *address;
	enum word kind;
	bool closed, no_point;
};

struct facility_list_view {
	struct crumb crumb;
	struct notice done;
	struct empty none;
	struct field query;
	const struct facility_line *lines;
	size_t line_count;
	int64_t all;
	bool more; /* that the query finds, too */
};

struct facility_edit_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action;
	const char *open; /* its page for everybody; NULL: a new one */
	int64_t version;
	bool is_new;
	const char *code_now;
	struct field name[LANG__COUNT];
	struct field code, address, lat, lon, phone, hours, web, closed;
	struct choice kind, unit;
};

/* The local addresses. */
struct address_bad_row {
	const char *line;
	enum word why;
};

struct address_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct field file;
	bool has_current, is_reading, is_waiting;
	const char *current_name, *next_name;
	int64_t current_rows, percent;
	int64_t waiting_id, rows, bad;
	bool more_bad;
	const struct address_bad_row *bad_rows;
	size_t bad_count;
};

#endif
