/*
 * help.c: see help_views.h.
 */
#include "matter/help_views.h"

#include "tenant/tenant.h"
#include "text/danger.h"
#include "text/distress.h"

void help_add(struct arena *a, struct help_first *h, const char *text)
{
	unsigned about = distress_find(a, text);

	h->self |= (about & DISTRESS_SELF) != 0;
	h->child |= (about & DISTRESS_CHILD) != 0;
	about = danger_find(a, text);
	h->life |= (about & DANGER_LIFE) != 0;
	h->fault |= (about & DANGER_FAULT) != 0;
}

struct help_first help_first(struct arena *a, const struct matter *m)
{
	struct help_first h = {
		.crisis = tenant_now()->crisis_phone,
		.duty = tenant_now()->child_protection_phone,
	};

	help_add(a, &h, m->title);
	help_add(a, &h, m->text);
	return h;
}
