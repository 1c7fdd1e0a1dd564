/*
 * photo_pages.c: one photo, as staff see it. What is covered is drawn on the
 * picture and stands in fields beside it: either way is enough.
 */
#include "matter/photo_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/cover_fields.h"
#include "matter/desk.h"
#include "matter/matter_tpl.h"
#include "matter/photo_act.h"
#include "matter/photo_view.h"
#include "staff/staff.h"
#include "tenant/form.h"

#include <inttypes.h>

struct of_photo {
	struct photo p;
	struct attachment file;
	struct matter m;
};

/* The photo of the address, of a matter this session may see. */
static enum err find(struct request *req, struct of_photo *ret_of)
{
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = photo_get(req->db, req->arena, id, &ret_of->p);
	if (!err)
		err = attach_get(req->db, req->arena, id, &ret_of->file);
	if (!err)
		err = matter_get(req->db, req->arena, ret_of->p.matter_id,
				 &ret_of->m);
	if (err)
		return err;
	return matter_visible(req->db, req->arena, req->session, &ret_of->m)
		       ? OK
		       : ERR_NOT_FOUND;
}

static bool secret(struct request *req, const struct of_photo *of)
{
	return matter_confidential(req->db, req->arena, &of->m);
}

/* ---- pictures ---- */

/* "?as=others": with what is covered. */
static enum err give(struct request *req, struct response *res,
		     const struct of_photo *of)
{
	return photo_give(req, res, &of->p,
			  str_same(req_arg(req, "as"), "others"), 1);
}

enum err photo_page_picture(struct request *req, struct response *res)
{
	struct of_photo of;
	enum err err = find(req, &of);

	if (err)
		return err;
	if (secret(req, &of))
		return res_redirect(req, res,
				    "/staff/confidential/photos/%" PRId64 "/%s",
				    of.p.id, req->param[1]);
	return give(req, res, &of);
}

enum err photo_page_picture_logged(struct request *req, struct response *res)
{
	struct of_photo of;
	enum err err = find(req, &of);

	if (!err && secret(req, &of))
		err = matter_viewed(req->db, req->arena, req->session, &of.m);
	return err ? err : give(req, res, &of);
}

/* 404 until it was public, 410 once it is no more: to everybody at once, for
 * whoever keeps a copy has to ask (Cache-Control: no-cache). */
enum err photo_page_public(struct request *req, struct response *res)
{
	struct publication pub;
	struct photo p;
	int64_t year, number, id;
	enum err err;

	if (matter_number_parse(req->param[0], &year, &number))
		return ERR_NOT_FOUND;
	err = publication_by_number(req->db, req->arena, year, number, &pub);
	if (!err)
		err = path_id(req, 1, &id);
	if (!err)
		err = photo_get(req->db, req->arena, id, &p);
	if (err)
		return err;
	if (p.matter_id != pub.matter_id || p.publication == PHOTO_PRIVATE)
		return ERR_NOT_FOUND;
	if (p.publication == PHOTO_PUBLIC && str_same(pub.text_state, "public"))
		return photo_give(req, res, &p, true, 2);
	page_problem(req, res, 410);
	return OK;
}

/* ---- the page ---- */

/* What stands in the forms, and what was wrong with it. */
struct typed {
	const struct cover_fields *covers; /* NULL: those that are saved */
	bool is_preview;
	const char *alt; /* NULL: the one that is saved */
	enum word alt_error;
	bool alt_wrong;
};

static const char *hindered(struct request *req, enum photo_hindrance why)
{
	static const enum word words[PHOTO_HINDRANCE__COUNT] = {
		[PHOTO_CONFIDENTIAL] = W_desk_publish_error_confidential,
		[PHOTO_WITHDRAWN] = W_desk_publish_error_withdrawn,
		[PHOTO_NO_CONSENT] = W_desk_publish_error_consent,
		[PHOTO_OLD_CONSENT] = W_photo_old_consent,
		[PHOTO_NO_PAGE] = W_photo_no_page,
		[PHOTO_NOT_SENDERS] = W_photo_not_senders,
		[PHOTO_NOT_READY] = W_photo_not_ready,
	};

	return why == PHOTO_MAY ? NULL : word(req->lang, words[why]);
}

