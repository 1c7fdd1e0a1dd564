/*
 * watch_pages.c: asking to hear of something, and the page behind the link in
 * the mailbox. Opening it changes nothing: programs open links, too.
 */
#include "watch/watch_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "matter/matter.h"
#include "matter/names.h"
#include "tenant/form.h"
#include "watch/watch.h"
#include "watch/watch_tpl.h"
#include "watch/watch_views.h"

/* ---- asking ---- */

static const char *from(const struct request *req, const char *name)
{
	return req->method == METHOD_POST ? req_field(req, name)
					  : req_arg(req, name);
}

/* What the address or the form speaks of. */
static enum err of_what(struct request *req, struct watch *w)
{
	const char *matter = from(req, "matter"), *topic = from(req, "topic");
	const struct names *names;
	struct publication p;
	int64_t year, number;
	enum err err;

	if (str_empty(matter)) {
		err = names_get(req->db, &names);
		if (!err)
			w->topic_id = names_topic_id(names, topic);
		return err || w->topic_id ? err : ERR_NOT_FOUND;
	}
	if (matter_number_parse(matter, &year, &number))
		return ERR_NOT_FOUND;
	err = publication_by_number(req->db, req->arena, year, number, &p);
	if (!err)
		w->matter_id = p.matter_id;
	return err;
}

static struct choice paces(struct request *req, bool daily)
{
	struct option *list = arena_array(req->arena, 2, sizeof(*list));

	list[0] = (struct option){.value = "now",
				  .label = word(req->lang, W_watch_pace_now),
				  .selected = !daily};
	list[1] = (struct option){.value = "daily",
				  .label = word(req->lang, W_watch_pace_daily),
				  .selected = daily};
	return (struct choice){
		.name = "pace",
		.label = word(req->lang, W_watch_pace),
		.plain = true,
		.options = list,
		.option_count = 2,
	};
}

static enum err show_ask(struct request *req, struct response *res,
			 const struct watch *w, bool wrong)
{
	const struct form_error error = {"email",
					 word(req->lang, W_watch_error_mail)};
	struct watch_ask_view v = {
		.errors = {&error, wrong},
		.is_topic = w->topic_id != 0,
		.sent = str_same(req_arg(req, "done"), "sent"),
		.matter = from(req, "matter"),
		.topic = w->topic_id ? from(req, "topic") : "",
		.email = {.name = "email",
			  .label = word(req->lang, W_watch_mail),
			  .value = field_line(req, "email"),
			  .error = wrong ? error.text : NULL,
			  .plain = true,
			  .type = "email",
			  .autocomplete = "email"},
		.pace = paces(req, w->daily),
	};
	struct watched of;
	struct out *o;
	enum err err = watch_of(req->db, req->arena, w, &of);

	if (err)
		return err;
	v.heading = of.heading;
	v.lang = of.lang;
	v.href = arena_printf(req->arena, "/%s%s", lang_codes[req->lang],
			      of.path);
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_watch_title),
				      .nav = NAV_MATTERS,
				      .status = wrong ? 422 : 200,
				      .error_count = wrong,
				      .noindex = true});
	tpl_watch_ask(o, &v);
	return page_end(o);
}

enum err watch_page_ask(struct request *req, struct response *res)
{
	struct watch w = {.lang = req->lang, .mail = ""};
	enum err err;

	if (str_empty(req_arg(req, "matter")) &&
	    str_empty(req_arg(req, "topic"))) /* there one chooses what */
		return res_redirect(req, res, "/%s/matters",
				    lang_codes[req->lang]);
	err = of_what(req, &w);
	return err ? err : show_ask(req, res, &w, false);
}

/* A redirect in every case, kept for a repeat: neither words nor speed tell
 * whether the address is known. */
enum err watch_page_send(struct request *req, struct response *res)
{
	struct watch w = {
		.lang = req->lang,
		.mail = field_line(req, "email"),
		.daily = str_same(req_field(req, "pace"), "daily"),
	};
	enum err err = of_what(req, &w);

