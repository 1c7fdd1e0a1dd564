/*
 * routes.c: every address the service answers, one row each. A slice adds its
 * rows here; the columns are what dispatch demands before the handler runs,
 * and what `kaiku routes` and the access tests read.
 */
#include "app/routes.h"

#include "app/front.h"
#include "app/health.h"
#include "due/due_pages.h"
#include "event/event.h"
#include "event/use.h"
#include "html/page.h"
#include "matter/ask_pages.h"
#include "matter/desk_pages.h"
#include "matter/file_pages.h"
#include "matter/follow_pages.h"
#include "matter/give_pages.h"
#include "matter/home_pages.h"
#include "matter/matter.h"
#include "matter/public_pages.h"
#include "signature/signature_pages.h"
#include "staff/staff.h"
#include "staff/staff_pages.h"
#include "stats/stats_pages.h"
#include "template/template_pages.h"
#include "tenant/audit.h"
#include "tenant/tenant_pages.h"
#include "topic/topic_pages.h"
#include "unit/unit.h"
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
#define STAFF_POST(path_, handler_, why_)                                      \
 {                                                                             \
  .method = "POST", .path = "/staff" path_, .handler = (handler_),             \
  .access = STAFF, .effect = WRITE, .guard = GUARD_SESSION, .body = BODY_FORM, \
  .why = (why_)                                                                \
 }
/* A page about a matter for who handles it, and what is done to one. */
#define MATTER_GET(path_, handler_, effect_, why_)                          \
 {                                                                          \
  .method = "GET", .path = "/staff/" path_, .handler = (handler_),          \
  .access = STAFF, .need = PERM_MATTERS, .effect = (effect_), .why = (why_) \
 }
#define MATTER_POST(path_, handler_, why_)                                  \
 {                                                                          \
  .method = "POST", .path = "/staff/matters/{number}" path_,                \
  .handler = (handler_), .access = STAFF, .need = PERM_MATTERS,             \
  .effect = WRITE, .guard = GUARD_SESSION, .body = BODY_FORM, .why = (why_) \
 }
/* Answer templates: for who answers, and for who looks after the topics. */
#define TEMPLATE_GET(path_, handler_, why_)                                 \
 {                                                                          \
  .method = "GET", .path = "/staff/templates" path_, .handler = (handler_), \
  .access = STAFF, .need = PERM_MATTERS | PERM_ADMIN_TOPICS, .why = (why_)  \
 }
#define TEMPLATE_POST(path_, handler_, why_)                                  \
 {                                                                            \
  .method = "POST", .path = "/staff/templates" path_, .handler = (handler_),  \
  .access = STAFF, .need = PERM_MATTERS | PERM_ADMIN_TOPICS, .effect = WRITE, \
  .guard = GUARD_SESSION, .body = BODY_FORM, .why = (why_)                    \
 }
/* What staff do with a matter they may see. */
#define MATTER_POST(path_, handler_, why_)                                  \
 {                                                                          \
  .method = "POST", .path = "/staff/matters/{number}" path_,                \
  .handler = (handler_), .access = STAFF, .need = PERM_MATTERS,             \
  .effect = WRITE, .guard = GUARD_SESSION, .body = BODY_FORM, .why = (why_) \
 }
/* What is taken out is written down. */
#define ADMIN_EXPORT(path_, handler_, need_, why_)                      \
 {                                                                      \
  .method = "GET", .path = "/staff/admin" path_, .handler = (handler_), \
  .access = STAFF, .need = (need_), .effect = WRITE, .why = (why_)      \
 }
/* A table to look at: nothing is written yet. */
#define ADMIN_PREVIEW(path_, handler_, need_, why_)                      \
 {                                                                       \
  .method = "POST", .path = "/staff/admin" path_, .handler = (handler_), \
  .access = STAFF, .need = (need_), .guard = GUARD_SESSION,              \
  .body = BODY_FILES, .why = (why_)                                      \
 }

