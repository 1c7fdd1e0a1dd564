/*
 * receipt.c: see receipt.h.
 */
#include "matter/receipt.h"

#include "attach/attach.h"
#include "base/seal.h"
#include "base/str.h"
#include "due/due.h"
#include "mail/mail.h"
#include "matter/first_show.h"
#include "matter/names.h"
#include "matter/storm.h"
#include "place/map.h"
#include "question/question_ask.h"
#include "text/danger.h"

static enum err add_dues(struct request *req, const struct matter *m,
			 struct receipt_view *v)
{
	struct due *dues;
	size_t n;
	enum err err;

	err = due_list(req->db, req->arena, m->id, &dues, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++) {
		if (str_same(dues[i].what, "answer"))
			v->answer_due_us = dues[i].due_at;
		else if (str_same(dues[i].what, "reaction"))
			v->reaction_due_us = dues[i].due_at;
	}
	return OK;
}

static enum err add_mail(struct request *req, const struct matter *m,
			 struct receipt_view *v)
{
	struct mail *mails;
	struct party p;
	size_t n;
	enum err err;

	err = matter_party(req->db, req->arena, m->id, &p);
	if (err || str_empty(p.mail))
		return err;
	err = mail_of_matter(req->db, req->arena, m->id, &mails, &n);
	if (err)
		return err;
	v->mail_held = true;
	for (size_t i = 0; i < n; i++)
		if (str_same(mails[i].purpose, "receipt")) {
			v->mail = mails[i].to;
			v->mail_held = false;
		}
	return OK;
}

/* Somebody may mean it; they are told, in case they do not. */
static enum err add_side(struct request *req, const struct matter *m,
			 struct receipt_view *v)
{
	const struct geo_point at = {m->lon, m->lat};
	struct map_frame frame;
	enum map_side side;
	enum err err;

	v->place = m->place;
	if (!m->has_point)
		return OK;
	err = map_side(req->db, at, &side);
	if (!err)
		err = map_frame(req->db, req->arena, &frame);
	if (err)
		return err;
	v->outside = side == MAP_OUTSIDE;
	map_still_make(req, &frame, at, &v->still);
	return OK;
}

static enum err begin(struct request *req, const struct matter *m,
		      struct receipt_view *ret_view)
{
	const struct names *names;
	const char *code = tracking_make(req->arena, db_tenant(req->db), m->id,
					 m->code_version);
	struct receipt_view v = {
		.number = matter_number(req->arena, m),
		.url = arena_printf(req->arena, "%s/follow/%s", req->origin,
				    code),
		.photos = arena_printf(req->arena, "/follow/%s/photos", code),
		.received_us = m->received_at,
		.title = m->title,
		.text = m->text,
		.may_publish = m->may_publish,
		.help = help_first(req->arena, m),
	};
	struct storm storm;
	enum err err;

	v.call = first_call_of(req, (v.help.life ? DANGER_LIFE : 0) |
					    (v.help.fault ? DANGER_FAULT : 0));
	err = names_get(req->db, &names);
	if (err)
		return err;
	v.unit = names_unit(names, m->unit_id, req->lang);
	err = storm_at(req->db, m->topic_id, m->received_at, &storm);
	if (err)
		return err;
	v.storm = storm.receipt[req->lang];
	if (m->topic_id)
		err = question_answers(req->db, req->arena, req->lang, m->lang,
				       m->id, &v.answers);
	if (!err)
		err = add_side(req, m, &v);
	if (err)
		return err;
	*ret_view = v;
	return OK;
}

enum err receipt_make(struct request *req, const struct give *g,
		      const struct given *given, struct receipt_view *ret_view)
{
	struct receipt_view v;
	enum err err;

	err = begin(req, &given->m, &v);
	if (err)
		return err;
	v.reaction_due_us = given->reaction_due_at;
	v.answer_due_us = given->answer_due_at;
	v.mail = given->receipt_sent ? g->party.mail : NULL;
	v.mail_held = !v.mail && !str_empty(g->party.mail);
	v.file_count = g->upload_count;
	*ret_view = v;
	return OK;
}

enum err receipt_read(struct request *req, const struct matter *m,
		      struct receipt_view *ret_view)
{
	struct receipt_view v;
	struct attachment *files;
	enum err err;

	err = begin(req, m, &v);
	if (!err)
		err = add_dues(req, m, &v);
	if (!err)
		err = add_mail(req, m, &v);
	if (!err)
		err = attach_list(req->db, req->arena, m->id, &files,
				  &v.file_count);
	if (!err)
		*ret_view = v;
	return err;
}
