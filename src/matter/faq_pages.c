/*
 * faq_pages.c: an answer that many could use becomes a common question: an empty
 * form of a notice with the question and the answer in it, to be rewritten.
 * Nothing is stored, and nothing of a confidential matter goes there.
 */
#include "matter/faq_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "entry/entry.h"
#include "matter/desk.h"
#include "matter/matter.h"
#include "notice/notice.h"
#include "notice/notice_pages.h"

/* The last one the city gave; "" when there is none. */
static enum err last_answer(struct request *req, int64_t matter_id,
			    const char **ret_text)
{
	struct entry *list;
	size_t n;
	enum err err = entry_list(req->db, req->arena, matter_id, 0, &list, &n);

	*ret_text = "";
	for (size_t i = 0; !err && i < n; i++)
		if (str_same(list[i].kind, "answer") &&
		    str_empty(list[i].hidden_why))
			*ret_text = list[i].text;
	return err;
}

enum err faq_page_new(struct request *req, struct response *res)
{
	struct notice_from from;
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &m))
		return ERR_NOT_FOUND;
	from = (struct notice_from){
		.lang = m.lang,
		.question = utf8_clip_words(
			req->arena, matter_heading(req->arena, m.title, m.text),
			NOTICE_TITLE_MAX),
		.topic_id = m.topic_id,
	};
	err = last_answer(req, m.id, &from.answer);
	return err ? err : notice_show_from(req, res, &from);
}
