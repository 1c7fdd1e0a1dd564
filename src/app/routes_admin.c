/*
 * routes_admin.c: the administration.
 */
#include "app/routes.h"

#include "about/about_pages.h"
#include "app/route_rows.h"
#include "due/due_pages.h"
#include "mailbox/mailbox_pages.h"
#include "matter/routing_pages.h"
#include "signature/signature_pages.h"
#include "staff/staff.h"
#include "staff/staff_pages.h"
#include "tenant/tenant_pages.h"
#include "topic/topic_pages.h"
#include "unit/unit_pages.h"

const struct route routes_admin[] = {
	/* people */
	ADMIN_GET("", staff_page_admin, PERM_ADMIN, "where to go from here"),
	ADMIN_GET("/staff", staff_page_list, PERM_ADMIN_STAFF,
		  "everybody, by name"),
	ADMIN_EXPORT("/staff.csv", staff_page_export, PERM_ADMIN_STAFF,
		     "the same as a table; written down"),
	ADMIN_GET("/staff/new", staff_page_new, PERM_ADMIN_STAFF,
		  "an empty form"),
	ADMIN_POST("/staff/new", staff_page_create, PERM_ADMIN_STAFF,
		   "adds a person"),
	ADMIN_GET("/staff/import", staff_page_import, PERM_ADMIN_STAFF,
		  "a form for a table"),
	ADMIN_PREVIEW("/staff/import", staff_page_preview, PERM_ADMIN_STAFF,
		      "what the table would change"),
	ADMIN_POST("/staff/import/apply", staff_page_apply, PERM_ADMIN_STAFF,
		   "saves the table, all or nothing"),
	ADMIN_GET("/staff/{id}", staff_page_edit, PERM_ADMIN_STAFF,
		  "one person and their permissions"),
	ADMIN_POST("/staff/{id}", staff_page_save, PERM_ADMIN_STAFF,
		   "saves them"),
	ADMIN_POST("/staff/{id}/link", staff_page_send_link, PERM_ADMIN_STAFF,
		   "an invitation, or a link for a new password"),
	ADMIN_GET("/staff/{id}/absence", absence_page_of, PERM_ADMIN_STAFF,
		  "when somebody is away, and who stands in"),
	ADMIN_POST("/staff/{id}/absence", absence_page_of_set, PERM_ADMIN_STAFF,
		   "sets an absence for somebody"),
	ADMIN_POST("/staff/{id}/absence/end", absence_page_of_end,
		   PERM_ADMIN_STAFF, "ends it"),
	ADMIN_GET("/staff/{id}/deactivate", staff_page_deactivate,
		  PERM_ADMIN_STAFF, "what letting them go means"),
	ADMIN_POST("/staff/{id}/deactivate", staff_page_deactivate_do,
		   PERM_ADMIN_STAFF, "lets them go, hands matters over"),
	ADMIN_POST("/staff/{id}/activate", staff_page_activate,
		   PERM_ADMIN_STAFF, "brings them back"),

	/* units */
	ADMIN_GET("/units", unit_page_list, PERM_ADMIN_UNITS,
		  "the organisation as a tree"),
	ADMIN_EXPORT("/units.csv", unit_page_export, PERM_ADMIN_UNITS,
		     "the same as a table; written down"),
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
	ADMIN_GET("/units/{id}/signature", signature_page_unit,
		  PERM_ADMIN_UNITS, "the lines under its answers"),
	ADMIN_POST("/units/{id}/signature", signature_page_unit_save,
		   PERM_ADMIN_UNITS, "saves them"),

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

	/* routing */
	ADMIN_GET("/routing", routing_page_show, PERM_ADMIN_TOPICS,
		  "which unit gets what by itself, and the areas"),
	ADMIN_POST("/routing", routing_page_add, PERM_ADMIN_TOPICS,
		   "adds a rule"),
	ADMIN_POST("/routing/remove", routing_page_remove, PERM_ADMIN_TOPICS,
		   "takes a rule away"),
	ADMIN_POST("/routing/up", routing_page_up, PERM_ADMIN_TOPICS,
		   "tries a rule earlier"),
	ADMIN_FILES("/routing/areas", routing_page_import, PERM_ADMIN_TOPICS,
		    "brings areas in from GeoJSON"),
	ADMIN_POST("/routing/areas/remove", routing_page_area_remove,
		   PERM_ADMIN_TOPICS, "takes an area away"),

	/* promises and days */
	ADMIN_GET("/promise", due_page_promise_all, PERM_ADMIN_TOPICS,
		  "by when messages are answered, by type of feedback"),
	ADMIN_POST("/promise", due_page_promise_all_save, PERM_ADMIN_TOPICS,
		   "saves that promise"),
	ADMIN_GET("/topics/{id}/promise", due_page_promise, PERM_ADMIN_TOPICS,
		  "the same for the messages of a topic"),
	ADMIN_POST("/topics/{id}/promise", due_page_promise_save,
		   PERM_ADMIN_TOPICS, "saves the promise of a topic"),
	ADMIN_GET("/calendar", due_page_calendar, PERM_ADMIN_SYSTEM,
		  "own closed days, opening hours, holidays"),
	ADMIN_POST("/calendar/closed", due_page_closed_add, PERM_ADMIN_SYSTEM,
		   "adds a closed day"),
	ADMIN_POST("/calendar/remove", due_page_closed_remove,
		   PERM_ADMIN_SYSTEM, "takes a closed day away"),
	ADMIN_POST("/calendar/hours", due_page_hours_save, PERM_ADMIN_SYSTEM,
		   "saves the opening hours"),

	/* the municipality */
	ADMIN_GET("/settings", tenant_page_settings, PERM_ADMIN_SYSTEM,
		  "names, contacts, mail, promise"),
	ADMIN_POST("/settings", tenant_page_settings_save, PERM_ADMIN_SYSTEM,
		   "saves them"),
	ADMIN_GET("/about", about_page_list, PERM_ADMIN_SYSTEM,
		  "the pages every municipality must have"),
	ADMIN_GET("/about/{page}/{in}", about_page_edit, PERM_ADMIN_SYSTEM,
		  "one of them in one language"),
	ADMIN_POST("/about/{page}/{in}", about_page_save, PERM_ADMIN_SYSTEM,
		   "previews it, then saves it"),
	ADMIN_GET("/look", look_page_show, PERM_ADMIN_SYSTEM,
		  "its colour and its logo, in a form"),
	ADMIN_POST("/look", look_page_save, PERM_ADMIN_SYSTEM,
		   "shows the colour, then saves it"),
	ADMIN_FILES("/look/logo", look_page_logo, PERM_ADMIN_SYSTEM,
		    "keeps the logo, or removes it"),
	ADMIN_GET("/mailboxes", mailbox_page_list, PERM_ADMIN_SYSTEM,
		  "mailboxes that are read, the latest mail"),
	ADMIN_GET("/mailboxes/new", mailbox_page_new, PERM_ADMIN_SYSTEM,
		  "an empty form"),
	ADMIN_POST("/mailboxes/new", mailbox_page_create, PERM_ADMIN_SYSTEM,
		   "adds a mailbox"),
	ADMIN_GET("/mailboxes/{id}", mailbox_page_edit, PERM_ADMIN_SYSTEM,
		  "one mailbox in a form"),
	ADMIN_POST("/mailboxes/{id}", mailbox_page_save, PERM_ADMIN_SYSTEM,
		   "saves the mailbox"),
	ADMIN_GET("/outbox", tenant_page_outbox, PERM_ADMIN_SYSTEM,
		  "mails and their delivery, jobs that gave up"),
	ADMIN_POST("/outbox/{id}/again", tenant_page_mail_again,
		   PERM_ADMIN_SYSTEM, "sends a bounced mail again"),
	ADMIN_POST("/jobs/{id}/again", tenant_page_job_again, PERM_ADMIN_SYSTEM,
		   "starts a dead job over"),

	{.method = NULL},
};
