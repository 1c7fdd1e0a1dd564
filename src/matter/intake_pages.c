/*
 * intake_pages.c: staff write down what somebody says by phone, letter or at
 * the desk; what was answered at once is counted by its topic.
 */
#include "matter/intake_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "http/repeat.h"
#include "matter/desk.h"
#include "matter/intake_view.h"
#include "matter/matter_tpl.h"
#include "matter/receipt.h"
#include "tenant/form.h"

/* Most of it is said by phone. */
static const char *channel_first(const struct request *req)
{
	const char *asked = req_arg(req, "channel");

	return intake_channel_ok(asked) ? asked : intake_channels[0];
}

/* ---- the form ---- */

static enum err show_form(struct request *req, struct response *res,
			  const struct intake *in, const struct notice *problem)
{
	struct page p = {
		.title = word(req->lang, W_intake_title),
		.secret = true,
		.wide = true,
	};
	struct intake_view v;
	struct out *o;
	enum err err;

	err = intake_view_make(req, in, &v);
	if (err)
		return err;
	v.problem = *problem;
	p.status = v.give.errors.error_count || problem->text ? 422 : 200;
	p.error_count = (int)v.give.errors.error_count;
	o = page_begin(req, res, &p);
	tpl_matter_desk_enter(o, &v);
	return page_end(o);
}

enum err intake_page_form(struct request *req, struct response *res)
{
	const struct intake in = {
		.t = {.g = {.topic_code = req_arg(req, "topic")}},
		.channel = channel_first(req),
		.language = lang_codes[req->lang],
	};

	return show_form(req, res, &in, &(struct notice){.text = NULL});
}

/* ---- the receipt ---- */

/* The frame is for who wrote it down, the receipt for the sender. */
static enum err show_entered(struct request *req, struct response *res,
			     const struct matter *m, struct receipt_view *r)
{
	const enum lang mine = req->lang;
	struct entered_view v = {
		.number = r->number,
		.next = arena_printf(req->arena, "/staff/enter?channel=%s",
				     m->channel),
		.lang = lang_codes[m->lang],
	};
	struct out *o;
	enum err err;

	r->entered = true;
	if (matter_visible(req->db, req->arena, req->session, m))
		v.href = desk_base(req, m);
	err = desk_nav(req, NULL, &v.nav);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = page_title(req, W_intake_done_title,
						   r->number),
			       .secret = true,
			       .wide = true,
		       });
	tpl_matter_desk_entered_begin(o, &v);
	o->lang = m->lang;
	tpl_matter_receipt(o, r);
	o->lang = mine;
	tpl_matter_desk_entered_end(o, &v);
	return page_end(o);
}

/* Names of units in the receipt are in the sender's language too. */
static enum err first_receipt(struct request *req, struct response *res,
			      const struct give *g, const struct given *given)
{
	const enum lang mine = req->lang;
	struct receipt_view r;
	enum err err;

	req->lang = given->m.lang;
	err = receipt_make(req, g, given, &r);
	req->lang = mine;
	return err ? err : show_entered(req, res, &given->m, &r);
}

static enum err receipt_again(struct request *req, struct response *res,
			      const struct matter *m)
{
	const enum lang mine = req->lang;
	struct receipt_view r;
	enum err err;

	req->lang = m->lang;
	err = receipt_read(req, m, &r);
	req->lang = mine;
	return err ? err : show_entered(req, res, m, &r);
}

/*
 * The form of a message that is stored already. The same again: its receipt.
 * Something else: the next sender's, maybe, typed into a page that was gone
 * back to; it comes back with a new key, and a person decides.
 */
static enum err answer_repeat(struct request *req, struct response *res,
			      const struct repeat *rep)
{
	struct notice sent = {.tone = TONE_WARNING};
	struct intake in;
	struct matter m;
	int64_t id;
	enum err err;

	err = parse_int(rep->ref, &id);
	if (!err)
		err = matter_get(req->db, req->arena, id, &m);
	if (err)
		return err;
	if (rep->same_body)
		return receipt_again(req, res, &m);
	err = intake_read(req, &in);
	if (err)
		return err;
	sent.text = word_fill(
		req->arena, req->lang, W_intake_sent_before,
		WORDS(WORD_TEXT("number", matter_number(req->arena, &m))));
	return show_form(req, res, &in, &sent);
}

