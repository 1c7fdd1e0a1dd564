/*
 * form.c: the form of a notice.
 */
#include "notice/notice_form.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/typed.h"
#include "html/page.h"
#include "place/place.h"
#include "tenant/form.h"
#include "topic/topic.h"

#include <inttypes.h>

enum { REVIEW_DAYS = 180 };

const enum word notice_kind_words[NOTICE__COUNT] = {
	[NOTICE_DISRUPTION] = W_notice_kind_disruption,
	[NOTICE_NEWS] = W_notice_kind_news,
	[NOTICE_FAQ] = W_notice_kind_faq,
};
static const enum word kind_hints[NOTICE__COUNT] = {
	[NOTICE_DISRUPTION] = W_notice_kind_disruption_hint,
	[NOTICE_NEWS] = W_notice_kind_news_hint,
	[NOTICE_FAQ] = W_notice_kind_faq_hint,
};
const enum word notice_lang_words[LANG__COUNT] = {
	[LANG_FI] = W_notice_in_fi,
	[LANG_SV] = W_notice_in_sv,
	[LANG_EN] = W_notice_in_en,
};
static const char *const titles[LANG__COUNT] = {"title_fi", "title_sv",
						"title_en"};
static const char *const texts[LANG__COUNT] = {"text_fi", "text_sv", "text_en"};

static const struct fault faults[] = {
	{NOTICE_BAD_KIND, "kind-0", W_notice_bad_kind},
	{NOTICE_NO_WORDS, "title_fi", W_notice_no_words},
	{NOTICE_BAD_TITLE << LANG_FI, "title_fi", W_notice_bad_title},
	{NOTICE_BAD_TEXT << LANG_FI, "text_fi", W_notice_bad_text},
	{NOTICE_BAD_TITLE << LANG_SV, "title_sv", W_notice_bad_title},
	{NOTICE_BAD_TEXT << LANG_SV, "text_sv", W_notice_bad_text},
	{NOTICE_BAD_TITLE << LANG_EN, "title_en", W_notice_bad_title},
	{NOTICE_BAD_TEXT << LANG_EN, "text_en", W_notice_bad_text},
	{NOTICE_PRIVATE, "text_fi", W_notice_private},
	{NOTICE_BAD_FROM, "from", W_notice_bad_day},
	{NOTICE_BAD_UNTIL, "until", W_notice_bad_until},
	{NOTICE_BAD_TOPIC, "topic", W_notice_bad_topic},
	{NOTICE_BAD_AREA, "area", W_notice_bad_area},
	{NOTICE_BAD_WORDS, "find", W_notice_bad_keys},
	{NOTICE_BAD_REVIEW, "review", W_notice_bad_day},
	{NOTICE_TOO_MANY, "kind-0", W_notice_too_many},
	{0, NULL, 0},
};

struct notice notice_done(const struct request *req)
{
	static const struct {
		const char *name;
		enum word word;
	} dones[] = {
		{"published", W_notice_done_published},
		{"saved", W_notice_done_saved},
		{"ended", W_notice_done_ended},
	};
	const char *done = req_arg(req, "done");

	for (size_t i = 0; i < sizeof(dones) / sizeof(dones[0]); i++)
		if (str_same(dones[i].name, done))
			return (struct notice){
				.tone = TONE_SUCCESS,
				.text = word(req->lang, dones[i].word)};
	return (struct notice){.tone = TONE_NEUTRAL};
}

/* ---- typed ---- */

static const char *day_text(struct arena *a, int64_t us)
{
	return date_iso(a, date_of(us));
}

void notice_form_empty(struct request *req, struct notice_edit *e)
{
	const int64_t today = date_to_days(date_of(clock_now_us()));

	*e = (struct notice_edit){
		.n = {.kind = NOTICE_DISRUPTION,
		      .words = "",
		      .ends_at = NOTICE_OPEN,
		      .staff_id = req->session->staff_id,
		      .unit_id = req->session->unit_id},
		.from = date_iso(req->arena, date_from_days(today)),
		.until = "",
		.review = date_iso(req->arena,
				   date_from_days(today + REVIEW_DAYS)),
	};
	for (int l = 0; l < LANG__COUNT; l++)
		e->n.title[l] = e->n.text[l] = "";
}

