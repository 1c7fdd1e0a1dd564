/*
 * page.c: the frame around every page, filled from the request: whose service
 * it is, where the reader is, the same page in the other languages.
 */
#include "html/page.h"

#include "base/utf8.h"
#include "html/html_tpl.h"
#include "http/server.h"

/* What page_end() needs of page_begin(); the out is its first member. */
struct whole_page {
	struct out o;
	struct layout layout;
};

uint32_t page_admin_rights, page_log_rights, page_notice_rights;

static const struct {
	const char *code;
	enum word name;
} lang_names[LANG__COUNT] = {
	[LANG_FI] = {"fi", W_layout_lang_fi},
	[LANG_SV] = {"sv", W_layout_lang_sv},
	[LANG_EN] = {"en", W_layout_lang_en},
};

/* What static/desk.js does. */
static const struct layout_key keys[] = {
	{"j", W_keys_next},   {"k", W_keys_previous}, {"o", W_keys_open},
	{"x", W_keys_select}, {"a", W_keys_answer},   {"r", W_keys_route},
	{"n", W_keys_note},   {"u", W_keys_back},     {"/", W_keys_search},
	{"?", W_keys_help},
};

static bool under(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return str_starts(path, folder) && (!path[n] || path[n] == '/');
}

/* The decoded path as an address again. */
static void put_path(struct str *s, const char *path)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if (c > ' ' && c < 127 && !strchr("\"#%<>?\\^`{|}", c))
			str_putc(s, (char)c);
		else
			str_add(s, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
	}
}

/* The query without lang=. */
static void put_query(struct str *s, const char *query, char mark)
{
	while (query && *query) {
		size_t n = strcspn(query, "&");

		if (n && !str_starts(query, "lang=")) {
			str_putc(s, mark);
			str_add(s, query, n);
			mark = '&';
		}
		query += n + (query[n] == '&');
	}
}

/* "/fi/..." -> "/sv/...", others get ?lang=sv. */
static const char *url_in(struct request *req, const struct page *p,
			  const char *code)
{
	const char *path = req->path ? req->path : "/";
	size_t first = strcspn(path + 1, "/");
	enum lang lang;
	struct str s;

	str_init(&s, req->arena, 128);
	if (p->path_fi_sv_en) {
		const char *hole = strstr(p->path_fi_sv_en, "{lang}");
		size_t n = hole ? (size_t)(hole - p->path_fi_sv_en)
				: strlen(p->path_fi_sv_en);

		str_add(&s, p->path_fi_sv_en, n);
		if (hole) {
			str_puts(&s, code);
			str_puts(&s, hole + 6);
		}
	} else if (lang_parse(arena_strndup(req->arena, path + 1, first),
			      &lang)) {
		str_putc(&s, '/');
		str_puts(&s, code);
		put_path(&s, path + 1 + first);
		put_query(&s, req->query, '?');
	} else {
		put_path(&s, path);
		str_puts(&s, "?lang=");
		str_puts(&s, code);
		put_query(&s, req->query, '&');
	}
	return s.ptr;
}

/* This page's own address, for the way back to it. */
static const char *here(struct request *req)
{
	struct str s;

	str_init(&s, req->arena, 128);
	put_path(&s, req->path);
	put_query(&s, req->query, '?');
	return s.ptr;
}

/* A page that answers a POST has no address of its own to link to; where
 * there is nothing to see, its address serves as well as any. */
static bool has_address(const struct request *req, const struct page *p)
{
	return req->method != METHOD_POST || p->path_fi_sv_en ||
	       p->status == 404 || p->status == 405 || p->status == 413;
}

static void fill_langs(struct request *req, const struct page *p,
		       struct layout *l)
{
	l->again = p->again && req->method == METHOD_POST && !l->staff;
	if (!l->again && !has_address(req, p))
		return;
	l->has_langs = true;
	l->kept = p->kept;
	l->kept_count = p->kept_count;
	if (l->person)
		l->here = here(req);
	for (int i = 0; i < LANG__COUNT; i++) {
		l->langs[i] = (struct layout_lang){
			.code = lang_names[i].code,
			.name = lang_names[i].name,
			.url = url_in(req, p, lang_names[i].code),
			.current = req->lang == (enum lang)i,
		};
	}
}

static void fill_staff(struct request *req, const struct page *p,
		       struct layout *l)
{
	const struct session *s = req->session;

