/*
 * help_views.h: what stands first when somebody writes that a life is in
 * danger (FINLAND I4), for the writer and for whoever handles it.
 */
#ifndef MATTER_HELP_VIEWS_H
#define MATTER_HELP_VIEWS_H

#include "matter/matter.h"

struct help_first {
	bool self, child;          /* neither: nothing is shown */
	const char *crisis, *duty; /* phones; "" = not set */
	bool life, fault;          /* what cannot wait (text/danger.h) */
};

/* From the message itself. */
struct help_first help_first(struct arena *a, const struct matter *m);
/* What they added later speaks too. */
void help_add(struct arena *a, struct help_first *h, const char *text);

#endif
