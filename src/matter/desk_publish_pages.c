/*
 * desk_publish_pages.c: making the public version of a message and of its
 * answer, each by itself. The original stands beside it, untouched; whatever
 * tells who wrote it must be taken out by a person first.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "entry/entry.h"
#include "matter/desk.h"
#include "matter/desk_hits.h"
#include "matter/matter_tpl.h"
#include "staff/staff.h"
#include "tenant/form.h"

/* ---- the public version, as typed or as proposed ---- */

struct draft {
	const struct matter *m;
	const char *sent; /* the answer as it was sent, "" when none */
	struct publish p;
	bool is_public, masked;
};

/* The latest answer the resident has. */
static enum err add_sent(struct request *req, struct draft *d)
{
	struct entry *list;
	size_t n;
	enum err err;

	err = entry_list(req->db, req->arena, d->m->id, 0, &list, &n);
	if (err)
		return err;
	d->sent = "";
	for (size_t i = 0; i < n; i++)
		if (str_same(list[i].kind, "answer"))
			d->sent = list[i].text;
	return OK;
}

static enum err masked(struct request *req, struct draft *d, const char *text,
		       const char **ret_text)
{
	enum err err = desk_mask(req, d->m, text, ret_text);

	d->masked |= !err && !str_same(text, *ret_text);
	return err;
}

/* What a program can find is covered already; the person does the rest. */
static enum err propose(struct request *req, struct draft *d)
{
	const struct matter *m = d->m;
	enum err err;

	d->p = (struct publish){
		.show_text = true,
		.show_answer = !str_empty(d->sent),
		.show_nickname = !str_empty(m->nickname),
		.show_place = !str_empty(m->place),
		.show_point = m->has_point,
	};
	err = masked(req, d, m->title, &d->p.title);
	if (!err)
		err = masked(req, d, m->text, &d->p.text);
	if (!err)
		err = masked(req, d, d->sent, &d->p.answer);
	return err;
}

/* As it stands, or stood before it was hidden. */
static enum err read_back(struct request *req, const struct publication *p,
			  struct draft *d)
{
	enum err err = propose(req, d);

	if (err)
		return err;
	d->is_public = str_same(p->text_state, "public");
	d->masked = false;
	d->p.title = p->title;
	d->p.show_text = !str_empty(p->text);
	if (d->p.show_text)
		d->p.text = p->text;
	d->p.show_answer = !str_empty(p->answer);
	if (d->p.show_answer)
		d->p.answer = p->answer;
	d->p.show_nickname = !str_empty(p->nickname);
	d->p.show_place = !str_empty(p->place);
	d->p.show_point = p->cell != 0;
	return OK;
}

static enum err draft_read(struct request *req, const struct matter *m,
			   struct draft *ret_draft)
{
	struct draft d = {.m = m};
	struct publication p;
	enum err err;

	err = add_sent(req, &d);
	if (err)
		return err;
	err = publication_get(req->db, req->arena, m->id, &p);
	if (!err)
		err = read_back(req, &p, &d);
	else if (err == ERR_NOT_FOUND)
		err = propose(req, &d);
	if (!err)
		*ret_draft = d;
	return err;
}

static enum err draft_typed(struct request *req, const struct matter *m,
			    struct draft *ret_draft)
{
	struct draft d = {
		.m = m,
		.p = {.title = field_line(req, "title"),
		      .text = req_field(req, "text"),
		      .answer = req_field(req, "answer"),
		      .show_text = req_has_field(req, "show_text"),
		      .show_nickname = req_has_field(req, "show_nickname"),
		      .show_place = req_has_field(req, "show_place"),
		      .show_point = req_has_field(req, "show_point")},
	};
	struct publication p;
	enum err err;

	err = add_sent(req, &d);
	if (err)
		return err;
	d.p.show_answer =
		!str_empty(d.sent) && req_has_field(req, "show_answer");
	err = publication_get(req->db, req->arena, m->id, &p);
	if (err && err != ERR_NOT_FOUND)
		return err;
	d.is_public = !err && str_same(p.text_state, "public");
	*ret_draft = d;
	return OK;
}