	if (!err)
		err = watch_ask(req->db, req->arena, &w);
	if (err == ERR_INVALID)
		return show_ask(req, res, &w, true);
	if (err)
		return err;
	if (w.matter_id)
		return res_redirect(req, res, "/%s/watch?matter=%s&done=sent",
				    lang_codes[req->lang],
				    req_field(req, "matter"));
	return res_redirect(req, res, "/%s/watch?topic=%s&done=sent",
			    lang_codes[req->lang], req_field(req, "topic"));
}

/* ---- behind the link ---- */

static enum err find(struct request *req, struct watch *w)
{
	enum lang chosen;
	enum err err = watch_by_token(req->db, req->arena, req->param[0], w);

	if (!err)
		req->lang = w->lang;
	if (lang_parse(req_arg(req, "lang"), &chosen))
		req->lang = chosen;
	return err;
}

static enum err show(struct request *req, struct response *res,
		     const struct watch *w, struct watch_view *v)
{
	struct watched of = {0};
	struct out *o;
	enum err err = watch_of(req->db, req->arena, w, &of);

	if (err && err != ERR_NOT_FOUND)
		return err;
	v->is_topic = w->topic_id != 0;
	v->mail = w->mail;
	v->confirmed = w->confirmed_at != 0;
	v->daily = w->daily;
	v->heading = of.heading;
	v->lang = of.lang;
	if (of.path)
		v->href = arena_printf(req->arena, "/%s%s",
				       lang_codes[req->lang], of.path);
	v->action = arena_printf(req->arena, "/watch/%s?lang=%s", req->param[0],
				 lang_codes[req->lang]);
	o = page_begin(
		req, res,
		&(struct page){.title = word(req->lang, W_watch_title),
			       .nav = NAV_MATTERS,
			       .secret = true,
			       .noindex = true,
			       .path_fi_sv_en = arena_printf(
				       req->arena, "/watch/%s?lang={lang}",
				       req->param[0])});
	tpl_watch_show(o, v);
	return page_end(o);
}

static const struct {
	const char *name;
	enum word word;
} dones[] = {
	{"confirmed", W_watch_done_confirmed},
	{"now", W_watch_done_now},
	{"daily", W_watch_done_daily},
};

enum err watch_page_show(struct request *req, struct response *res)
{
	struct watch_view v = {0};
	struct watch w;
	enum err err = find(req, &w);

	if (err)
		return err;
	for (size_t i = 0; i < sizeof(dones) / sizeof(dones[0]); i++)
		if (str_same(dones[i].name, req_arg(req, "done")))
			v.done = (struct notice){
				.tone = TONE_SUCCESS,
				.title = word(req->lang, dones[i].word),
			};
	return show(req, res, &w, &v);
}

/* It is gone; the page says so. */
static enum err stop(struct request *req, struct response *res,
		     const struct watch *w)
{
	struct watch_view v = {.stopped = true};
	enum err err = watch_stop(req->db, w->id);

	return err ? err : show(req, res, w, &v);
}

enum err watch_page_change(struct request *req, struct response *res)
{
	const char *act = req_field(req, "do");
	struct watch w;
	enum err err = find(req, &w);

	if (err)
		return err;
	if (str_same(act, "stop"))
		return stop(req, res, &w);
	if (str_same(act, "confirmed"))
		err = watch_confirm(req->db, req->arena, w.id);
	else if (str_same(act, "daily") || str_same(act, "now"))
		err = watch_daily(req->db, w.id, str_same(act, "daily"));
	else
		return ERR_INVALID;
	return err ? err
		   : res_redirect(req, res, "/watch/%s?lang=%s&done=%s",
				  req->param[0], lang_codes[req->lang], act);
}

enum err watch_page_stop(struct request *req, struct response *res)
{
	struct watch w;
	enum err err = find(req, &w);

	return err ? err : stop(req, res, &w);
}
