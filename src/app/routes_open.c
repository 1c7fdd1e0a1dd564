/*
 * routes_open.c: what residents, the public and monitors ask for.
 */
#include "app/routes.h"

#include "about/about_pages.h"
#include "app/front.h"
#include "app/health.h"
#include "app/route_rows.h"
#include "html/style.h"
#include "matter/ask_pages.h"
#include "matter/callback_pages.h"
#include "matter/follow_pages.h"
#include "matter/give_pages.h"
#include "matter/home_pages.h"
#include "matter/own_pages.h"
#include "matter/pass_pages.h"
#include "matter/photo_pages.h"
#include "matter/public_map_pages.h"
#include "matter/public_pages.h"
#include "matter/unit_link_pages.h"
#include "place/map_pages.h"
#include "stats/stats_pages.h"
#include "tenant/tenant_pages.h"
#include "watch/watch_pages.h"

const struct route routes_open[] = {
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

	{.method = "GET",
	 .path = "/theme/{file}",
	 .handler = look_page_file,
	 .why = "the municipality's colours and logo"},

	{.method = "GET",
	 .path = "/style",
	 .handler = style_page_show,
	 .why = "every component in every state"},

	/* residents */
	{.method = "GET",
	 .path = "/{lang}/about/{page}",
	 .handler = about_page_show,
	 .why = "accessibility, privacy, how messages are handled and published"},
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
	 .path = "/{lang}/callback",
	 .handler = callback_page_form,
	 .why = "the form for being called"},
	{.method = "POST",
	 .path = "/{lang}/callback",
	 .handler = callback_page_send,
	 .effect = WRITE,
	 .guard = GUARD_FORM,
	 .body = BODY_FORM,
	 .limit = LIMIT_GIVE,
	 .own_repeat = true,
	 .why = "stores it, leads to its page"},
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
	LINK_GET("/follow/{code}", follow_page_show,
		 "the resident's own page of a matter"),
	FOLLOW_POST("/reply", follow_page_reply, BODY_FILES,
		    "adds to the message"),
	FOLLOW_POST("/verdict", follow_page_verdict, BODY_FORM,
		    "the answer helped, or did not"),
	FOLLOW_POST("/consent", follow_page_consent, BODY_FORM,
		    "gives or withdraws the permission to publish"),
	FOLLOW_POST("/withdraw", follow_page_withdraw, BODY_FORM,
		    "takes the message back"),

	LINK_GET("/follow/{code}/ask/{id}", ask_page_follow,
		 "a question to the resident; changes nothing"),
	FOLLOW_POST("/ask/{id}", ask_page_follow_send, BODY_FILES,
		    "answers it"),

	{.method = "GET",
	 .path = "/follow/{code}/photos/{id}/{picture}",
	 .handler = follow_page_photo,
	 .why = "a photo for who sent it, or whom it was sent to"},
	LINK_GET("/follow/{code}/files/{id}", follow_page_file,
		 "a file that came with an answer"),

	{.method = "GET",
	 .path = "/{lang}/mine",
	 .handler = own_page_ask,
	 .why = "asks for the address of all one's own matters"},
	MAIL_POST("/{lang}/mine", own_page_send,
		  "mails a link to them, says the same when there are none"),

	{.method = "GET",
	 .path = "/{lang}/watch",
	 .handler = watch_page_ask,
	 .why = "a form to hear of a public matter or a topic by mail"},
	MAIL_POST("/{lang}/watch", watch_page_send,
		  "mails the question whether the mailbox wants that"),

	/* secret links */
	LINK_GET("/watch/{token}", watch_page_show,
		 "what a mailbox follows; changes nothing"),
	LINK_POST("/watch/{token}", watch_page_change, BODY_FORM,
		  "confirms it, changes its pace, stops it"),
	{.method = "POST",
	 .path = "/watch/{token}/stop",
	 .handler = watch_page_stop,
	 .effect = WRITE,
	 .guard = GUARD_ONE_CLICK,
	 .body = BODY_FORM,
	 .limit = LIMIT_FOLLOW,
	 .why = "a mail program's one click stops it"},
	LINK_GET("/mine/{token}", own_page_list,
		 "all matters given with one address; changes nothing"),
	LINK_GET("/ask/{token}", ask_page_show,
		 "the same by a link that is good for one answer"),
	LINK_POST("/ask/{token}", ask_page_send, BODY_FILES,
		  "answers it, uses the link up"),
	{.method = "GET",
	 .path = "/task/{token}",
	 .handler = work_page_show,
	 .effect = WRITE,
	 .limit = LIMIT_FOLLOW,
	 .why = "a contractor's piece of work: the look is written down"},
	LINK_POST("/task/{token}", work_page_send, BODY_FILES,
		  "accepted, done, or cannot be done"),
	{.method = "GET",
	 .path = "/task/{token}/photos/{id}/{picture}",
	 .handler = work_page_photo,
	 .why = "a photo chosen for the contractor, as it is covered"},
	LINK_GET("/task/{token}/files/{id}", work_page_file,
		 "a photo chosen for the contractor"),
	LINK_LOOK("/passed/{token}", passed_page_show,
		  "what was passed on to others: the look is written down"),
	LINK_GET("/passed/{token}/files/{id}", passed_page_file,
		 "a file the sender sent along"),

	LINK_LOOK(
		"/handle/{token}", unit_link_page_show,
		"a matter at a unit that works by mail: the look is written down"),
	LINK_POST("/handle/{token}", unit_link_page_send, BODY_FORM,
		  "the unit answers it, or gives it back"),
	LINK_GET("/handle/{token}/files/{id}", unit_link_page_file,
		 "a file the sender sent along"),

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
	{.method = "GET",
	 .path = "/matters/{number}/photos/{id}/{picture}",
	 .handler = photo_page_public,
	 .why = "a published photo; 410 once it is hidden"},

	/* maps */
	{.method = "GET",
	 .path = "/map/base/{zoom}/{x}/{y}",
	 .handler = map_page_base,
	 .any_host = true,
	 .why = "a square of the built-in map"},
	{.method = "GET",
	 .path = "/map/tiles/{zoom}/{x}/{y}",
	 .handler = map_page_tile,
	 .prepare = map_page_tile_prepare,
	 .why = "a square of the configured map, fetched and kept by us"},
	{.method = "GET",
	 .path = "/{lang}/map",
	 .handler = public_map_page_show,
	 .why = "published messages on a map, and the newest as a list"},
	{.method = "GET",
	 .path = "/{lang}/map/spots",
	 .handler = public_map_page_spots,
	 .why = "what the map shows in a box: messages, or how many"},
	{.method = "GET",
	 .path = "/{lang}/map/inside",
	 .handler = public_map_page_inside,
	 .why = "is a point within the municipality?"},

	/* the figures of the promise */
	{.method = "GET",
	 .path = "/{lang}/figures",
	 .handler = stats_page_show,
	 .why = "what arrived, was answered, waits, is late, and how fast"},
	{.method = "GET",
	 .path = "/{lang}/figures.csv",
	 .handler = stats_page_csv,
	 .why = "the same as a table"},

	{.method = NULL},
};
