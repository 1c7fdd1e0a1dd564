/*
 * desk_preview.c: a reply before it is sent. It is made by the very code that
 * makes the follow page and the mail, from the matter as it will be, in the
 * language of who reads it. Only the secret link is left out: it is not for
 * staff.
 */
#include "matter/desk_preview.h"

#include "base/clock.h"
#include "matter/desk.h"
#include "matter/follow_view.h"
#include "matter/matter_tpl.h"
#include "matter/rules.h"
#include "signature/signature.h"

/* As act.c will leave it. */
static struct matter after(const struct matter *m, const struct desk_reply *r)
{
	struct matter next = *m;

	if (r->interim) {
		if (next.handling <= HANDLING_ASSIGNED)
			next.handling = HANDLING_IN_WORK;
		return next;
	}
	next.handling = HANDLING_ANSWERED;
	next.outcome = desk_answer_outcome(r->outcome);
	next.outcome_note = r->reason;
	next.verdict = "none";
	next.is_open = false;
	next.answered_at = next.closed_at = clock_now_us();
	return next;
}

static const struct follow_file *files_of(struct request *req,
					  const struct desk_reply *r)
{
	struct follow_file *list =
		arena_array(req->arena, r->files.count + 1, sizeof(*list));

	for (size_t i = 0; i < r->files.count; i++)
		list[i] = (struct follow_file){
			.name = r->files.list[i].name,
			.bytes = r->files.list[i].bytes,
		};
	return list;
}

static void add_reply(const struct matter *m, const char *said,
		      const struct follow_file *files, struct desk_preview *v)
{
	v->follow.answer_files = files;
	v->follow.answer_file_count = v->kept_count;
	v->follow.answer = said;
	v->follow.answered_us = m->answered_at;
	v->entry = (struct follow_entry){
		.at_us = clock_now_us(),
		.who = W_follow_we,
		.what = W_follow_said_interim,
		.text = said,
		.lang = lang_codes[m->lang],
		.files = files,
		.file_count = v->kept_count,
	};
}

static enum err add_mail(struct request *req, const struct matter *m,
			 const struct desk_reply *r, const char *said,
			 struct desk_preview *v)
{
	struct reply_mail mail;
	enum err err;

	err = reply_mail_make(
		req->db, req->arena, m, !r->interim,
		reply_in_mail(req->arena, m->lang, said, r->files.count),
		&mail);
	if (err)
		return err;
	v->to = mail.to;
	v->subject = mail.subject;
	v->mail = mail.frame;
	v->mail.url = NULL;
	v->mail_waits = req->brand->mail_off;
	v->mail_foot =
		v->mail.replies_to
			? word_fill(req->arena, m->lang, W_mailframe_replies_to,
				    WORDS(WORD_TEXT("who", v->mail.replies_to)))
			: word(m->lang, W_mailframe_no_replies);
	return OK;
}

enum err desk_preview_make(struct request *req, const struct matter *m,
			   const struct desk_reply *r,
			   struct desk_preview *ret_view)
{
	const struct matter next = after(m, r);
	const enum lang mine = req->lang;
	struct desk_preview v = {
		.base = desk_base(req, m),
		.lang = lang_codes[m->lang],
		.interim = r->interim,
		.text = r->text,
		.outcome = r->outcome,
		.reason = r->reason,
		.told = r->told.how,
		.told_date = r->told.date,
		.told_time = r->told.time,
		.told_by = r->told.by,
		.is_told = r->told.told.how != TOLD_SENT,
		.kept = typed_files_keep(req, &r->files),
		.kept_count = r->files.count,
	};
	const char *signature, *said;
	enum err err;

	err = signature_of(req->db, req->arena, req->session, m->unit_id,
			   m->lang, &signature);
	if (err)
		return err;
	said = signature_under(req->arena, r->text, signature);
	req->lang = m->lang;
	err = follow_view_make(req, &next, &(struct follow_typed){0},
			       &v.follow);
	req->lang = mine;
	if (!err)
		err = add_mail(req, &next, r, said, &v);
	if (err)
		return err;
	add_reply(&next, said, files_of(req, r), &v);
	*ret_view = v;
	return OK;
}

void desk_preview_put(struct out *o, enum lang of, const struct desk_preview *v)
{
	const enum lang mine = o->lang;

	tpl_matter_desk_preview_begin(o, v);
	o->lang = of;
	tpl_matter_desk_preview_follow(o, v);
	o->lang = mine;
	tpl_matter_desk_preview_end(o, v);
}

enum err desk_preview_render(struct request *req, struct response *res,
			     const struct matter *m, const struct desk_reply *r)
{
	struct page page = {
		.title = page_title(req, W_desk_preview_title,
				    matter_number(req->arena, m)),
		.nav = NAV_ALL,
		.secret = true,
		.wide = true,
	};
	struct desk_preview v;
	struct out *o;
	enum err err;

	err = desk_look(req, res, m);
	if (!err)
		err = desk_preview_make(req, m, r, &v);
	if (!err)
		err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = desk_place(req, m, &v.place);
	if (err)
		return err;
	o = page_begin(req, res, &page);
	tpl_matter_desk_preview_form(o, &v);
	desk_preview_put(o, m->lang, &v);
	return page_end(o);
}
