/*
 * desk_letter_pages.c: what was said to the resident, as a letter to print, in
 * the language of who gets it.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "entry/entry.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/letter_views.h"
#include "matter/matter_tpl.h"
#include "signature/signature.h"
#include "tenant/form.h"

#include <inttypes.h>

/* The entry of the address: something this resident may read. */
static enum err entry_of(struct request *req, const struct matter *m,
			 struct entry *ret_entry)
{
	struct entry e;
	int64_t id;
	enum err err;

	err = path_id(req, 1, &id);
	if (!err)
		err = entry_get(req->db, req->arena, id, &e);
	if (err)
		return err;
	if (e.matter_id != m->id || !str_same(e.author, "staff") ||
	    str_same(e.visibility, "internal"))
		return ERR_NOT_FOUND;
	*ret_entry = e;
	return OK;
}

static enum word heading(const struct entry *e)
{
	if (str_same(e->kind, "answer"))
		return W_tell_answer_heading;
	return str_same(e->kind, "question") ? W_tell_question_heading
					     : W_tell_interim_heading;
}

static enum err make(struct request *req, const struct matter *m,
		     struct letter_view *ret_view)
{
	const struct brand *b = req->brand;
	struct party party;
	struct entry e;
	enum err err;

	err = entry_of(req, m, &e);
	if (!err)
		err = matter_party(req->db, req->arena, m->id, &party);
	if (err)
		return err;
	*ret_view = (struct letter_view){
		.back = desk_base(req, m),
		.lang = lang_codes[m->lang],
		.tenant = b->name[m->lang],
		.name = party.name,
		.number = matter_number(req->arena, m),
		.heading = word(m->lang, heading(&e)),
		.text = signature_under(req->arena, e.text, e.signature),
		.contact_mail = b->contact_mail,
		.contact_phone = b->contact_phone,
		.at_us = e.told_at ? e.told_at : id_time_us(e.id),
		.received_us = m->received_at,
	};
	return OK;
}

static enum err show(struct request *req, struct response *res,
		     const struct matter *m)
{
	struct letter_view v;
	struct out *o;
	enum err err;

	err = desk_look(req, res, m);
	if (!err)
		err = make(req, m, &v);
	if (err)
		return err;
	o = page_begin(
		req, res,
		&(struct page){
			.title = word_fill(
				req->arena, req->lang, W_desk_letter_title,
				WORDS(WORD_TEXT("number", v.number))),
			.nav = NAV_ALL,
			.secret = true,
			.wide = true,
		});
	tpl_matter_letter_begin(o, &v);
	o->lang = m->lang;
	tpl_matter_letter(o, &v);
	o->lang = req->lang;
	return page_end(o);
}

enum err desk_page_letter(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &m))
		return desk_confidential(
			req, res, &m,
			arena_printf(req->arena, "/letter/%s", req->param[1]));
	return show(req, res, &m);
}

enum err desk_page_letter_logged(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	return err ? err : show(req, res, &m);
}
