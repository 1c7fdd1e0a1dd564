/*
 * follow_pages.c: a resident follows a matter: reads the answer, adds, says
 * whether it helped, takes things back.
 */
#include "matter/follow_pages.h"

#include "attach/attach.h"
#include "base/seal.h"
#include "base/str.h"
#include "base/utf8.h"
#include "entry/entry.h"
#include "html/page.h"
#include "matter/file_pages.h"
#include "matter/follow_view.h"
#include "matter/matter_tpl.h"
#include "matter/outgoing.h"
#include "matter/photo_view.h"
#include "matter/verdict.h"
#include "tenant/form.h"

/* ---- the code ---- */

static enum err show_find(struct request *req, struct response *res,
			  const char *code, bool not_found)
{
	const struct form_error wrong = {"code",
					 word(req->lang, W_follow_not_found)};
	struct follow_find_view v = {
		.errors = {&wrong, not_found},
		.code.field = {.name = "code",
			       .label = word(req->lang, W_follow_code),
			       .hint = word(req->lang, W_follow_code_hint),
			       .value = code,
			       .error = not_found ? wrong.text : NULL,
			       .plain = true,
			       .autocomplete = "off"},
		.code.is_main = true,
	};
	struct page p = {
		.title = word(req->lang, W_follow_find_title),
		.nav = NAV_FOLLOW,
		.status = not_found ? 404 : 200,
		.error_count = not_found,
		.noindex = true,
	};
	struct out *o;

	typed_again(req, NULL, 0, &p);
	if (!p.again)
		p.path_fi_sv_en = "/{lang}/follow";
	o = page_begin(req, res, &p);
	tpl_matter_follow_find(o, &v);
	return page_end(o);
}

enum err follow_page_find(struct request *req, struct response *res)
{
	return show_find(req, res, "", false);
}

/* People paste the whole link; the code is what follows "/follow/". */
static const char *code_in(struct arena *a, const char *pasted)
{
	const char *at = strstr(pasted, "/follow/");
	const char *code = at ? at + strlen("/follow/") : pasted;

	return arena_strndup(a, code, strcspn(code, "?#/ \t\n"));
}

enum err follow_page_open(struct request *req, struct response *res)
{
	const char *typed = req_field(req, "code");
	const char *code = code_in(req->arena, typed);
	struct matter m;
	enum err err;

	if (str_empty(req_arg(req, "lang")))
		lang_parse(req_field(req, "lang"), &req->lang);
	err = matter_by_code(req->db, req->arena, code, &m);
	if (err == ERR_NOT_FOUND)
		return show_find(req, res, typed, true);
	return err ? err : res_redirect(req, res, "/follow/%s", code);
}

/*
 * The matter of the address. Its resident reads it in the matter's language
 * unless they chose another.
 */
static enum err find(struct request *req, struct matter *ret_matter)
{
	struct matter m;
	enum lang chosen;
	enum err err;

	err = matter_by_code(req->db, req->arena, req->param[0], &m);
	if (err)
		return err;
	if (!lang_parse(req_arg(req, "lang"), &chosen))
		req->lang = m.lang;
	*ret_matter = m;
	return OK;
}

/* Whoever acts is told first what the city has said. */
static enum err find_to_act(struct request *req, struct matter *ret_matter)
{
	struct outgoing none;
	enum err err = find(req, ret_matter);

	return err ? err
		   : outgoing_for_sender(req->db, req->arena, true, ret_matter,
					 &none);
}

/* ---- the page ---- */

static const struct {
	const char *name;
	enum word word;
} done_words[] = {
	{"call", W_follow_done_call},
	{"reply", W_follow_done_reply},
	{"helped", W_follow_done_helped},
	{"again", W_follow_done_again},
	{"withdrawn", W_follow_done_withdrawn},
	{"allowed", W_follow_done_allowed},
	{"hidden", W_follow_done_hidden},
};

static void say_done(struct request *req, struct follow_view *v)
{
	for (size_t i = 0; i < sizeof(done_words) / sizeof(done_words[0]); i++)
		if (str_same(done_words[i].name, req_arg(req, "done")))
			v->done = (struct notice){
				.tone = TONE_SUCCESS,
				.title = word(req->lang, done_words[i].word),
			};
}

static enum err show(struct request *req, struct response *res,
		     const struct matter *m, const struct follow_typed *typed)
{
	struct page p = {
		.nav = NAV_FOLLOW,
		.secret = true,
		.noindex = true,
	};
	struct follow_view v;
	struct out *o;
	enum err err;

	err = follow_view_make(req, m, typed, &v);
	if (err)
		return err;
	say_done(req, &v);
	p.title = word_fill(req->arena, req->lang, W_follow_title,
			    WORDS(WORD_TEXT("number", v.number)));
	p.status = v.errors.error_count ? 422 : 200;
	p.error_count = (int)v.errors.error_count;
	typed_again(req, v.photo.kept, v.photo.kept_count, &p);
	if (!p.again)
		p.path_fi_sv_en = arena_printf(
			req->arena, "/follow/%s?lang={lang}", req->param[0]);
	o = page_begin(req, res, &p);
	tpl_matter_follow(o, &v);
	return page_end(o);
}

enum err follow_page_show(struct request *req, struct response *res)
{
	struct follow_typed t = {0};
	struct outgoing held;
	struct matter m;
	enum err err;

	err = find(req, &m);
	if (err == ERR_NOT_FOUND)
		return show_find(req, res, "", true);
	if (!err)
		err = outgoing_for_sender(req->db, req->arena, false, &m,
					  &held);
	if (err)
		return err;
	if (held.matter_id)
		t.held = &held;
	return show(req, res, &m, &t);
}