void notice_form_from(struct request *req, struct notice_edit *e)
{
	struct arena *a = req->arena;

	e->n = e->now;
	e->from = day_text(a, e->n.starts_at);
	e->until = e->n.ends_at == NOTICE_OPEN ? ""
					       : day_text(a, e->n.ends_at - 1);
	e->review = e->n.review_at ? day_text(a, e->n.review_at) : "";
}

/* -1: typed, but no day. */
static int64_t day_typed(const char *text, int64_t empty,
			 int64_t (*which)(struct date d))
{
	struct date d;

	if (str_empty(text))
		return empty;
	return date_typed(text, &d) ? -1 : which(d);
}

void notice_form_read(struct request *req, struct notice_edit *e)
{
	struct public_notice *n = &e->n;

	for (int l = 0; l < LANG__COUNT; l++) {
		n->title[l] = field_line(req, titles[l]);
		n->text[l] = req_field(req, texts[l]);
	}
	n->kind = notice_kind_parse(req_field(req, "kind"));
	n->topic_id = field_id(req, "topic");
	n->area_id = field_id(req, "area");
	n->words = field_line(req, "find");
	e->from = field_line(req, "from");
	e->until = field_line(req, "until");
	e->review = field_line(req, "review");
	n->starts_at = day_typed(e->from, -1, date_start_us);
	n->ends_at = day_typed(e->until, NOTICE_OPEN, date_end_us);
	n->review_at = day_typed(e->review, 0, date_start_us);
	if (field_int(req, "version", &n->version))
		n->version = 0;
	e->from_answer = req_has_field(req, "from_answer");
}

static enum err compare(struct request *req, struct notice_edit *e)
{
	const struct public_notice *now = &e->now, *n = &e->n;
	const struct notice_edit was = *e;
	struct notice_names now_names, names;
	struct conflict *c = &e->conflict;
	const enum lang lang = req->lang;
	enum err err = notice_names(req->db, now, lang, &now_names);

	if (!err)
		err = notice_names(req->db, n, lang, &names);
	if (err)
		return err;
	c->any = true;
	for (int l = 0; l < LANG__COUNT; l++) {
		conflict_add(c, word(lang, W_notice_field_title), now->title[l],
			     n->title[l]);
		conflict_add(c, word(lang, W_notice_field_text), now->text[l],
			     n->text[l]);
	}
	conflict_add(c, word(lang, W_notice_topic), now_names.topic,
		     names.topic);
	conflict_add(c, word(lang, W_notice_keys), now->words, n->words);
	conflict_add(c, word(lang, W_notice_from),
		     day_text(req->arena, now->starts_at), was.from);
	conflict_add(c, word(lang, W_notice_until),
		     now->ends_at == NOTICE_OPEN
			     ? ""
			     : day_text(req->arena, now->ends_at - 1),
		     was.until);
	e->n.version = now->version;
	e->status = 409;
	return OK;
}

enum err notice_form_check(struct request *req, struct notice_edit *e)
{
	enum err err = notice_faults(req->db, req->arena, &e->n, &e->bad);

	if (!err && e->n.id && e->now.version != e->n.version)
		err = compare(req, e);
	return err;
}

/* ---- filled ---- */

static struct field field_of(struct request *req, const struct notice_edit *e,
			     const char *name, enum word label,
			     const char *value)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = value,
		.error = fault_text(faults, e->bad, name, req->lang),
	};
}

static struct field day_field(struct request *req, const struct notice_edit *e,
			      const char *name, enum word label,
			      const char *value)
{
	struct field f = field_of(req, e, name, label, value);
	struct date d;

	/* A browser's date field drops what is no date. */
	f.type = str_empty(value) || !date_typed(value, &d) ? "date" : NULL;
	return f;
}

static void add_kinds(struct request *req, const struct notice_edit *e,
		      struct notice_edit_view *v)
{
	struct option *o = arena_array(req->arena, NOTICE__COUNT, sizeof(*o));

