/*
 * work_pages.c: a contractor sees the place, the chosen photos and what the
 * handler wrote for them, nothing of who asked; and says what became of it.
 * No account: the link is the right to. Every use of it is an event.
 */
#include "matter/ask_pages.h"

#include "attach/attach.h"
#include "base/str.h"
#include "html/page.h"
#include "matter/ask.h"
#include "matter/ask_views.h"
#include "matter/matter_tpl.h"
#include "matter/photo_view.h"
#include "matter/typed.h"
#include "tenant/form.h"

#include <inttypes.h>

struct task {
	struct ask k;
	struct matter m;
};

struct reply {
	struct ask_reply r;
	const struct typed_files *files;
	const char *note_error;
};

static enum err find(struct request *req, struct task *ret_work)
{
	struct task w;
	enum err err;

	(void)lang_parse(req_arg(req, "lang"), &req->lang);
	err = ask_by_token(req->db, req->arena, ASK_CONTRACTOR, req->param[0],
			   &w.k);
	if (!err)
		err = matter_get(req->db, req->arena, w.k.matter_id, &w.m);
	if (err)
		return err;
	/* confidential since: no contractor may know of it */
	if (!w.k.closed_at && matter_confidential(req->db, req->arena, &w.m)) {
		w.k.state = ASK_REVOKED;
		w.k.closed_at = w.k.expires_at;
	}
	*ret_work = w;
	return OK;
}

/* ---- the page ---- */

/* A photo as it may be seen by others, anything else as it came. */
static enum err add_file(struct request *req, int64_t id, struct work_file *to,
			 size_t number)
{
	const char *at = arena_printf(req->arena, "/task/%s", req->param[0]);
	struct attachment f;
	struct photo p;
	enum err err = attach_get(req->db, req->arena, id, &f);

	if (err)
		return err;
	*to = (struct work_file){
		.href = arena_printf(req->arena, "%s/files/%" PRId64, at, id),
		.name = f.name,
		.bytes = f.bytes,
		.is_photo = photo_is(f.media_type),
	};
	if (!to->is_photo)
		return OK;
	err = photo_get(req->db, req->arena, id, &p);
	if (err)
		return err;
	to->photo = photo_view_make(
		req, &p, arena_printf(req->arena, "%s/photos/%" PRId64, at, id),
		NULL, number);
	to->photo.made = photo_ready(&p);
	return OK;
}

static enum err add_files(struct request *req, const struct task *w,
			  struct work_view *v)
{
	struct work_file *to;
	int64_t *ids;
	size_t n;
	enum err err;

	err = ask_files(req->db, req->arena, w->k.id, &ids, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n && !err; i++) {
		err = add_file(req, ids[i], &to[v->file_count],
			       v->file_count + 1);
		if (!err)
			v->file_count++;
		else if (err == ERR_NOT_FOUND)
			err = OK; /* erased since */
	}
	v->files = to;
	return err;
}

static void add_form(struct request *req, const struct reply *t,
		     struct work_view *v)
{
	const enum lang l = req->lang;

	v->note = (struct field){
		.name = "text",
		.label = word(l, W_work_note),
		.hint = word(l, W_work_note_hint),
		.value = t->r.text,
		.error = t->note_error,
		.plain = true,
		.rows = 4,
		.maxlength = TEXT_MAX,
	};
	v->photo = typed_photo(req, t->files, W_work_photo, W_give_photo_hint);
}

static enum word why_over(const struct task *w)
{
	switch (w->k.state) {
	case ASK_DONE:
		return W_work_over_done;
	case ASK_CANNOT:
		return W_work_over_cannot;
	default:
		return W_work_over;
	}
}

/* Once it is over nothing is shown but that it is. */
static enum err make(struct request *req, const struct task *w,
		     const struct reply *t, struct work_view *v)
{
	enum err err;

	*v = (struct work_view){
		.number = matter_number(req->arena, &w->m),
		.name = w->k.name,
		.waits = ask_waits(&w->k, &w->m),
		.accepted = w->k.state == ASK_ACCEPTED,
		.why = why_over(w),
		.until_us = w->k.expires_at - 1,
		.action = arena_printf(req->arena, "/task/%s?lang=%s",
				       req->param[0], lang_codes[req->lang]),
	};
	if (!v->waits)
		return OK;
	v->text = w->k.text;
	v->place = w->k.place;
	if (w->k.show_point && w->m.has_point)
		v->point = arena_printf(req->arena, "%.5f, %.5f", w->m.lat,
					w->m.lon);
	if (v->accepted)
		v->done = (struct notice){
			.tone = TONE_SUCCESS,
			.text = word(req->lang, W_work_accepted),
		};
	err = add_files(req, w, v);
	add_form(req, t, v);
	error_add(req, &v->errors, "text", v->note.error);
	error_add(req, &v->errors, "photo", v->photo.field.error);
	return err;
}

