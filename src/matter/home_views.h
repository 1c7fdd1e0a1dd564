/*
 * home_views.h: what the front page of a municipality shows.
 */
#ifndef MATTER_HOME_VIEWS_H
#define MATTER_HOME_VIEWS_H

#include "matter/follow_views.h"
#include "matter/matter.h"
#include "notice/notice_views.h"

struct home_row {
	const char *number, *title, *excerpt, *topic, *lang;
	int64_t at_us;
};

struct home_view {
	const char *name; /* of the municipality */
	const char *urgent_phone;
	struct notice_items storms, disruptions, news;
	int answer_days;
	const struct home_row *rows;
	size_t row_count;
	struct follow_code code;
};

#endif
