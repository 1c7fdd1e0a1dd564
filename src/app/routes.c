/*
 * routes.c: every address the service answers, one row each, in three parts. A
 * slice adds its rows to one of them; the columns are what dispatch demands
 * before the handler runs, and what `kaiku routes` and the access tests read.
 */
#include "app/routes.h"

#include "contact/contact_search.h"
#include "event/event.h"
#include "html/page.h"
#include "matter/matter.h"
#include "notice/notice_search.h"
#include "staff/staff.h"
#include "tenant/audit.h"
#include "unit/unit.h"

const struct route *const routes[] = {
	routes_open,
	routes_desk,
	routes_admin,
	NULL,
};

/* What the administration does is an event about no matter. */
static enum err audit(struct db *db, struct arena *a, const char *kind,
		      int64_t staff_id, const char *payload)
{
	return event_add(db, a,
			 &(struct event){
				 .kind = kind,
				 .actor = staff_id ? "staff" : "system",
				 .staff_id = staff_id,
				 .payload = payload,
			 });
}

/* What is found besides the matters. */
static const struct search_source *const sources[] = {
	&notice_source,
	&contact_unit_source,
	&contact_person_source,
	NULL,
};

void routes_connect(void)
{
	search_sources = sources;
	audit_writer = audit;
	page_admin_rights = PERM_ADMIN;
	page_log_rights = PERM_AUDITOR;
	page_notice_rights = PERM_NOTICES;
	html_init();
	staff_on_deactivate = matter_release_handler;
	unit_on_close = matter_release_unit;
}