static enum err show(struct request *req, struct response *res,
		     const struct task *w, const struct reply *t)
{
	const bool told = w->k.state == ASK_DONE || w->k.state == ASK_CANNOT;
	struct work_view v;
	struct out *o;
	enum err err;

	err = make(req, w, t, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word_fill(
				       req->arena, req->lang, W_work_title,
				       WORDS(WORD_TEXT("number", v.number))),
			       .status = v.errors.error_count ? 422
					 : v.waits || told    ? 200
							      : 410,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .noindex = true,
			       .path_fi_sv_en = arena_printf(
				       req->arena, "/task/%s?lang={lang}",
				       req->param[0]),
		       });
	tpl_matter_work(o, &v);
	return page_end(o);
}

enum err work_page_show(struct request *req, struct response *res)
{
	struct task w;
	enum err err;

	err = find(req, &w);
	if (!err)
		err = ask_opened(req->db, req->arena, &w.k, &w.m);
	return err ? err : show(req, res, &w, &(struct reply){0});
}

/* One of the files that were chosen, while the work waits. */
static enum err find_file(struct request *req, struct attachment *ret_file)
{
	struct task w;
	int64_t id, *ids;
	size_t n, i = 0;
	enum err err;

	err = find(req, &w);
	if (!err)
		err = path_id(req, 1, &id);
	if (!err)
		err = ask_files(req->db, req->arena, w.k.id, &ids, &n);
	if (err)
		return err;
	while (i < n && ids[i] != id)
		i++;
	if (i == n || !ask_waits(&w.k, &w.m))
		return ERR_NOT_FOUND;
	return attach_get(req->db, req->arena, id, ret_file);
}

enum err work_page_file(struct request *req, struct response *res)
{
	struct attachment f;
	enum err err = find_file(req, &f);

	return err ? err : photo_or_file(req, res, &f);
}

enum err work_page_photo(struct request *req, struct response *res)
{
	struct attachment f;
	struct photo p;
	enum err err = find_file(req, &f);

	if (!err)
		err = photo_get(req->db, req->arena, f.id, &p);
	return err ? err : photo_give(req, res, &p, true, 2);
}

/* ---- what became of it ---- */

static enum err state_typed(struct request *req, enum ask_state *ret_state)
{
	static const enum ask_state states[] = {ASK_ACCEPTED, ASK_DONE,
						ASK_CANNOT};
	const char *name = req_field(req, "state");

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (str_same(ask_state_names[states[i]], name)) {
			*ret_state = states[i];
			return OK;
		}
	return ERR_INVALID;
}

enum err work_page_send(struct request *req, struct response *res)
{
	struct reply t = {.r = {.choice = "", .text = req_field(req, "text")}};
	enum ask_state state;
	struct typed_files files;
	struct task w;
	enum err err;

	err = find(req, &w);
	if (!err)
		err = typed_files_read(req, &files);
	if (err)
		return err;
	t.files = &files;
	t.r.uploads = files.list;
	t.r.upload_count = files.count;
	if (!ask_waits(&w.k, &w.m))
		return show(req, res, &w, &t);
	err = state_typed(req, &state);
	if (err)
		return err;
	if (state == ASK_CANNOT && str_empty(t.r.text))
		t.note_error = word(req->lang, W_work_error_why);
	else
		t.note_error = typed_too_long(req, t.r.text);
	if (t.note_error || files.is_wrong)
		return show(req, res, &w, &t);
	err = ask_work(req->db, req->arena, &w.k, &w.m, state, &t.r);
	if (err)
		return err;
	return res_redirect(req, res, "/task/%s?lang=%s", req->param[0],
			    lang_codes[req->lang]);
}