static void add_pictures(struct request *req, const struct of_photo *of,
			 struct photo_page *v)
{
	const struct photo *p = &of->p;
	struct photo_view *c = &v->covered;
	struct arena *a = req->arena;

	v->plain = photo_view_make(req, p, v->base,
				   word(req->lang, W_photo_alt_original), 0);
	*c = photo_view_make(req, p, v->base,
			     word(req->lang, W_photo_alt_covered), 0);
	c->large_webp = arena_printf(a, "%s?as=others", c->large_webp);
	c->large_jpeg = arena_printf(a, "%s?as=others", c->large_jpeg);
	c->made = photo_ready(p);
	v->has_covers = p->cover_count > 0;
}

static void add_covers(struct request *req, const struct of_photo *of,
		       const struct typed *t, struct photo_page *v)
{
	struct cover_fields *f = arena_alloc(req->arena, sizeof(*f));

	if (t->covers)
		*f = *t->covers;
	else
		cover_fields_of(req, &of->p, f);
	v->rows = f->row;
	v->row_count = f->row_count;
	v->is_preview = t->is_preview;
	for (size_t i = 0; i < f->row_count; i++)
		error_add(req, &v->errors,
			  arena_printf(req->arena, "x-%s", f->row[i].id),
			  f->row[i].error);
}

static void add_words(struct request *req, const struct of_photo *of,
		      const struct typed *t, struct photo_page *v)
{
	v->alt = (struct field){
		.name = "alt",
		.label = word(req->lang, W_photo_words),
		.hint = word_fill(
			req->arena, req->lang, W_photo_words_hint,
			WORDS(WORD_TEXT(
				"language",
				word(req->lang, desk_lang_word(of->m.lang))))),
		.value = t->alt ? t->alt : of->p.alt,
		.error = t->alt_wrong ? word(req->lang, t->alt_error) : NULL,
		.required = true,
		.maxlength = PHOTO_ALT_MAX,
		.rows = 3,
	};
	error_add(req, &v->errors, "alt", v->alt.error);
}

static enum err add_publication(struct request *req, const struct of_photo *of,
				struct photo_page *v)
{
	enum photo_hindrance why;
	enum err err =
		photo_may_publish(req->db, req->arena, &of->m, &of->p, &why);

	if (err)
		return err;
	v->cannot = hindered(req, why);
	v->is_public = of->p.publication == PHOTO_PUBLIC;
	v->may_publish = staff_may(req->db, req->arena, req->session,
				   PERM_PUBLISH, of->m.unit_id);
	v->public_url = arena_printf(req->arena, "/%s/matters/%s",
				     lang_codes[req->lang], v->number);
	return OK;
}

static struct notice done(struct request *req)
{
	static const struct {
		const char *name;
		enum word word;
	} known[] = {
		{"covered", W_photo_done_covered},
		{"uncovered", W_photo_done_uncovered},
		{"published", W_photo_done_published},
		{"hidden", W_photo_done_hidden},
	};
	const char *said = req_arg(req, "done");

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (str_same(known[i].name, said))
			return (struct notice){
				.tone = TONE_SUCCESS,
				.text = word(req->lang, known[i].word),
			};
	return (struct notice){.text = NULL};
}

static enum err make(struct request *req, const struct of_photo *of,
		     const struct typed *t, struct photo_page *v)
{
	struct arena *a = req->arena;
	enum err err;

	*v = (struct photo_page){
		.done = done(req),
		.matter = desk_base(req, &of->m),
		.number = matter_number(a, &of->m),
		.base = arena_printf(a, "/staff/photos/%" PRId64, of->p.id),
		.file = arena_printf(a, "/staff/files/%" PRId64, of->p.id),
		.name = of->file.name,
		.bytes = of->file.bytes,
		.edition = of->p.edition,
		.lang = lang_codes[of->m.lang],
	};
	add_pictures(req, of, v);
	add_covers(req, of, t, v);
	add_words(req, of, t, v);
	err = desk_nav(req, NULL, &v->nav);
	return err ? err : add_publication(req, of, v);
}