	l->staff = true;
	l->noindex = true;
	l->home = "/staff";
	l->at_desk = p->nav >= NAV_TRIAGE && p->nav <= NAV_ALL;
	l->at_admin = p->nav == NAV_ADMIN;
	l->at_figures = p->nav == NAV_FIGURES;
	l->at_account = p->nav == NAV_ACCOUNT;
	l->person = s ? s->name : NULL;
	l->at_log = p->nav == NAV_LOG;
	if (l->at_desk && s && s->shortcuts) {
		l->keys = keys;
		l->key_count = sizeof(keys) / sizeof(keys[0]);
	}
	l->show_admin = s && (s->rights & page_admin_rights);
	l->show_log = s && (s->rights & page_log_rights);
	l->show_notices = s && (s->rights & page_notice_rights);
	l->at_notices = p->nav == NAV_NOTICES;
	l->mail_off = s && req->brand && req->brand->mail_off;
}

static void fill_public(struct request *req, const struct page *p,
			struct layout *l)
{
	const char *code = lang_names[req->lang].code;

	l->home = arena_printf(req->arena, "/%s", code);
	l->give = arena_printf(req->arena, "/%s/give", code);
	l->matters = arena_printf(req->arena, "/%s/matters", code);
	l->follow = arena_printf(req->arena, "/%s/follow", code);
	l->figures = arena_printf(req->arena, "/%s/figures", code);
	l->notices = arena_printf(req->arena, "/%s/notices", code);
	l->contacts = arena_printf(req->arena, "/%s/contacts", code);
	l->at_home = str_same(req->path, l->home);
	l->at_give = p->nav == NAV_GIVE;
	l->at_matters = p->nav == NAV_MATTERS;
	l->at_follow = p->nav == NAV_FOLLOW;
	l->at_figures = p->nav == NAV_FIGURES;
	l->at_notices = p->nav == NAV_NOTICES;
	l->at_contacts = p->nav == NAV_CONTACTS;
}

static void fill_about(const struct page *p, struct layout *l)
{
	static const struct layout_about about[LAYOUT_ABOUTS] = {
		{"accessibility", W_about_accessibility, false},
		{"privacy", W_about_privacy, false},
		{"handling", W_about_handling, false},
	};

	for (int i = 0; i < LAYOUT_ABOUTS; i++) {
		l->about[i] = about[i];
		l->about[i].current =
			p->nav == (enum nav)(NAV_ACCESSIBILITY + i);
	}
}

static void fill(struct request *req, const struct page *p, struct layout *l)
{
	const struct brand *b = req->brand;

	*l = (struct layout){
		.title = p->title,
		.error_count = p->error_count,
		.feed = p->feed,
		.noindex = p->noindex || p->secret,
		.wide = p->wide,
		.map = p->map,
	};
	if (b) {
		l->name = b->name[req->lang];
		l->theme = b->theme;
		l->logo = b->logo;
		l->logo_width = b->logo_width;
		l->logo_height = b->logo_height;
		l->contact_mail = b->contact_mail;
		l->contact_phone = b->contact_phone;
	}
	if (req->path && under(req->path, "/staff"))
		fill_staff(req, p, l);
	else
		fill_public(req, p, l);
	fill_about(p, l);
	fill_langs(req, p, l);
}

struct out *page_begin(struct request *req, struct response *res,
		       const struct page *p)
{
	struct whole_page *w = arena_alloc(req->arena, sizeof(*w));

	out_init(&w->o, req->arena, req->lang);
	w->o.req = req;
	w->o.res = res;
	if (p->status)
		res->status = p->status;
	if (p->secret)
		res->secret = true;
	res->type = "text/html; charset=utf-8";
	fill(req, p, &w->layout);
	w->o.same_key = w->layout.again;
	tpl_html_layout_begin(&w->o, &w->layout);
	w->o.same_key = false;
	return &w->o;
}

const char *page_title(struct request *req, enum word what, const char *name)
{
	return str_empty(name) ? word(req->lang, what)
			       : arena_printf(req->arena, "%s: %s",
					      word(req->lang, what), name);
}

enum err page_end(struct out *o)
{
	struct whole_page *w = (struct whole_page *)o;

	tpl_html_layout_end(o, &w->layout);
	o->res->body = o->s.ptr;
	o->res->body_len = o->s.len;
	return OK;
}
