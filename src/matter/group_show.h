/*
 * group_show.h: what the pages of groups share. For group_*pages.c only.
 */
#ifndef MATTER_GROUP_SHOW_H
#define MATTER_GROUP_SHOW_H

#include "matter/group.h"
#include "matter/group_views.h"

/* The group of the address. */
struct group_show {
	int64_t id;
	struct group_member *list;
	size_t count;
	struct group_counts counts;
	struct matter lead;
	const char *heading; /* the lead's, or its number where it is not the
				person's to see */
};
/* ERR_NOT_FOUND when the person sees none of its matters. */
MUST_CHECK enum err group_find(struct request *req,
			       struct group_show *ret_group);
/* What was said to all last; ret_last->id 0 when nothing was. */
MUST_CHECK enum err group_said(struct request *req, const struct group_show *g,
			       struct group_answer *ret_last,
			       struct group_said *ret_said);
/* "6 viestiä, joista 4 odottaa vastausta" */
const char *group_summary(struct request *req, const struct group_show *g);

#endif