/* ---- the page ---- */

static struct field box(struct request *req, const char *name, bool checked,
			enum word label, const char *what)
{
	struct field f = {
		.name = name,
		.label = word(req->lang, label),
		.checked = checked,
		.plain = true,
	};

	if (what)
		f.label = word_fill(req->arena, req->lang, label,
				    WORDS(WORD_TEXT("what", what)));
	return f;
}

static struct field text(struct request *req, const char *name, enum word label,
			 const char *value)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = value,
		.plain = true,
		.rows = 10,
	};
}

static void add_fields(struct request *req, const struct draft *d,
		       struct desk_publish *v)
{
	const struct publish *p = &d->p;
	const struct matter *m = d->m;

	v->title = text(req, "title", W_desk_publish_title, p->title);
	v->title.hint = word(req->lang, W_desk_publish_title_hint);
	v->text = text(req, "text", W_desk_publish_text, p->text);
	v->answer = text(req, "answer", W_desk_publish_answer, p->answer);
	v->show_text = box(req, "show_text", p->show_text,
			   W_desk_publish_show_text, NULL);
	v->show_answer = box(req, "show_answer", p->show_answer,
			     W_desk_publish_show_answer, NULL);
	if (!str_empty(m->nickname))
		v->show_nickname =
			box(req, "show_nickname", p->show_nickname,
			    W_desk_publish_show_nickname, m->nickname);
	if (!str_empty(m->place))
		v->show_place = box(req, "show_place", p->show_place,
				    W_desk_publish_show_place, m->place);
	if (m->has_point)
		v->show_point = box(req, "show_point", p->show_point,
				    W_desk_publish_show_point, NULL);
}

static enum err add_originals(struct request *req, const struct draft *d,
			      struct desk_publish *v)
{
	enum err err;

	err = desk_marked(req, d->m->title, &v->title_was);
	if (!err)
		err = desk_marked(req, d->m->text, &v->text_was);
	if (!err)
		err = desk_marked(req, d->sent, &v->answer_was);
	if (!err)
		v->marked = v->title_was.has_hits || v->text_was.has_hits;
	return err;
}

static enum err view_make(struct request *req, const struct draft *d,
			  struct desk_publish *ret_view)
{
	const struct matter *m = d->m;
	struct desk_publish v = {
		.base = desk_base(req, m),
		.number = matter_number(req->arena, m),
		.lang = lang_codes[m->lang],
		.has_title = !str_empty(m->title),
		.has_answer = !str_empty(d->sent),
		.is_public = d->is_public,
		.masked = d->masked,
	};
	enum err err;

	add_fields(req, d, &v);
	err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = desk_place(req, m, &v.place);
	if (!err)
		err = add_originals(req, d, &v);
	if (!err)
		err = desk_hits_find(req, m, &d->p, &v);
	if (!err)
		*ret_view = v;
	return err;
}

static enum err render(struct request *req, struct response *res,
		       const struct desk_publish *v, int status)
{
	struct page page = {
		.title = word_fill(req->arena, req->lang,
				   W_desk_publish_page_title,
				   WORDS(WORD_TEXT("number", v->number))),
		.status = status,
		.nav = NAV_ALL,
		.error_count = (int)v->errors.error_count,
		.secret = true,
		.wide = true,
	};
	struct out *o = page_begin(req, res, &page);

	tpl_matter_desk_publish(o, v);
	return page_end(o);
}

/* ---- may it be published at all? ---- */

/* The word for why not; false when it may. */
static bool forbidden(struct request *req, const struct matter *m,
		      enum word *ret_why)
{
	if (m->outcome == OUTCOME_WITHDRAWN)
		*ret_why = W_desk_publish_error_withdrawn;
	else if (!m->may_publish)
		*ret_why = W_desk_publish_error_consent;
	else if (matter_confidential(req->db, req->arena, m))
		*ret_why = W_desk_publish_error_confidential;
	else
		return false;
	return true;
}

