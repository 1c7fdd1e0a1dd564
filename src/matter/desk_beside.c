/*
 * desk_beside.c: what the forms about one matter share that have a page of
 * their own, with the message beside them.
 */
#include "matter/desk.h"
#include "question/question_ask.h"

enum err desk_beside_make(struct request *req, struct response *res,
			  const struct matter *m, struct desk_beside *ret_view)
{
	struct desk_beside v = {
		.base = desk_base(req, m),
		.number = matter_number(req->arena, m),
		.title = m->title,
		.original = m->text,
		.lang = lang_codes[m->lang],
	};
	enum err err = desk_look(req, res, m);

	if (!err)
		err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = desk_place(req, m, &v.place);
	if (!err)
		err = question_answers(req->db, req->arena, req->lang, m->lang,
				       m->id, &v.answers);
	if (!err)
		*ret_view = v;
	return err;
}

struct out *desk_beside_begin(struct request *req, struct response *res,
			      const struct desk_beside *v, enum word title,
			      int status)
{
	return page_begin(
		req, res,
		&(struct page){
			.title = word_fill(
				req->arena, req->lang, title,
				WORDS(WORD_TEXT("number", v->number))),
			.status = status,
			.nav = NAV_ALL,
			.error_count = (int)v->errors.error_count,
			.secret = true,
			.wide = true,
		});
}

enum err desk_form_open(struct request *req, struct response *res,
			const char *rest, desk_form_fn *begin)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &m))
		return desk_confidential(req, res, &m, rest);
	return begin(req, res, &m);
}

enum err desk_form_open_logged(struct request *req, struct response *res,
			       desk_form_fn *begin)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	return err ? err : begin(req, res, &m);
}
