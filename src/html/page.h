/*
 * page.h: a whole page: head, navigation, body, foot.
 *
 *	struct out *o = page_begin(req, res, &(struct page){.title = ...});
 *	tpl_matter_show(o, &view);
 *	return page_end(o);
 *
 * Pages under /staff get the staff navigation, all others the public one.
 */
#ifndef HTML_PAGE_H
#define HTML_PAGE_H

#include "html/out.h"

/* What a page shows of its municipality. Filled by tenant/. */
struct brand {
	const char *name[LANG__COUNT];
	const char *contact_mail;
	const char *contact_phone;
	const char *urgent_phone; /* duty desk, shown where people write */
	enum lang lang; /* its own: of its papers, and for who asks for none */
	const char *theme; /* address of a token file, or NULL */
	const char *logo;  /* address of a picture, or NULL */
	int logo_width, logo_height;
	bool mail_off; /* no relay configured: staff are told */
};

enum nav {
	NAV_NONE,
	NAV_GIVE,
	NAV_MATTERS,
	NAV_FOLLOW,
	NAV_FIGURES,
	NAV_ACCESSIBILITY, /* these three in the foot */
	NAV_PRIVACY,
	NAV_HANDLING,
	NAV_LOG,
	NAV_NOTICES,
	NAV_CONTACTS,
	NAV_TRIAGE,
	NAV_UNIT,
	NAV_MINE,
	NAV_ALL,
	NAV_ADMIN,
	NAV_ACCOUNT
};

struct kept_field; /* html_views.h */

struct page {
	const char *title; /* already in the reader's language */
	enum nav nav;      /* the current item */
	int status;        /* 0 = 200 */
	int error_count;   /* > 0: the title starts with "2 virhettä – " */
	bool secret;       /* never stored nor compressed */
	const char *feed;  /* address of an Atom feed of this page, or NULL */
	bool noindex;
	bool wide;                 /* tables of staff use the whole width */
	bool map;                  /* loads what draws maps */
	const char *path_fi_sv_en; /* the same page in another language with
		"{lang}" in it; NULL = request path with its language replaced;
		staff pages switch by ?lang= kept in the account */
	/* Answers a POST that may come again as it was: the other languages
	 * send it again, with its key and these fields. */
	bool again;
	const struct kept_field *kept;
	size_t kept_count;
};

struct out *page_begin(struct request *req, struct response *res,
		       const struct page *p);
enum err page_end(struct out *o);
/* "Muuta yksikköä: Kadut", so that open tabs and the history tell them apart;
 * only the words while there is no name. */
const char *page_title(struct request *req, enum word what, const char *name);

/* The page (or problem+json under /api) for one of the nine errors, and for
 * what the server refuses by status. Used by dispatch and worker. */
void page_problem(struct request *req, struct response *res, int status);

/*
 * For a page that answers a POST: its fields, so that it can be sent again from
 * there. False when they hold what was typed to stay secret, or are too much.
 * Keys are not among them: {{csrf}} is.
 */
bool page_keep(struct request *req, const struct kept_field **ret_fields,
	       size_t *ret_count);

/* Once a process, before the first request: sets problem_page. */
void html_init(void);
/* Which bits of session.rights show the link to the administration. Set once
 * by who knows the permissions (floor 5); 0 shows it to nobody. */
extern uint32_t page_admin_rights;
/* The same for the link to the log of use. */
extern uint32_t page_log_rights;
/* The same for the link to what everybody is told. */
extern uint32_t page_notice_rights;

/* The best of our languages for an Accept-Language header (RFC 9110, 12.5.4);
 * Finnish when it names none of them. NULL counts as empty. */
enum lang html_lang_negotiate(const char *accept_language, enum lang otherwise);
/* Whether an Accept header likes JSON better than HTML. */
bool html_wants_json(const char *accept);

#endif