static enum err render(struct request *req, struct response *res,
		       const struct photo_page *v, int status)
{
	struct out *o = page_begin(
		req, res,
		&(struct page){
			.title = word_fill(
				req->arena, req->lang, W_photo_title,
				WORDS(WORD_TEXT("number", v->number))),
			.status = status,
			.nav = NAV_ALL,
			.error_count = (int)v->errors.error_count,
			.secret = true,
			.wide = true,
		});

	tpl_matter_photo_page(o, v);
	return page_end(o);
}

static enum err show(struct request *req, struct response *res,
		     const struct of_photo *of, const struct typed *t,
		     int status)
{
	struct photo_page v;
	enum err err = make(req, of, t, &v);

	if (err)
		return err;
	if (status == 409)
		v.problem = (struct notice){
			.tone = TONE_WARNING,
			.text = word(req->lang, W_photo_changed),
		};
	return render(req, res, &v, status);
}

enum err photo_page_show(struct request *req, struct response *res)
{
	struct of_photo of;
	enum err err = find(req, &of);

	if (err)
		return err;
	if (secret(req, &of))
		return desk_confidential(req, res, &of.m, "");
	return show(req, res, &of, &(struct typed){.covers = NULL}, 200);
}

/* ---- acts ---- */

/* And the edition that the person saw. */
static enum err find_form(struct request *req, struct of_photo *ret_of,
			  bool *ret_changed)
{
	int64_t edition;
	enum err err = find(req, ret_of);

	if (!err)
		err = field_int(req, "edition", &edition);
	if (!err && secret(req, ret_of))
		err = ERR_DENIED;
	if (!err)
		*ret_changed = edition != ret_of->p.edition;
	return err;
}

static enum err back(struct request *req, struct response *res,
		     const struct of_photo *of, const char *said)
{
	return res_redirect(req, res, "/staff/photos/%" PRId64 "?done=%s",
			    of->p.id, said);
}

enum err photo_page_cover(struct request *req, struct response *res)
{
	struct cover_fields f;
	struct typed t = {.covers = &f};
	struct of_photo of;
	bool changed;
	enum err err = find_form(req, &of, &changed);

	if (err)
		return err;
	cover_fields_typed(req, &f);
	t.is_preview = str_same(req_field(req, "step"), "preview");
	if (f.is_wrong)
		return show(req, res, &of, &t, 422);
	if (t.is_preview)
		return show(req, res, &of, &t, 200);
	if (changed)
		return show(req, res, &of, &t, 409);
	err = matter_photo_cover(req->db, req->arena, req->session, &of.p,
				 f.list, f.count);
	return err ? err
		   : back(req, res, &of, f.count ? "covered" : "uncovered");
}

static enum err check_words(struct request *req, struct typed *t)
{
	struct hit *hits;
	size_t n;
	enum err err;

	err = publication_hits(req->db, req->arena, t->alt, &hits, &n);
	if (err)
		return err;
	t->alt_wrong = true;
	if (str_empty(t->alt))
		t->alt_error = W_photo_words_error;
	else if (utf8_length(t->alt) > PHOTO_ALT_MAX)
		t->alt_error = W_photo_words_long;
	else if (n)
		t->alt_error = W_photo_words_hits;
	else
		t->alt_wrong = false;
	return OK;
}

enum err photo_page_publish(struct request *req, struct response *res)
{
	struct typed t = {.alt = field_line(req, "alt")};
	struct of_photo of;
	bool changed;
	enum err err = find_form(req, &of, &changed);

	if (!err)
		err = check_words(req, &t);
	if (err)
		return err;
	if (t.alt_wrong)
		return show(req, res, &of, &t, 422);
	if (changed)
		return show(req, res, &of, &t, 409);
	err = matter_photo_publish(req->db, req->arena, req->session, &of.p,
				   t.alt);
	if (err == ERR_INVALID || err == ERR_CONFLICT)
		return show(req, res, &of, &t, 422);
	return err ? err : back(req, res, &of, "published");
}

enum err photo_page_hide(struct request *req, struct response *res)
{
	struct of_photo of;
	bool changed;
	enum err err = find_form(req, &of, &changed);

	if (err)
		return err;
	if (of.p.publication == PHOTO_PUBLIC)
		err = matter_photo_hide(req->db, req->arena, req->session,
					&of.p);
	return err ? err : back(req, res, &of, "hidden");
}