/* What a resident does to the own matter: the code is the right to. */
#define FOLLOW_POST(path_, handler_, body_, why_)                          \
 {                                                                         \
  .method = "POST", .path = "/follow/{code}" path_, .handler = (handler_), \
  .effect = WRITE, .guard = GUARD_FORM, .body = (body_),                   \
  .limit = LIMIT_FOLLOW, .why = (why_)                                     \
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
	{.method = "GET",
	 .path = "/robots.txt",
	 .handler = front_robots,
	 .any_host = true,
	 .why = "what search engines leave alone"},

	/* residents */
	{.method = "GET",
	 .path = "/{lang}",
	 .handler = home_page_show,
	 .why = "the front page"},
	{.method = "GET",
	 .path = "/{lang}/",
	 .handler = home_page_show,
	 .why = "the same"},
	{.method = "GET",
	 .path = "/{lang}/give",
	 .handler = give_page_form,
	 .why = "the form for feedback"},
	{.method = "POST",
	 .path = "/{lang}/give",
	 .handler = give_page_send,
	 .effect = WRITE,
	 .guard = GUARD_FORM,
	 .body = BODY_FILES,
	 .limit = LIMIT_GIVE,
	 .own_repeat = true,
	 .why = "stores a message, answers with its receipt"},
	{.method = "GET",
	 .path = "/{lang}/follow",
	 .handler = follow_page_find,
	 .why = "asks for a tracking code"},
	{.method = "POST",
	 .path = "/follow",
	 .handler = follow_page_open,
	 .guard = GUARD_FORM,
	 .body = BODY_FORM,
	 .limit = LIMIT_FOLLOW,
	 .why = "from a code or a pasted link to its page"},
	{.method = "GET",
	 .path = "/follow/{code}",
	 .handler = follow_page_show,
	 .limit = LIMIT_FOLLOW,
	 .why = "the resident's own page of a matter"},
	FOLLOW_POST("/reply", follow_page_reply, BODY_FILES,
		    "adds to the message"),
	FOLLOW_POST("/verdict", follow_page_verdict, BODY_FORM,
		    "the answer helped, or did not"),
	FOLLOW_POST("/consent", follow_page_consent, BODY_FORM,
		    "gives or withdraws the permission to publish"),
	FOLLOW_POST("/withdraw", follow_page_withdraw, BODY_FORM,
		    "takes the message back"),

	{.method = "GET",
	 .path = "/follow/{code}/ask/{id}",
	 .handler = ask_page_follow,
	 .limit = LIMIT_FOLLOW,
	 .why = "a question to the resident; changes nothing"},
	FOLLOW_POST("/ask/{id}", ask_page_follow_send, BODY_FILES,
		    "answers it"),

	{.method = "GET",
	 .path = "/follow/{code}/files/{id}",
	 .handler = follow_page_file,
	 .limit = LIMIT_FOLLOW,
	 .why = "a file that came with an answer"},

	/* secret links */
	{.method = "GET",
	 .path = "/ask/{token}",
	 .handler = ask_page_show,
	 .limit = LIMIT_FOLLOW,
	 .why = "the same by a link that is good for one answer"},
	{.method = "POST",
	 .path = "/ask/{token}",
	 .handler = ask_page_send,
	 .effect = WRITE,
	 .guard = GUARD_FORM,
	 .body = BODY_FILES,
	 .limit = LIMIT_FOLLOW,
	 .why = "answers it, uses the link up"},
	{.method = "GET",
	 .path = "/task/{token}",
	 .handler = work_page_show,
	 .effect = WRITE,
	 .limit = LIMIT_FOLLOW,
	 .why = "a contractor's piece of work: the look is written down"},
	{.method = "POST",
	 .path = "/task/{token}",
	 .handler = work_page_send,
	 .effect = WRITE,
	 .guard = GUARD_FORM,
	 .body = BODY_FILES,
	 .limit = LIMIT_FOLLOW,
	 .why = "accepted, done, or cannot be done"},
	{.method = "GET",
	 .path = "/task/{token}/files/{id}",
	 .handler = work_page_file,
	 .limit = LIMIT_FOLLOW,
	 .why = "a photo chosen for the contractor"},

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

	/* the figures of the promise */
	{.method = "GET",
	 .path = "/{lang}/figures",
	 .handler = stats_page_show,
	 .why = "what arrived, was answered, waits, is late, and how fast"},
	{.method = "GET",
	 .path = "/{lang}/figures.csv",
	 .handler = stats_page_csv,
	 .why = "the same as a table"},
	{.method = "GET",
	 .path = "/staff/figures",
	 .handler = stats_page_staff,
	 .access = STAFF,
	 .why = "the same with what still needs somebody"},
	{.method = "GET",
	 .path = "/staff/figures.csv",
	 .handler = stats_page_staff_csv,
	 .access = STAFF,
	 .effect = WRITE,
	 .why = "the same as a table; the export is written down"},

	{.method = "GET",
	 .path = "/staff/log",
	 .handler = use_page_log,
	 .access = STAFF,
	 .need = PERM_AUDITOR,
	 .effect = WRITE,
	 .why = "who looked, searched and exported; reading it is written down"},

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
	 .effect = WRITE,
	 .why = "by number, words, name, mail or phone; written down"},
	{.method = "GET",
	 .path = "/staff/matters/{number}",
	 .handler = desk_page_show,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .why = "one matter, all of it"},
	{.method = "GET",
	 .path = "/staff/confidential/{number}",
	 .handler = desk_page_show_logged,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .why = "the same of a confidential topic: the look is written down"},
	{.method = "GET",
	 .path = "/staff/confidential/{number}/answer",
	 .handler = desk_page_answer_logged,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .why = "its answer, written down alike"},
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
	MATTER_POST("/confidential", desk_page_mark,
		    "only those named for it see it from now on"),
	MATTER_POST("/open-up", desk_page_lift, "it is confidential no more"),
	MATTER_POST("/accept", desk_page_accept, "the unit accepts it"),
	MATTER_POST("/return", desk_page_return,
		    "the unit gives it back, with a reason"),
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
	 .body = BODY_FILES,
	 .why = "previews it, then sends it"},
	MATTER_GET("matters/{number}/ask", desk_page_ask, READ,
		   "a form for a question to the resident"),
	MATTER_GET("confidential/{number}/ask", desk_page_ask_logged, WRITE,
		   "the same, written down"),
	MATTER_GET("matters/{number}/letter/{id}", desk_page_letter, READ,
		   "what was said, as a letter to print"),
	MATTER_GET("confidential/{number}/letter/{id}", desk_page_letter_logged,
		   WRITE, "the same, written down"),
	MATTER_POST("/ask", desk_page_ask_send, "asks, waits for the answer"),
	MATTER_GET("matters/{number}/contract", desk_page_contract, READ,
		   "a form for a contractor's piece of work"),
	MATTER_POST("/contract", desk_page_contract_send,
		    "makes the link, waits for the work"),
	MATTER_POST("/ask/{id}/revoke", desk_page_ask_revoke,
		    "makes a link worthless"),
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
	{.method = "GET",
	 .path = "/staff/files/{id}",
	 .handler = file_page_download,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .why = "a resident's file, to be saved"},
	{.method = "GET",
	 .path = "/staff/confidential/files/{id}",
	 .handler = file_page_download_logged,
	 .access = STAFF,
	 .need = PERM_MATTERS,
	 .effect = WRITE,
	 .why = "the same of a confidential matter: written down"},

	/* signing in */
	{.method = "GET",
	 .path = "/staff/login",
	 .handler = staff_page_login,
	 .why = "the form to sign in"},
	{.method = "POST",
	 .path = "/staff/login",
	 .handler = staff_page_login_try,
	 .effect = WRITE,
	 .guard = GUARD_FORM,
	 .body = BODY_FORM,
	 .limit = LIMIT_LOGIN,
	 .prepare = staff_page_login_prepare,
	 .why = "signs in"},
	{.method = "GET",
	 .path = "/staff/forgot",
	 .handler = staff_page_forgot,
	 .why = "a form for a forgotten password"},
	{.method = "POST",
	 .path = "/staff/forgot",
	 .handler = staff_page_forgot_send,
	 .effect = WRITE,
	 .guard = GUARD_FORM,
	 .body = BODY_FORM,
	 .limit = LIMIT_LINK,
	 .why = "sends a link, and says the same when there is nobody"},
	{.method = "GET",
	 .path = "/staff/link/{token}",
	 .handler = staff_page_link,
	 .limit = LIMIT_LINK,
	 .why = "a form to choose a password; changes nothing"},
	{.method = "POST",
	 .path = "/staff/link/{token}",
	 .handler = staff_page_link_use,
	 .effect = WRITE,
	 .guard = GUARD_FORM,
	 .body = BODY_FORM,
	 .limit = LIMIT_LINK,
	 .prepare = staff_page_link_prepare,
	 .why = "sets the password, uses the link up, signs in"},
	STAFF_POST("/logout", staff_page_logout, "signs out here"),
	STAFF_POST("/logout-everywhere", staff_page_logout_all,
		   "signs out on every machine"),
	{.method = "GET",
	 .path = "/staff/account",
	 .handler = staff_page_account,
	 .access = STAFF,
	 .why = "password, language, sessions"},
	{.method = "POST",
	 .path = "/staff/account",
	 .handler = staff_page_account_save,
	 .access = STAFF,
	 .effect = WRITE,
	 .guard = GUARD_SESSION,
	 .body = BODY_FORM,
	 .prepare = staff_page_account_prepare,
	 .why = "a new password, against the present one"},
	STAFF_POST("/language", staff_page_lang, "the person's language"),

	{.method = "GET",
	 .path = "/staff/account/signature",
	 .handler = signature_page_own,
	 .access = STAFF,
	 .why = "the lines under one's own answers"},
	STAFF_POST("/account/signature", signature_page_own_save, "saves them"),

	/* answers written once */
	TEMPLATE_GET("", template_page_list, "one's own and the shared ones"),
	TEMPLATE_GET("/new", template_page_new, "an empty form"),
	TEMPLATE_POST("/new", template_page_create, "adds a template"),
	TEMPLATE_GET("/{id}", template_page_edit, "one template in a form"),
	TEMPLATE_POST("/{id}", template_page_save, "saves it"),
	TEMPLATE_POST("/{id}/remove", template_page_remove, "removes it"),

	{.method = "GET",
	 .path = "/staff/absence",
	 .handler = absence_page_own,
	 .access = STAFF,
	 .why = "when one is away, and who stands in"},
	STAFF_POST("/absence", absence_page_own_set,
		   "sets an absence and a substitute"),
	STAFF_POST("/absence/end", absence_page_own_end,
		   "back earlier than planned"),

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
	ADMIN_GET("/outbox", tenant_page_outbox, PERM_ADMIN_SYSTEM,
		  "mails and their delivery, jobs that gave up"),
	ADMIN_POST("/outbox/{id}/again", tenant_page_mail_again,
		   PERM_ADMIN_SYSTEM, "sends a bounced mail again"),
	ADMIN_POST("/jobs/{id}/again", tenant_page_job_again, PERM_ADMIN_SYSTEM,
		   "starts a dead job over"),

	{.method = NULL},
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

void routes_connect(void)
{
	audit_writer = audit;
	page_admin_rights = PERM_ADMIN;
	page_log_rights = PERM_AUDITOR;
	html_init();
	staff_on_deactivate = matter_release_handler;
	unit_on_close = matter_release_unit;
}
