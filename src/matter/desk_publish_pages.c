/*
 * desk_publish_pages.c: making the public version of a message. The original
 * stands beside it untouched; every identity code, phone number, mail address
 * and account number must be taken out before it can be published.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/matter_tpl.h"
#include "staff/staff.h"
#include "text/redact.h"

enum { HITS_MAX = 40 };

static enum word hit_word(enum hit_kind kind)
{
	switch (kind) {
	case HIT_HETU:
		return W_hit_hetu;
	case HIT_IBAN:
		return W_hit_iban;
	case HIT_PHONE:
		return W_hit_phone;
	case HIT_PLATE:
		return W_hit_plate;
	case HIT_MAIL:
		return W_hit_mail;
	case HIT_BUSINESS_ID:
		break;
	}
	return W_hit_business_id;
}

static void hits_add(struct request *req, struct desk_publish *v,
		     struct desk_hit *list, const char *text, enum word field)
{
	struct hit *hits;
	size_t n;

	redact_find(req->arena, text, NULL, &hits, &n);
	for (size_t i = 0; i < n && v->hit_count < HITS_MAX; i++) {
		if (hits[i].verdict == HIT_KEEP)
			continue;
		list[v->hit_count++] = (struct desk_hit){
			.kind = hit_word(hits[i].kind),
			.text = arena_strndup(req->arena, text + hits[i].from,
					      hits[i].to - hits[i].from),
			.field = field,
		};
	}
}

/* What still stands in the public version as it is on the screen. */
static void hits_find(struct request *req, struct desk_publish *v)
{
	struct desk_hit *list =
		arena_array(req->arena, HITS_MAX, sizeof(*list));

	v->hits = list;
	v->hit_count = 0;
	hits_add(req, v, list, v->title, W_desk_publish_title);
	hits_add(req, v, list, v->text, W_desk_publish_text);
	if (v->show_answer)
		hits_add(req, v, list, v->answer, W_desk_publish_answer);
	if (v->show_nickname)
		hits_add(req, v, list, v->nickname, W_desk_publish_nickname);
	if (v->show_place)
		hits_add(req, v, list, v->place, W_desk_publish_place);
}

/* The latest answer, as it was sent; "" when none. */
static enum err last_answer(struct request *req, const struct matter *m,
			    const char **ret_text)
{
	struct entry *list;
	size_t n;
	enum err err = entry_list(req->db, req->arena, m->id, 0, &list, &n);

	if (err)
		return err;
	*ret_text = "";
	for (size_t i = 0; i < n; i++)
		if (str_same(list[i].kind, "answer"))
			*ret_text = list[i].text;
	return OK;
}

static const char *masked(struct request *req, const char *text)
{
	struct hit *hits;
	size_t n;

	redact_find(req->arena, text, NULL, &hits, &n);
	return redact_mask(req->arena, text, hits, n,
			   word(req->lang, W_desk_masked));
}

static enum err begin(struct request *req, struct matter *ret_matter)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	if (!staff_may(req->db, req->arena, req->session, PERM_PUBLISH,
		       m.unit_id))
		return ERR_DENIED;
	*ret_matter = m;
	return OK;
}

static enum err view_make(struct request *req, const struct matter *m,
			  struct desk_publish *ret_view)
{
	struct desk_publish v = {
		.number = matter_number(req->arena, m),
		.base = desk_base(req, m),
		.original_title = m->title,
		.original = m->text,
		.nickname = m->nickname,
		.place = m->place,
		.lang = lang_codes[m->lang],
		.version = m->version,
	};
	enum err err = desk_nav(req, -1, &v.nav);

	if (!err)
		err = last_answer(req, m, &v.original_answer);
	if (err)
		return err;
	v.has_answer = !str_empty(v.original_answer);
	*ret_view = v;
	return OK;
}

static void from_form(struct request *req, struct desk_publish *v)
{
	v->title = req_field(req, "title");
	v->text = req_field(req, "text");
	v->answer = req_field(req, "answer");
	v->show_text = true;
	v->show_answer = v->has_answer && req_has_field(req, "show_answer");
	v->show_nickname = req_has_field(req, "show_nickname");
	v->show_place = req_has_field(req, "show_place");
}

/* The public version as it stands, or a proposal with what a script can find
 * already covered. */
static enum err proposal(struct request *req, const struct matter *m,
			 struct desk_publish *v)
{
	struct publication p;
	enum err err = publication_get(req->db, req->arena, m->id, &p);

	if (err && err != ERR_NOT_FOUND)
		return err;
	v->show_text = true;
	if (err) {
		v->title = masked(req, m->title);
		v->text = masked(req, m->text);
		v->answer = masked(req, v->original_answer);
		v->show_answer = v->has_answer;
		v->show_nickname = !str_empty(m->nickname);
		v->show_place = !str_empty(m->place);
		return OK;
	}
	v->is_public = str_same(p.text_state, "public");
	v->title = p.title;
	v->text = p.text;
	v->answer = str_empty(p.answer) ? masked(req, v->original_answer)
					: p.answer;
	v->show_answer = v->has_answer;
	v->show_nickname = !str_empty(p.nickname);
	v->show_place = !str_empty(p.place);
	return OK;
}

static enum err render(struct request *req, struct response *res,
		       struct desk_publish *v, int status)
{
	struct page page = {
		.title = word_fill(req->arena, req->lang,
				   W_desk_publish_page_title,
				   WORDS(WORD_TEXT("number", v->number))),
		.status = status,
		.error_count = v->has_error,
		.secret = true,
		.wide = true,
	};
	struct out *o;

	hits_find(req, v);
	o = page_begin(req, res, &page);
	tpl_matter_desk_publish(o, v);
	return page_end(o);
}

enum err desk_page_publish(struct request *req, struct response *res)
{
	struct desk_publish v;
	struct matter m;
	enum err err = begin(req, &m);

	if (!err)
		err = view_make(req, &m, &v);
	if (!err)
		err = proposal(req, &m, &v);
	if (err)
		return err;
	return render(req, res, &v, 200);
}

static enum err refuse(struct request *req, struct response *res,
		       struct desk_publish *v, enum word error, int status)
{
	v->has_error = true;
	v->error = error;
	return render(req, res, v, status);
}

enum err desk_page_publish_send(struct request *req, struct response *res)
{
	struct desk_publish v;
	struct matter m;
	int64_t version;
	enum err err = begin(req, &m);

	if (!err)
		err = field_int(req, "version", &version);
	if (!err)
		err = view_make(req, &m, &v);
	if (err)
		return err;
	from_form(req, &v);
	if (str_empty(v.text))
		return refuse(req, res, &v, W_desk_publish_error_empty, 422);
	hits_find(req, &v);
	if (v.hit_count)
		return refuse(req, res, &v, W_desk_publish_error_hits, 422);
	if (!m.may_publish)
		return refuse(req, res, &v, W_desk_publish_error_consent, 422);
	err = matter_publish(req->db, req->arena, req->session, m.id, version,
			     &(struct publish){
				     .title = v.title,
				     .text = v.text,
				     .answer = v.answer,
				     .show_text = true,
				     .show_answer = v.show_answer,
				     .show_nickname = v.show_nickname,
				     .show_place = v.show_place,
			     });
	if (err == ERR_CONFLICT)
		return refuse(req, res, &v, W_desk_error_changed, 409);
	if (err == ERR_INVALID)
		return refuse(req, res, &v, W_desk_error_refused, 422);
	if (err)
		return err;
	return res_redirect(req, res, "%s?done=published", v.base);
}