	for (int i = 0; i < NOTICE__COUNT; i++)
		o[i] = (struct option){
			.value = notice_kinds[i],
			.label = word(req->lang, notice_kind_words[i]),
			.hint = word(req->lang, kind_hints[i]),
			.selected = e->n.kind == (enum notice_kind)i,
		};
	v->kind = (struct choice){
		.name = "kind",
		.label = word(req->lang, W_notice_kind),
		.error = fault_text(faults, e->bad, "kind-0", req->lang),
		.required = true,
		.options = o,
		.option_count = NOTICE__COUNT,
	};
}

static enum err add_topics(struct request *req, const struct notice_edit *e,
			   struct notice_edit_view *v)
{
	struct topic_node *tree;
	struct topic *topics;
	struct option *o;
	size_t count, n = 0;
	enum err err = topic_list(req->db, req->arena, false, &topics, &count);

	if (err)
		return err;
	topic_sort(topics, count, req->lang);
	tree = topic_tree(req->arena, topics, count);
	o = arena_array(req->arena, count + 1, sizeof(*o));
	for (size_t i = 0; i < count && tree[i].topic; i++)
		if (tree[i].topic->active || tree[i].topic->id == e->n.topic_id)
			o[n++] = (struct option){
				.value = arena_printf(req->arena, "%" PRId64,
						      tree[i].topic->id),
				.label = topic_name(tree[i].topic, req->lang),
				.selected = tree[i].topic->id == e->n.topic_id,
			};
	v->topic = (struct choice){
		.name = "topic",
		.label = word(req->lang, W_notice_topic),
		.hint = word(req->lang, W_notice_topic_hint),
		.empty = word(req->lang, W_notice_any_topic),
		.error = fault_text(faults, e->bad, "topic", req->lang),
		.options = o,
		.option_count = n,
	};
	return OK;
}

static enum err add_areas(struct request *req, const struct notice_edit *e,
			  struct notice_edit_view *v)
{
	struct area *areas;
	struct option *o;
	size_t n;
	enum err err = area_list(req->db, req->arena, &areas, &n);

	if (err)
		return err;
	o = arena_array(req->arena, n + 1, sizeof(*o));
	for (size_t i = 0; i < n; i++)
		o[i] = (struct option){
			.value = arena_printf(req->arena, "%" PRId64,
					      areas[i].id),
			.label = area_name(&areas[i], req->lang),
			.selected = areas[i].id == e->n.area_id,
		};
	v->area = (struct choice){
		.name = "area",
		.label = word(req->lang, W_notice_area),
		.empty = word(req->lang, W_notice_any_area),
		.error = fault_text(faults, e->bad, "area", req->lang),
		.options = o,
		.option_count = n,
	};
	return OK;
}

static void add_words(struct request *req, const struct notice_edit *e, int l,
		      struct notice_words *w)
{
	w->lang = notice_lang_words[l];
	w->title = field_of(req, e, titles[l], W_notice_field_title,
			    e->n.title[l]);
	w->title.maxlength = NOTICE_TITLE_MAX;
	w->title.plain = true;
	w->text = field_of(req, e, texts[l], W_notice_field_text, e->n.text[l]);
	w->text.maxlength = NOTICE_TEXT_MAX;
	w->text.plain = true;
	w->text.rows = 5;
}

enum err notice_form_fill(struct request *req, const struct notice_edit *e,
			  struct notice_edit_view *v)
{
	const enum lang lang = req->lang;
	enum err err = add_topics(req, e, v);

	if (!err)
		err = add_areas(req, e, v);
	if (err)
		return err;
	v->errors = fault_summary(req->arena, faults, e->bad, lang);
	add_kinds(req, e, v);
	for (int l = 0; l < LANG__COUNT; l++)
		add_words(req, e, l, &v->words[l]);
	v->from = day_field(req, e, "from", W_notice_from, e->from);
	v->from.required = true;
	v->until = day_field(req, e, "until", W_notice_until, e->until);
	v->until.hint = word(lang, W_notice_until_hint);
	v->keys = field_of(req, e, "find", W_notice_keys, e->n.words);
	v->keys.hint = word(lang, W_notice_keys_hint);
	v->keys.maxlength = NOTICE_WORDS_MAX;
	v->review = day_field(req, e, "review", W_notice_review, e->review);
	v->review.hint = word(lang, W_notice_review_hint);
	return OK;
}
