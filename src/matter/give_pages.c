/*
 * give_pages.c: a resident gives feedback. The form works without scripts and
 * without cookies; whatever is wrong, everything typed comes back, files
 * included. What is stored answers with its receipt in the same response.
 */
#include "matter/give_pages.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "base/seal.h"
#include "base/str.h"
#include "entry/entry.h"
#include "html/page.h"
#include "http/limit.h"
#include "http/repeat.h"
#include "matter/first_pages.h"
#include "matter/matter_tpl.h"
#include "matter/receipt.h"
#include "matter/typed.h"

/* ---- the form ---- */

/* Why a form with nothing wrong in it is shown again. */
enum asked { ASKED_NOTHING, ASKED_STALE, ASKED_ONCE_MORE };

static enum err show_form(struct request *req, struct response *res,
			  const struct typed *t, enum asked asked)
{
	struct page p = {
		.title = word(req->lang, W_give_title),
		.nav = NAV_GIVE,
	};
	struct give_view v;
	struct out *o;
	enum err err;

	err = give_view_make(req, t, &v);
	if (err)
		return err;
	v.stale = asked == ASKED_STALE;
	v.once_more = asked == ASKED_ONCE_MORE;
	p.status = v.errors.error_count || asked ? 422 : 200;
	p.error_count = (int)v.errors.error_count;
	typed_again(req, v.photo.kept, v.photo.kept_count, &p);
	o = page_begin(req, res, &p);
	tpl_matter_give(o, &v);
	return page_end(o);
}

enum err give_page_form(struct request *req, struct response *res)
{
	const struct typed t = {
		.g = {.type = req_arg(req, "type"),
		      .topic_code = req_arg(req, "topic"),
		      .place = req_arg(req, "place"),
		      .facility_code = req_arg(req, "facility")},
	};

	return show_form(req, res, &t, ASKED_NOTHING);
}

/* ---- the receipt ---- */

static enum err show_receipt(struct request *req, struct response *res,
			     const struct receipt_view *v)
{
	struct out *o;

	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_receipt_title),
			       .nav = NAV_GIVE,
			       .secret = true,
			       .noindex = true,
			       .again = true, /* by the key alone */
		       });
	tpl_matter_receipt(o, v);
	return page_end(o);
}

static enum err receipt_again(struct request *req, struct response *res,
			      const struct matter *m, bool added)
{
	struct receipt_view v;
	enum err err;

	err = receipt_read(req, m, &v);
	if (err)
		return err;
	v.added = added;
	return show_receipt(req, res, &v);
}

/* ---- the same form again ---- */

static enum err was_said(struct request *req, const struct matter *m,
			 const char *text, bool *ret_said)
{
	struct entry *e;
	size_t n;
	bool said = str_same(m->text, text);
	enum err err;

	err = entry_list(req->db, req->arena, m->id, 0, &e, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		said |= str_same(e[i].author, "resident") &&
			str_same(e[i].text, text);
	*ret_said = said;
	return OK;
}

/* Files that are there already, by content, are not stored twice. */
static enum err new_files(struct request *req, const struct matter *m,
			  struct typed_files *f)
{
	struct attachment *had;
	size_t n, kept = 0;
	enum err err;

	err = attach_list(req->db, req->arena, m->id, &had, &n);
	if (err)
		return err;
	for (size_t i = 0; i < f->count; i++) {
		bool known = false;

		for (size_t k = 0; k < n; k++)
			known |= str_same(had[k].digest, f->list[i].digest);
		if (!known)
			f->list[kept++] = f->list[i];
	}
	f->count = kept;
	return OK;
}

/* Another text under the same key: an addition to the first matter. */
static enum err add_to(struct request *req, const struct matter *m,
		       struct typed *t)
{
	bool said;
	enum err err;

	err = was_said(req, m, t->g.text, &said);
	if (!err)
		err = new_files(req, m, &t->files);
	if (err || (said && !t->files.count))
		return err;
	return matter_add_reply(req->db, req->arena, m, said ? "" : t->g.text,
				t->files.list, t->files.count);
}

static enum err answer_repeat(struct request *req, struct response *res,
			      const struct repeat *rep)
{
	struct typed t;
	struct matter m;
	int64_t id;
	enum err err;

	err = parse_int(rep->ref, &id);
	if (!err)
		err = matter_get(req->db, req->arena, id, &m);
	if (err)
		return err;
	if (rep->same_body)
		return receipt_again(req, res, &m, false);
	err = typed_read(req, &t);
	if (err)
		return err;
	/* The key alone: the receipt in another language. */
	if (str_empty(t.g.text) && !t.files.count && !t.files.is_wrong)
		return receipt_again(req, res, &m, false);
	if (!typed_good(&t))
		return show_form(req, res, &t, ASKED_NOTHING);
	err = add_to(req, &m, &t);
	return err ? err : receipt_again(req, res, &m, true);
}

/* ---- sending ---- */

static enum err store(struct request *req, struct response *res,
		      struct typed *t)
{
	struct receipt_view v;
	struct given given;
	enum err err;

	err = typed_store(req, t, &given);
	if (!err)
		err = first_sent(req, res, t, &given.m);
	if (!err)
		err = receipt_make(req, &t->g, &given, &v);
	return err ? err : show_receipt(req, res, &v);
}

/*
 * Carried to another language. "again": with what was wrong when it was sent;
 * else it is still being written, and nothing is wrong yet.
 */
static enum err look(struct request *req, struct response *res)
{
	struct typed t;
	enum err err;

	err = typed_read(req, &t);
	if (err)
		return err;
	if (!str_same(req_field(req, "look"), "again")) {
		memset(t.fault, 0, sizeof(t.fault));
		t.warn = false;
		t.asked.hush = true;
	}
	return show_form(req, res, &t, ASKED_NOTHING);
}

/*
 * A machine fills in what nobody sees, or sends at once. So may a person's
 * browser: they are asked to press "send" once more, and nothing is lost.
 */
static bool may_be_machine(const struct request *req)
{
	int64_t age_us;

	if (!str_empty(req_field(req, "once_more")))
		return false;
	if (!str_empty(req_field(req, "website")))
		return true;
	age_us = clock_now_us() - form_key_time(req_field(req, "key"));
	return age_us < GIVE_LEAST_MS * 1000 && !limit_own_machine(req);
}

enum err give_page_send(struct request *req, struct response *res)
{
	struct repeat rep = {.seen = false};
	struct typed t;
	bool done = false;
	enum err err = OK;

	if (typed_look(req))
		return look(req, res);
	if (req->form_key_ok)
		err = repeat_look(req, &rep);
	if (err)
		return err;
	if (rep.seen)
		return answer_repeat(req, res, &rep);
	err = typed_read(req, &t);
	if (!err && req->form_key_ok)
		err = first_ask(req, res, &t, &done);
	if (err || done)
		return err;
	if (!req->form_key_ok || !typed_good(&t))
		return show_form(req, res, &t,
				 req->form_key_ok ? ASKED_NOTHING
						  : ASKED_STALE);
	if (may_be_machine(req))
		return show_form(req, res, &t, ASKED_ONCE_MORE);
	return store(req, res, &t);
}