/* A file that came with what the resident sees, and who said it; one that came
 * with the message has no entry (id 0). What has not left is not there yet. */
static enum err find_file(struct request *req, struct attachment *ret_file,
			  struct entry *ret_entry)
{
	struct outgoing held;
	struct attachment f;
	struct matter m;
	struct entry e;
	int64_t id;
	enum err err;

	err = find(req, &m);
	if (!err)
		err = outgoing_for_sender(req->db, req->arena, false, &m,
					  &held);
	if (!err)
		err = path_id(req, 1, &id);
	if (!err)
		err = attach_get(req->db, req->arena, id, &f);
	if (err)
		return err;
	if (f.matter_id != m.id ||
	    (held.matter_id && f.entry_id == held.entry_id))
		return ERR_NOT_FOUND;
	*ret_file = f;
	*ret_entry = (struct entry){.id = 0};
	if (!f.entry_id)
		return OK;
	err = entry_get(req->db, req->arena, f.entry_id, &e);
	if (err)
		return err;
	if (str_same(e.visibility, "internal") || !str_empty(e.hidden_why))
		return ERR_NOT_FOUND;
	*ret_entry = e;
	return OK;
}

/* What the city sent; a file of the resident's own is not given back. */
enum err follow_page_file(struct request *req, struct response *res)
{
	struct attachment f;
	struct entry e;
	enum err err = find_file(req, &f, &e);

	if (err)
		return err;
	if (!e.id || !str_same(e.author, "staff"))
		return ERR_NOT_FOUND;
	return file_give(req, res, &f);
}

enum err follow_page_photo(struct request *req, struct response *res)
{
	struct attachment f;
	struct photo p;
	struct entry e;
	enum err err = find_file(req, &f, &e);

	if (!err)
		err = photo_get(req->db, req->arena, f.id, &p);
	if (err)
		return err;
	res->secret = true;
	return photo_give(req, res, &p, false, 2);
}

/* ---- acts ---- */

static enum err back(struct request *req, struct response *res,
		     const char *done)
{
	enum lang chosen;

	if (lang_parse(req_arg(req, "lang"), &chosen))
		return res_redirect(req, res, "/follow/%s?lang=%s&done=%s",
				    req->param[0], lang_codes[chosen], done);
	return res_redirect(req, res, "/follow/%s?done=%s", req->param[0],
			    done);
}

enum err follow_page_reply(struct request *req, struct response *res)
{
	struct follow_typed t = {.text = req_field(req, "text")};
	struct typed_files files;
	struct matter m;
	enum err err;

	err = find_to_act(req, &m);
	if (!err)
		err = typed_files_read(req, &files);
	if (err)
		return err;
	t.files = &files;
	t.text_error = typed_too_long(req, t.text);
	if (str_empty(t.text) && !files.count && !files.is_wrong)
		t.text_error = word(req->lang, W_follow_error_reply);
	if (t.text_error || files.is_wrong || typed_look(req))
		return show(req, res, &m, &t);
	err = matter_add_reply(req->db, req->arena, &m, t.text, files.list,
			       files.count);
	return err ? err : back(req, res, "reply");
}

enum err follow_page_photos(struct request *req, struct response *res)
{
	struct follow_typed t = {.text = ""};
	struct typed_files files;
	struct matter m;
	enum err err;

	err = find_to_act(req, &m);
	if (!err)
		err = typed_files_read(req, &files);
	if (err)
		return err;
	t.files = &files;
	if (!files.count && !files.is_wrong)
		t.text_error = word(req->lang, W_follow_error_reply);
	if (t.text_error || files.is_wrong || typed_look(req))
		return show(req, res, &m, &t);
	err = matter_add_files(req->db, req->arena, &m, files.list,
			       files.count);
	return err ? err : back(req, res, "reply");
}

static enum err unsatisfied(struct request *req, struct response *res,
			    const struct matter *m)
{
	struct follow_typed t = {.why = req_field(req, "why"),
				 .reason = req_field(req, "reason")};
	const bool known = verdict_reason(false, t.reason) != NULL;
	enum err err;

	t.why_error = typed_too_long(req, t.why);
	if (str_empty(t.why) && (!known || str_same(t.reason, "other")))
		t.why_error = word(req->lang, W_follow_error_why);
	if (t.why_error)
		return show(req, res, m, &t);
	err = matter_unsatisfied(req->db, req->arena, m, known ? t.reason : "",
				 t.why);
	return err ? err : back(req, res, "again");
}

enum err follow_page_verdict(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = find_to_act(req, &m);
	if (err)
		return err;
	if (!str_same(req_field(req, "helped"), "yes"))
		return unsatisfied(req, res, &m);
	err = matter_satisfied(req->db, req->arena, &m,
			       verdict_reason(true, req_field(req, "reason"))
				       ? req_field(req, "reason")
				       : "");
	return err ? err : back(req, res, "helped");
}

enum err follow_page_consent(struct request *req, struct response *res)
{
	bool may = str_same(req_field(req, "may_publish"), "yes");
	struct matter m;
	enum err err;

	err = find_to_act(req, &m);
	if (!err)
		err = matter_consent(req->db, req->arena, &m, may);
	return err ? err : back(req, res, may ? "allowed" : "hidden");
}

enum err follow_page_withdraw(struct request *req, struct response *res)
{
	struct follow_typed t = {0};
	struct matter m;
	enum err err;

	err = find_to_act(req, &m);
	if (err)
		return err;
	if (str_empty(req_field(req, "confirm"))) {
		t.confirm_error = word(req->lang, W_follow_error_confirm);
		return show(req, res, &m, &t);
	}
	err = matter_withdraw(req->db, req->arena, &m);
	return err ? err : back(req, res, "withdrawn");
}
