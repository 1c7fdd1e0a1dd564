/*
 * give_view.c: the form as it is shown: every field with its words, what was
 * typed, and what to do about it.
 */
#include "matter/typed.h"

#include "base/str.h"
#include "html/page.h"
#include "matter/first_pages.h"
#include "matter/labels.h"
#include "matter/public_map.h"
#include "matter/storm_notices.h"
#include "place/facility.h"
#include "tenant/form.h"
#include "tenant/tenant.h"
#include "topic/topic_views.h"

/* What to say about a fault; n stands in the words. */
static const struct fault_word {
	enum give_field field;
	enum give_fault fault;
	enum word word;
	int n;
} fault_words[] = {
	{GIVE_TEXT, FAULT_MISSING, W_give_error_text_missing, 0},
	{GIVE_TEXT, FAULT_SHORT, W_give_error_text_short, TEXT_MIN},
	{GIVE_TEXT, FAULT_LONG, W_give_error_text_long, TEXT_MAX},
	{GIVE_TITLE, FAULT_LONG, W_give_error_long, TITLE_MAX},
	{GIVE_TYPE, FAULT_MALFORMED, W_give_error_type, 0},
	{GIVE_TOPIC, FAULT_MALFORMED, W_give_error_topic, 0},
	{GIVE_PLACE, FAULT_LONG, W_give_error_long, PLACE_MAX},
	{GIVE_POINT, FAULT_MALFORMED, W_give_error_point, 0},
	{GIVE_NICKNAME, FAULT_LONG, W_give_error_long, NICKNAME_MAX},
	{GIVE_NAME, FAULT_LONG, W_give_error_long, NAME_MAX},
	{GIVE_MAIL, FAULT_MALFORMED, W_give_error_email, 0},
	{GIVE_MAIL, FAULT_LONG, W_give_error_email, 0},
	{GIVE_PHONE, FAULT_MALFORMED, W_give_error_phone, 0},
	{GIVE_PHONE, FAULT_LONG, W_give_error_phone, 0},
};

static const char *const field_ids[GIVE__COUNT] = {
	[GIVE_TEXT] = "text",         [GIVE_TITLE] = "title",
	[GIVE_TYPE] = "type",         [GIVE_TOPIC] = "topic",
	[GIVE_PLACE] = "place",       [GIVE_POINT] = "lat",
	[GIVE_NICKNAME] = "nickname", [GIVE_NAME] = "name",
	[GIVE_MAIL] = "email",        [GIVE_PHONE] = "phone",
};

static const char *error_of(struct request *req, const struct typed *t,
			    enum give_field f)
{
	for (size_t i = 0; i < sizeof(fault_words) / sizeof(fault_words[0]);
	     i++) {
		const struct fault_word *w = &fault_words[i];

		if (w->field != f || w->fault != t->fault[f])
			continue;
		return word_fill(req->arena, req->lang, w->word,
				 WORDS(WORD_INT("n", w->n)));
	}
	return NULL;
}

static struct field field(struct request *req, const char *name,
			  enum word label, const char *value)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = value ? value : "",
	};
}

/* In the order of the page. */
static void add_errors(struct request *req, const struct typed *t,
		       struct give_view *v)
{
	struct error_summary *s = &v->errors;

	error_add(req, s, "text", v->text.error);
	if (v->warn && !v->text.error)
		error_add(req, s, "send_anyway", v->send_anyway.error);
	error_add(req, s, "photo", v->photo.field.error);
	for (int f = GIVE_TITLE; f < GIVE__COUNT; f++) {
		error_add(req, s, field_ids[f],
			  error_of(req, t, (enum give_field)f));
		if (f == GIVE_TOPIC)
			question_ask_errors(req, &t->asked, s);
	}
}

/* ---- the parts ---- */

static void make_text(struct request *req, const struct typed *t,
		      struct give_view *v)
{
	enum lang l = req->lang;

	v->text = field(req, "text", W_give_text, t->g.text);
	v->text.hint = word(l, W_give_text_hint);
	v->text.error = error_of(req, t, GIVE_TEXT);
	v->text.required = true;
	v->text.rows = 8;
	v->warn = t->warn;
	v->send_anyway = field(req, "send_anyway", W_give_send_anyway, NULL);
	v->send_anyway.checked = t->send_anyway;
	if (t->warn && !t->send_anyway)
		v->send_anyway.error = word(l, W_give_error_private);
}

static void make_files(struct request *req, const struct typed *t,
		       struct give_view *v)
{
	v->photo = typed_photo(req, &t->files, W_give_photo, W_give_photo_hint);
	v->open_files = v->photo.kept_count || v->photo.field.error;
}

/* A closed facility, or none of ours, is as if nobody had chosen one. */
static enum err make_find(struct request *req, const struct typed *t,
			  struct place_find *f)
{
	const struct facility_book *b;
	const struct facility *x;
	enum err err = facility_book(req->db, &b);

	if (err)
		return err;
	f->words = field(req, "place", W_give_place, t->g.place);
	f->words.hint = word(req->lang, W_give_place_hint);
	f->words.error = error_of(req, t, GIVE_PLACE);
	f->code = f->name = "";
	x = facility_by_code(b, t->g.facility_code);
	if (x && !x->closed) {
		f->code = x->code;
		f->name = facility_name(x, req->lang);
	}
	return OK;
}

static enum err make_place(struct request *req, const struct typed *t,
			   struct give_view *v)
{
	enum err err = make_find(req, t, &v->find);

	v->lat = field(req, "lat", W_give_lat, t->lat);
	v->lat.inputmode = "decimal";
	v->lat.error = error_of(req, t, GIVE_POINT);
	v->lon = field(req, "lon", W_give_lon, t->lon);
	v->lon.inputmode = "decimal";
	v->open_point = !str_empty(t->lat) || !str_empty(t->lon);
	v->open_place = !str_empty(t->g.place) || v->find.words.error ||
			*v->find.code || v->open_point;
	return err;
}

