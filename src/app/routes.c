/*
 * routes.c: every address the service answers, one row each. A slice adds its
 * rows here; the columns are what dispatch demands before the handler runs,
 * and what `kaiku routes` and the access tests read.
 */
#include "app/routes.h"

#include "app/front.h"
#include "app/health.h"
#include "html/page.h"
#include "matter/desk_pages.h"
#include "matter/matter.h"
#include "matter/public_pages.h"
#include "staff/staff.h"
#include "tenant/tenant_pages.h"
#include "topic/topic_pages.h"
#include "unit/unit_pages.h"

/* The administration: one right, forms of a session. */
#define ADMIN_GET(path_, handler_, need_, why_)                         \
 {                                                                      \
  .method = "GET", .path = "/staff/admin" path_, .handler = (handler_), \
  .access = STAFF, .need = (need_), .why = (why_)                       \
 }
#define ADMIN_POST(path_, handler_, need_, why_)                             \
 {                                                                           \
  .method = "POST", .path = "/staff/admin" path_, .handler = (handler_),     \
  .access = STAFF, .need = (need_), .effect = WRITE, .guard = GUARD_SESSION, \
  .body = BODY_FORM, .why = (why_)                                           \
 }
/* A table to look at: nothing is written yet. */
#define ADMIN_PREVIEW(path_, handler_, need_, why_)                      \
 {                                                                       \
  .method = "POST", .path = "/staff/admin" path_, .handler = (handler_), \
  .access = STAFF, .need = (need_), .guard = GUARD_SESSION,              \
  .body = BODY_FILES, .why = (why_)                                      \
 }

const struct route routes[] = {
	{.method = "GET",
	 .path = "/",
	 .handler = front_page_choose,
	 .why = "sends the reader on to the front page in their language"},
	{.method = "GET",
	 .path = "/health",
	 .handler = health_page,
	 .any_host = true,
	 .why = "for monitors: 200 or 503, without any tenant's data"},

	/* matters, in the open */
	{.method = "GET",
	 .path = "/{lang}/matters",
	 .handler = public_page_list,
	 .why = "published messages and answers, newest first"},
	{.method = "GET",
	 .path = "/{lang}/matters.atom",
	 .handler = public_page_feed,
	 .why = "the same as a feed"},
	{.method = "GET",
	 .path = "/{lang}/matters/{number}",
	 .handler = public_page_show,
	 .why = "one published message; 410 once it is hidden"},

	/* matters, on the desk */
	{.method = "GET",
	 .path = "/staff",
	 .handler = desk_page_home,
	 .access = STAFF,
	 .why = "leads to the queue this person works on"},
	{.method = "GET",
	 .path = "/staff/queue/{queue}",
	 .handler = desk_page_queue,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .why = "triage, unit, mine, all"},
	{.method = "GET",
	 .path = "/staff/search",
	 .handler = desk_page_search,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .why = "by number, words, name, mail or phone"},
	{.method = "GET",
	 .path = "/staff/matters/{number}",
	 .handler = desk_page_show,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .why = "one matter, all of it"},
	{.method = "POST",
	 .path = "/staff/matters/{number}/take",
	 .handler = desk_page_take,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .why = "takes it to oneself"},
	{.method = "POST",
	 .path = "/staff/matters/{number}/route",
	 .handler = desk_page_route,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .why = "to a unit, a person, a topic"},
	{.method = "POST",
	 .path = "/staff/matters/{number}/note",
	 .handler = desk_page_note,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .why = "an internal note"},
	{.method = "POST",
	 .path = "/staff/matters/{number}/close",
	 .handler = desk_page_close,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .why = "ends it without an answer"},
	{.method = "POST",
	 .path = "/staff/matters/{number}/reopen",
	 .handler = desk_page_reopen,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .why = "opens it again"},
	{.method = "GET",
	 .path = "/staff/matters/{number}/answer",
	 .handler = desk_page_answer,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .why = "writes an answer or an interim reply"},
	{.method = "POST",
	 .path = "/staff/matters/{number}/answer",
	 .handler = desk_page_answer_send,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .why = "previews it, then sends it"},
	{.method = "GET",
	 .path = "/staff/matters/{number}/publish",
	 .handler = desk_page_publish,
	 .access = STAFF,
	 .need = PERM_PUBLISH,
	 .why = "makes the public version"},
	{.method = "POST",
	 .path = "/staff/matters/{number}/publish",
	 .handler = desk_page_publish_send,
	 .access = STAFF,
	 .need = PERM_PUBLISH,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .why = "publishes it"},
	{.method = "POST",
	 .path = "/staff/matters/{number}/hide",
	 .handler = desk_page_hide,
	 .access = STAFF,
	 .need = PERM_PUBLISH,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .why = "takes it out of the public, with a reason"},
	/* units */
	ADMIN_GET("/units", unit_page_list, PERM_ADMIN_UNITS,
		  "the organisation as a tree"),
	ADMIN_GET("/units.csv", unit_page_export, PERM_ADMIN_UNITS,
		  "the same as a table"),
	ADMIN_GET("/units/new", unit_page_new, PERM_ADMIN_UNITS,
		  "an empty form"),
	ADMIN_POST("/units/new", unit_page_create, PERM_ADMIN_UNITS,
		   "adds a unit"),
	ADMIN_GET("/units/import", unit_page_import, PERM_ADMIN_UNITS,
		  "a form for a table"),
	ADMIN_PREVIEW("/units/import", unit_page_preview, PERM_ADMIN_UNITS,
		      "what the table would change"),
	ADMIN_POST("/units/import/apply", unit_page_apply, PERM_ADMIN_UNITS,
		   "saves the table, all or nothing"),
	ADMIN_GET("/units/{id}", unit_page_edit, PERM_ADMIN_UNITS,
		  "one unit in a form"),
	ADMIN_POST("/units/{id}", unit_page_save, PERM_ADMIN_UNITS,
		   "saves the unit"),

	/* topics */
	ADMIN_GET("/topics", topic_page_list, PERM_ADMIN_TOPICS,
		  "what residents can choose"),
	ADMIN_GET("/topics/new", topic_page_new, PERM_ADMIN_TOPICS,
		  "an empty form"),
	ADMIN_POST("/topics/new", topic_page_create, PERM_ADMIN_TOPICS,
		   "adds a topic"),
	ADMIN_GET("/topics/{id}", topic_page_edit, PERM_ADMIN_TOPICS,
		  "one topic in a form"),
	ADMIN_POST("/topics/{id}", topic_page_save, PERM_ADMIN_TOPICS,
		   "saves the topic"),

	/* the municipality */
	ADMIN_GET("/settings", tenant_page_settings, PERM_ADMIN_SYSTEM,
		  "names, contacts, mail, promise"),
	ADMIN_POST("/settings", tenant_page_settings_save, PERM_ADMIN_SYSTEM,
		   "saves them"),
	ADMIN_GET("/outbox", tenant_page_outbox, PERM_ADMIN_SYSTEM,
		  "mails and their delivery, jobs that gave up"),
	ADMIN_POST("/outbox/{id}/again", tenant_page_mail_again,
		   PERM_ADMIN_SYSTEM, "sends a bounced mail again"),
	ADMIN_POST("/jobs/{id}/again", tenant_page_job_again, PERM_ADMIN_SYSTEM,
		   "starts a dead job over"),

	{.method = NULL},
};

void routes_connect(void)
{
	html_init();
	page_admin_rights = PERM_ADMIN;
	staff_on_deactivate = matter_release_handler;
}