/* ---- sending ---- */

static enum err store(struct request *req, struct response *res,
		      struct typed *t)
{
	struct given given;
	enum err err;

	err = typed_store(req, t, &given);
	return err ? err : first_receipt(req, res, &t->g, &given);
}

enum err intake_page_send(struct request *req, struct response *res)
{
	struct notice stale = {.tone = TONE_WARNING};
	struct repeat rep = {.seen = false};
	struct intake in;
	enum err err = OK;

	if (req->form_key_ok)
		err = repeat_look(req, &rep);
	if (err)
		return err;
	if (rep.seen)
		return answer_repeat(req, res, &rep);
	err = intake_read(req, &in);
	if (err)
		return err;
	if (!req->form_key_ok)
		stale.text = word(req->lang, W_give_stale);
	if (!req->form_key_ok || !intake_good(&in))
		return show_form(req, res, &in, &stale);
	return store(req, res, &in.t);
}

/* ---- answered on the spot ---- */

static enum err show_spot(struct request *req, struct response *res,
			  struct spot_view *v)
{
	struct page p = {
		.title = word(req->lang, W_spot_title),
		.status = v->errors.error_count ? 422 : 200,
		.error_count = (int)v->errors.error_count,
		.secret = true,
		.wide = true,
	};
	struct out *o;
	enum err err;

	err = desk_nav(req, NULL, &v->nav);
	if (!err)
		err = topic_code_options(req->db, req->arena, req->lang, NULL,
					 &v->topics);
	if (err)
		return err;
	o = page_begin(req, res, &p);
	tpl_matter_desk_spot(o, v);
	return page_end(o);
}

/* What was counted, and where a slip of the hand is mended. */
static enum err counted(struct request *req, struct notice *ret_notice)
{
	const char *was = req_arg(req, "was");
	int64_t year, number;
	struct topic topic;
	enum err err;

	err = topic_by_code(req->db, req->arena, req_arg(req, "topic"), &topic);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	*ret_notice = (struct notice){
		.tone = TONE_SUCCESS,
		.text = word_fill(
			req->arena, req->lang, W_spot_done,
			WORDS(WORD_TEXT("topic",
					topic_name(&topic, req->lang)))),
	};
	if (matter_number_parse(was, &year, &number))
		return OK;
	ret_notice->href = arena_printf(req->arena, "/staff/matters/%s", was);
	ret_notice->link = word_fill(req->arena, req->lang, W_spot_done_open,
				     WORDS(WORD_TEXT("number", was)));
	return OK;
}

enum err intake_page_spot(struct request *req, struct response *res)
{
	struct spot_view v = {
		.channel = intake_channel_choice(req, channel_first(req)),
	};
	enum err err = counted(req, &v.done);

	return err ? err : show_spot(req, res, &v);
}

static enum err refuse_spot(struct request *req, struct response *res,
			    const char *channel)
{
	struct spot_view v = {.channel = intake_channel_choice(req, channel)};

	if (intake_channel_ok(channel)) {
		error_add(req, &v.errors, "topic-0",
			  word(req->lang, W_spot_error_topic));
	} else {
		v.channel.error = word(req->lang, W_intake_error_channel);
		error_add(req, &v.errors, "channel-0", v.channel.error);
	}
	return show_spot(req, res, &v);
}

enum err intake_page_spot_add(struct request *req, struct response *res)
{
	const struct spot spot = {
		.topic_code = req_field(req, "topic"),
		.channel = req_field(req, "channel"),
		.text = word(req->lang, W_spot_text),
		.lang = req->lang,
	};
	const char *was = "";
	struct matter m;
	enum err err;

	err = matter_on_the_spot(req->db, req->arena, req->session, &spot, &m);
	if (err == ERR_INVALID)
		return refuse_spot(req, res, spot.channel);
	if (err)
		return err;
	if (matter_visible(req->db, req->arena, req->session, &m))
		was = matter_number(req->arena, &m);
	return res_redirect(req, res, "/staff/spot?channel=%s&topic=%s&was=%s",
			    spot.channel, spot.topic_code, was);
}
