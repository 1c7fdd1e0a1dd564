/*
 * intake_view.h: the form for assisted entry, read and shown. Not for other
 * slices.
 */
#ifndef MATTER_INTAKE_VIEW_H
#define MATTER_INTAKE_VIEW_H

#include "matter/intake.h"
#include "matter/intake_views.h"
#include "matter/typed.h"

/* The resident's form as typed, and what only staff say. */
struct intake {
	struct typed t;
	const char *channel, *language, *date, *time;
	bool bad_channel, bad_language;
	enum arrival arrival;
};
MUST_CHECK enum err intake_read(struct request *req, struct intake *ret_in);
bool intake_good(const struct intake *in);

MUST_CHECK enum err intake_view_make(struct request *req,
				     const struct intake *in,
				     struct intake_view *ret_view);
struct choice intake_channel_choice(struct request *req, const char *chosen);

#endif