static void make_contact(struct request *req, const struct typed *t,
			 struct give_view *v)
{
	struct option *wants = arena_array(req->arena, 2, sizeof(*wants));
	enum lang l = req->lang;

	wants[0] = (struct option){.value = "yes",
				   .label = word(l, W_give_wants_yes),
				   .selected = t->g.wants_reply};
	wants[1] = (struct option){.value = "no",
				   .label = word(l, W_give_wants_no),
				   .selected = t->g.no_reply};
	v->wants_reply = (struct choice){
		.name = "wants_reply",
		.label = word(l, W_give_wants),
		.plain = true,
		.options = wants,
		.option_count = 2,
	};
	v->email = field(req, "email", W_give_email, t->g.party.mail);
	v->email.hint = word(l, W_give_email_hint);
	v->email.type = "email";
	v->email.autocomplete = "email";
	v->email.error = error_of(req, t, GIVE_MAIL);
	v->phone = field(req, "phone", W_give_phone, t->g.party.phone);
	v->phone.type = "tel";
	v->phone.autocomplete = "tel";
	v->phone.error = error_of(req, t, GIVE_PHONE);
	v->name = field(req, "name", W_give_name, t->g.party.name);
	v->name.autocomplete = "name";
	v->name.error = error_of(req, t, GIVE_NAME);
	v->open_contact =
		!str_empty(t->g.party.phone) || !str_empty(t->g.party.name);
}

static void make_consent(struct request *req, const struct typed *t,
			 struct give_view *v)
{
	v->may_publish = field(req, "may_publish", W_give_may_publish, NULL);
	v->may_publish.hint = word(req->lang, W_give_may_publish_hint);
	v->may_publish.checked = t->g.may_publish;
	v->nickname = field(req, "nickname", W_give_nickname, t->g.nickname);
	v->nickname.hint = word(req->lang, W_give_nickname_hint);
	v->nickname.autocomplete = "nickname";
	v->nickname.error = error_of(req, t, GIVE_NICKNAME);
}

static const struct {
	const char *type;
	enum word word;
} types[] = {
	{"fault", W_give_type_fault},
	{"question", W_give_type_question},
	{"proposal", W_give_type_proposal},
	{"thanks", W_give_type_thanks},
	{"criticism", W_give_type_criticism},
};

static void add_types(struct request *req, const char *chosen, struct choice *c)
{
	enum { COUNT = sizeof(types) / sizeof(types[0]) };
	struct option *o = arena_array(req->arena, COUNT, sizeof(*o));

	for (size_t i = 0; i < COUNT; i++)
		o[i] = (struct option){
			.value = types[i].type,
			.label = word(req->lang, types[i].word),
			.selected = str_same(types[i].type, chosen),
		};
	c->options = o;
	c->option_count = COUNT;
}

static enum err make_about(struct request *req, const struct typed *t,
			   struct give_view *v)
{
	struct topic_options topics;
	enum lang l = req->lang;
	enum err err;

	v->title = field(req, "title", W_give_title_field, t->g.title);
	v->title.error = error_of(req, t, GIVE_TITLE);
	v->type = (struct choice){
		.name = "type",
		.label = word(l, W_give_type),
		.empty = word(l, W_give_type_any),
		.error = error_of(req, t, GIVE_TYPE),
	};
	add_types(req, t->g.type, &v->type);
	v->topic = (struct choice){
		.name = "topic",
		.label = word(l, W_give_topic),
		.hint = word(l, W_give_topic_hint),
		.empty = word(l, W_give_topic_any),
		.error = error_of(req, t, GIVE_TOPIC),
	};
	v->open_about = !str_empty(t->g.title) || !str_empty(t->g.type) ||
			!str_empty(t->g.topic_code);
	err = topic_code_options(req->db, req->arena, l, t->g.topic_code,
				 &topics);
	if (err)
		return err;
	v->topic.options = topics.options;
	v->topic.option_count = topics.count;
	return OK;
}

static enum err make_questions(struct request *req, const struct typed *t,
			       struct give_view *v)
{
	struct question_asked asked = t->asked;
	enum err err = OK;

	if (!asked.read)
		err = question_ask_begin(req, t->g.topic_code, &asked);
	if (!err)
		question_ask_form(req, &asked, &v->questions);
	return err;
}

/* Empty while nobody has written or chosen anything. */
static enum err add_notices(struct request *req, const struct typed *t,
			    struct give_view *v)
{
	enum err err = storm_notices(req, &v->notices);

	return err ? err : first_view_of(req, t, &v->first);
}

enum err give_view_make(struct request *req, const struct typed *t,
			struct give_view *ret_view)
{
	struct give_view v = {
		.urgent_phone = req->brand->urgent_phone,
		.answer_days = tenant_now()->answer_workdays,
		.text_min = TEXT_MIN,
		.draft_days = GIVE_DRAFT_DAYS,
	};
	struct map_frame frame;
	enum err err;

	make_text(req, t, &v);
	make_files(req, t, &v);
	make_contact(req, t, &v);
	make_consent(req, t, &v);
	err = make_place(req, t, &v);
	if (!err)
		err = make_about(req, t, &v);
	if (!err)
		err = make_questions(req, t, &v);
	if (!err)
		err = add_notices(req, t, &v);
	if (!err)
		err = public_map_frame(req->db, req->arena, &frame);
	if (err)
		return err;
	map_pick_make(req, &frame, &v.map);
	add_errors(req, t, &v);
	*ret_view = v;
	return OK;
}
