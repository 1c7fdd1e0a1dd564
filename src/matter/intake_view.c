/*
 * intake_view.c: the form a resident fills in, put into the words of somebody
 * who writes down what another says, with the channel and the arrival.
 */
#include "matter/intake_view.h"

#include "base/clock.h"
#include "base/str.h"
#include "matter/desk.h"
#include "matter/labels.h"
#include "tenant/form.h"

/* ---- reading ---- */

enum err intake_read(struct request *req, struct intake *ret_in)
{
	struct intake in = {
		.channel = req_field(req, "channel"),
		.language = req_field(req, "language"),
		.date = req_field(req, "date"),
		.time = req_field(req, "time"),
	};
	enum lang lang;
	enum err err;

	err = typed_read(req, &in.t);
	if (err)
		return err;
	question_ask_ease(&in.t.asked);
	in.bad_channel = !intake_channel_ok(in.channel);
	in.bad_language = !lang_parse(in.language, &lang);
	in.arrival = intake_arrived(in.date, in.time, clock_now_us(),
				    &in.t.g.received_at);
	in.t.g.channel = in.channel;
	in.t.g.entered_by = req->session->staff_id;
	if (!in.bad_language)
		in.t.g.lang = lang;
	*ret_in = in;
	return OK;
}

bool intake_good(const struct intake *in)
{
	return typed_good(&in->t) && !in->bad_channel && !in->bad_language &&
	       in->arrival == ARRIVAL_GOOD;
}

/* ---- showing ---- */

struct choice intake_channel_choice(struct request *req, const char *chosen)
{
	enum { CHANNELS_MAX = 16 };
	struct option *o = arena_array(req->arena, CHANNELS_MAX, sizeof(*o));
	size_t n = 0;

	for (const char *const *c = intake_channels; *c; c++)
		o[n++] = (struct option){
			.value = *c,
			.label = word(req->lang, label_channel(*c)),
			.selected = str_same(*c, chosen),
		};
	return (struct choice){
		.name = "channel",
		.label = word(req->lang, W_intake_channel),
		.required = true,
		.options = o,
		.option_count = n,
	};
}

static struct choice language_choice(struct request *req, const char *chosen)
{
	struct option *o = arena_array(req->arena, LANG__COUNT, sizeof(*o));

	for (int l = 0; l < LANG__COUNT; l++)
		o[l] = (struct option){
			.value = lang_codes[l],
			.label = word(req->lang, desk_lang_word((enum lang)l)),
			.selected = str_same(lang_codes[l], chosen),
		};
	return (struct choice){
		.name = "language",
		.label = word(req->lang, W_intake_language),
		.hint = word(req->lang, W_intake_language_hint),
		.required = true,
		.options = o,
		.option_count = LANG__COUNT,
	};
}

static const char *arrival_error(struct request *req, enum arrival a)
{
	static const enum word words[] = {
		[ARRIVAL_MALFORMED] = W_intake_error_date,
		[ARRIVAL_FUTURE] = W_intake_error_future,
		[ARRIVAL_OLD] = W_intake_error_old,
	};

	return a == ARRIVAL_GOOD ? NULL : word(req->lang, words[a]);
}

static void make_arrival(struct request *req, const struct intake *in,
			 struct intake_view *v)
{
	enum lang l = req->lang;

	v->date = (struct field){
		.name = "date",
		.label = word(l, W_intake_date),
		.hint = word(l, W_intake_date_hint),
		.value = in->date,
		.error = arrival_error(req, in->arrival),
		.type = "date",
	};
	v->time = (struct field){
		.name = "time",
		.label = word(l, W_intake_time),
		.hint = word(l, W_intake_time_hint),
		.value = in->time,
		.inputmode = "decimal",
	};
}

/* What a form says to its sender is said about the sender. */
static void retell(struct request *req, struct give_view *v)
{
	enum lang l = req->lang;
	struct option *wants = arena_array(req->arena, 2, sizeof(*wants));

	v->text.label = word(l, W_intake_text);
	v->text.hint = word(l, W_intake_text_hint);
	v->topic.hint = word(l, W_intake_topic_hint);
	v->email.hint = word(l, W_intake_email_hint);
	v->email.autocomplete = v->phone.autocomplete = "off";
	v->name.autocomplete = v->nickname.autocomplete = "off";
	v->wants_reply.label = word(l, W_intake_wants);
	wants[0] = v->wants_reply.options[0];
	wants[1] = v->wants_reply.options[1];
	wants[0].label = word(l, W_intake_wants_yes);
	wants[1].label = word(l, W_intake_wants_no);
	v->wants_reply.options = wants;
	v->nickname.hint = word(l, W_intake_nickname_hint);
	v->may_publish.label = word(l, W_intake_may_publish);
	v->may_publish.hint = word(l, W_intake_may_publish_hint);
}

enum err intake_view_make(struct request *req, const struct intake *in,
			  struct intake_view *ret_view)
{
	struct intake_view v = {
		.channel = intake_channel_choice(req, in->channel),
		.language = language_choice(req, in->language),
	};
	enum err err;

	err = give_view_make(req, &in->t, &v.give);
	if (!err)
		err = desk_nav(req, NULL, &v.nav);
	if (err)
		return err;
	retell(req, &v.give);
	make_arrival(req, in, &v);
	if (in->bad_channel)
		v.channel.error = word(req->lang, W_intake_error_channel);
	if (in->bad_language)
		v.language.error = word(req->lang, W_intake_error_language);
	error_add(req, &v.give.errors, "channel", v.channel.error);
	error_add(req, &v.give.errors, "language", v.language.error);
	error_add(req, &v.give.errors, "date", v.date.error);
	*ret_view = v;
	return OK;
}