static bool may_decide(struct request *req, const struct matter *m)
{
	return staff_may(req->db, req->arena, req->session, PERM_PUBLISH,
			 m->unit_id);
}

static enum err refuse(struct request *req, struct response *res,
		       const struct matter *m, enum word why, int status)
{
	return desk_show_render(
		req, res, m,
		&(struct desk_refusal){.error = why, .status = status});
}

enum err desk_page_publish(struct request *req, struct response *res)
{
	struct desk_publish v;
	struct draft d;
	struct matter m;
	enum word why;
	enum err err;

	err = desk_matter(req, &m);
	if (err)
		return err;
	if (!may_decide(req, &m))
		return ERR_DENIED;
	if (matter_confidential(req->db, req->arena, &m))
		return desk_confidential(req, res, &m, "");
	if (forbidden(req, &m, &why))
		return refuse(req, res, &m, why, 200);
	err = draft_read(req, &m, &d);
	if (!err)
		err = view_make(req, &d, &v);
	return err ? err : render(req, res, &v, 200);
}

/* ---- publishing ---- */

static void wrong(struct request *req, struct desk_publish *v, struct field *f,
		  enum word error)
{
	if (f->error)
		return;
	f->error = word(req->lang, error);
	error_add(req, &v->errors, f->name, f->error);
}

static void check_text(struct request *req, struct desk_publish *v,
		       struct field *f, enum word if_empty, size_t max)
{
	if (str_empty(f->value))
		wrong(req, v, f, if_empty);
	else if (utf8_length(f->value) > max)
		wrong(req, v, f, W_desk_publish_error_long);
}

/* The rules of matter_publish, each beside the field that breaks it. */
static void check(struct request *req, const struct publish *p,
		  struct desk_publish *v)
{
	if (!p->show_text && !p->show_answer)
		wrong(req, v, &v->show_text, W_desk_publish_error_nothing);
	if (utf8_length(p->title) > TITLE_MAX)
		wrong(req, v, &v->title, W_desk_publish_error_title_long);
	if (!p->show_text && p->show_answer && str_empty(p->title))
		wrong(req, v, &v->title, W_desk_publish_error_title);
	if (p->show_text)
		check_text(req, v, &v->text, W_desk_publish_error_empty,
			   TEXT_MAX);
	if (p->show_answer)
		check_text(req, v, &v->answer, W_desk_publish_error_no_answer,
			   REPLY_MAX);
	desk_hits_wrong(req, v);
}

static enum err publish(struct request *req, struct response *res,
			const struct draft *d, struct desk_publish *v)
{
	enum err err;

	check(req, &d->p, v);
	if (v->errors.error_count)
		return render(req, res, v, 422);
	err = matter_publish(req->db, req->arena, req->session, d->m->id,
			     d->m->version, &d->p);
	if (err == ERR_INVALID) {
		v->problem = (struct notice){
			.tone = TONE_ERROR,
			.text = word(req->lang, W_desk_error_refused),
		};
		return render(req, res, v, 422);
	}
	return err ? err : desk_back(req, res, d->m, "published");
}

enum err desk_page_publish_send(struct request *req, struct response *res)
{
	struct desk_publish v;
	struct draft d;
	struct matter m;
	int64_t version;
	enum word why;
	enum err err;

	err = desk_matter_form(req, &m, &version);
	if (err)
		return err;
	if (!may_decide(req, &m))
		return ERR_DENIED;
	if (forbidden(req, &m, &why))
		return refuse(req, res, &m, why, 422);
	err = draft_typed(req, &m, &d);
	if (!err)
		err = view_make(req, &d, &v);
	if (err)
		return err;
	if (version == m.version)
		return publish(req, res, &d, &v);
	err = desk_changed(req, &m, &v.problem);
	return err ? err : render(req, res, &v, 409);
}
