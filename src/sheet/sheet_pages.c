/*
 * sheet_pages.c: a sign at a stop, a playground or a counter leads straight to
 * the form with its topic or its facility chosen. What one can be put up for is
 * a target; the first is the form alone.
 */
#include "sheet/sheet_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "http/url.h"
#include "place/facility.h"
#include "sheet/sheet_tpl.h"
#include "sheet/sheet_views.h"
#include "topic/topic.h"

enum {
	ADDRESS_SHOWN_FROM = 3, /* past "://" */
	LINES_MAX = 600,        /* of the list; others by their own page */
};

/* What a link leads to: a field of the form and what it then says. */
struct target {
	const char *field, *value; /* value "": nothing is chosen */
	const char *name;
};

static enum lang sheet_lang(const struct request *req)
{
	enum lang lang;

	return lang_parse(req_arg(req, "in"), &lang) ? lang : req->brand->lang;
}

static int by_name(const void *a, const void *b)
{
	const struct target *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* The facilities that can be chosen, by name. */
static size_t add_facilities(const struct facility_book *book, enum lang lang,
			     struct target *to)
{
	size_t n = 0;

	for (size_t i = 0; i < book->count; i++)
		if (!book->list[i].closed)
			to[n++] = (struct target){
				"facility", book->list[i].code,
				facility_name(&book->list[i], lang)};
	if (n)
		qsort(to, n, sizeof(*to), by_name);
	return n;
}

/* The form alone, each topic that can be chosen, then the facilities. */
static enum err targets(struct request *req, enum lang lang,
			struct target **ret_list, size_t *ret_count)
{
	struct target *list;
	struct topic *topics;
	const struct facility_book *book;
	size_t n;
	enum err err;

	err = topic_list(req->db, req->arena, true, &topics, &n);
	if (!err)
		err = facility_book(req->db, &book);
	if (err)
		return err;
	topic_sort(topics, n, lang);
	list = arena_array(req->arena, n + book->count + 1, sizeof(*list));
	list[0] = (struct target){"topic", "", word(lang, W_sheet_any)};
	for (size_t i = 0; i < n; i++)
		list[i + 1] = (struct target){"topic", topics[i].code,
					      topic_name(&topics[i], lang)};
	*ret_list = list;
	*ret_count = n + 1 + add_facilities(book, lang, list + n + 1);
	return OK;
}

static const char *query_of(struct request *req, const struct target *t)
{
	if (str_empty(t->value))
		return "";
	return arena_printf(req->arena, "?%s=%s", t->field,
			    url_encode_value(req->arena, t->value));
}

static const char *give_url(struct request *req, enum lang lang,
			    const struct target *t)
{
	return arena_printf(req->arena, "%s/%s/give%s", req->origin,
			    lang_codes[lang], query_of(req, t));
}

/* ---- the list ---- */

static void fill_langs(struct request *req, enum lang in, struct queue_tabs *v)
{
	static const enum word names[LANG__COUNT] = {
		[LANG_FI] = W_layout_lang_fi,
		[LANG_SV] = W_layout_lang_sv,
		[LANG_EN] = W_layout_lang_en,
	};
	struct queue_tab *tabs =
		arena_array(req->arena, LANG__COUNT, sizeof(*tabs));

	for (int i = 0; i < LANG__COUNT; i++)
		tabs[i] = (struct queue_tab){
			.href = arena_printf(req->arena,
					     "/staff/admin/links?in=%s",
					     lang_codes[i]),
			.label = word(req->lang, names[i]),
			.count = -1,
			.current = in == (enum lang)i,
		};
	*v = (struct queue_tabs){word(req->lang, W_sheet_lang), tabs,
				 LANG__COUNT};
}

static struct out *begin(struct request *req, struct response *res)
{
	return page_begin(req, res,
			  &(struct page){
				  .title = word(req->lang, W_sheet_title),
				  .nav = NAV_ADMIN,
				  .secret = true,
				  .wide = true,
			  });
}

enum err sheet_page_list(struct request *req, struct response *res)
{
	enum lang in = sheet_lang(req);
	struct sheet_list_view v = {.in = lang_codes[in]};
	struct sheet_line *lines;
	struct target *list;
	struct out *o;
	enum err err;

	err = targets(req, in, &list, &v.line_count);
	if (err)
		return err;
	if (v.line_count > LINES_MAX)
		v.line_count = LINES_MAX;
	lines = arena_array(req->arena, v.line_count, sizeof(*lines));
	for (size_t i = 0; i < v.line_count; i++) {
		const char *query = query_of(req, &list[i]);

		lines[i] = (struct sheet_line){
			.field = list[i].field,
			.value = list[i].value,
			.name = list[i].name,
			.url = give_url(req, in, &list[i]),
			.code = arena_printf(
				req->arena,
				"/staff/admin/links/code.svg%s%sin=%s", query,
				*query ? "&" : "?", lang_codes[in]),
		};
	}
	v.lines = lines;
	fill_langs(req, in, &v.langs);
	o = begin(req, res);
	tpl_sheet_list(o, &v);
	return page_end(o);
}

/* ---- sheets ---- */

/* Without choosing any, the form alone. */
static bool is_chosen(const struct request *req, const struct target *t)
{
	bool any = false;

	for (size_t i = 0; i < req->arg_count; i++) {
		const struct pair *p = &req->args[i];

		if (!str_same(p->name, "topic") &&
		    !str_same(p->name, "facility"))
			continue;
		any = true;
		if (str_same(p->name, t->field) && str_same(p->value, t->value))
			return true;
	}
	return !any && str_empty(t->value);
}

static enum err put_sheet(struct request *req, struct out *o, enum lang lang,
			  const struct target *t)
{
	const struct brand *b = req->brand;
	const char *url = give_url(req, lang, t);
	struct sheet_view v = {
		.lang = lang_codes[lang],
		.tenant = b->name[lang],
		.logo = b->logo,
		.logo_width = b->logo_width,
		.logo_height = b->logo_height,
		.name = str_empty(t->value) ? NULL : t->name,
		.shown = strstr(url, "://") + ADDRESS_SHOWN_FROM,
		.contact_phone = b->contact_phone,
	};
	enum err err;

	err = qr_make(req->arena, url, &v.qr);
	if (err)
		return err;
	o->lang = lang; /* who reads it is not who prints it */
	tpl_sheet_sheet(o, &v);
	o->lang = req->lang;
	return OK;
}

enum err sheet_page_print(struct request *req, struct response *res)
{
	enum lang in = sheet_lang(req);
	const struct sheet_print_view v = {
		arena_printf(req->arena, "/staff/admin/links?in=%s",
			     lang_codes[in]),
	};
	struct target *list;
	struct out *o;
	size_t n, chosen = 0;
	enum err err;

	err = targets(req, in, &list, &n);
	if (err)
		return err;
	o = begin(req, res);
	tpl_sheet_print_begin(o, &v);
	for (size_t i = 0; i < n && !err; i++) {
		if (!is_chosen(req, &list[i]))
			continue;
		err = put_sheet(req, o, in, &list[i]);
		chosen++;
	}
	if (!err && !chosen)
		return ERR_NOT_FOUND;
	return err ? err : page_end(o);
}

/* ---- the code alone ---- */

enum err sheet_page_code(struct request *req, struct response *res)
{
	enum lang in = sheet_lang(req);
	struct sheet_code_view v;
	struct target *list;
	size_t n, at = 0;
	struct out o;
	enum err err;

	err = targets(req, in, &list, &n);
	if (err)
		return err;
	while (at < n && !is_chosen(req, &list[at]))
		at++;
	if (at == n)
		return ERR_NOT_FOUND;
	v.title = give_url(req, in, &list[at]);
	err = qr_make(req->arena, v.title, &v.qr);
	if (err)
		return err;
	out_init(&o, req->arena, in);
	tpl_sheet_code(&o, &v);
	res->type = "image/svg+xml";
	res->body = o.s.ptr;
	res->body_len = o.s.len;
	res_header(res, "Content-Disposition",
		   arena_printf(
			   req->arena, "attachment; filename=\"qr-%s-%s.svg\"",
			   str_empty(list[at].value) ? "give" : list[at].value,
			   lang_codes[in]));
	return OK;
}
