/*
 * style.c: the components of html_views.h, each in all its states.
 */
#include "html/style.h"

#include "html/html_tpl.h"
#include "html/page.h"

static struct field plain_field(struct request *req, const char *name)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, W_style_label),
		.value = word(req->lang, W_look_sample_text),
		.required = true,
	};
}

static void fill_fields(struct request *req, struct style_view *v)
{
	const char *hint = word(req->lang, W_style_hint);
	const char *error = word(req->lang, W_style_error);

	v->field = plain_field(req, "field");
	v->optional = plain_field(req, "optional");
	v->optional.required = false;
	v->optional.hint = hint;
	v->wrong = plain_field(req, "wrong");
	v->wrong.hint = hint;
	v->wrong.error = error;
	v->area = plain_field(req, "area");
	v->area.maxlength = 200;
	v->area.rows = 3;
	v->area_wrong = plain_field(req, "area-wrong");
	v->area_wrong.error = error;
	v->area_wrong.rows = 3;
	v->file = plain_field(req, "file");
	v->box = plain_field(req, "box");
	v->box.value = NULL;
	v->box.hint = hint;
	v->box_wrong = plain_field(req, "box-wrong");
	v->box_wrong.value = NULL;
	v->box_wrong.checked = true;
	v->box_wrong.error = error;
}

static struct choice choice_of(struct request *req, const char *name,
			       const char *error)
{
	struct option *options =
		arena_array(req->arena, STYLE_OPTIONS, sizeof(*options));
	static const enum word labels[STYLE_OPTIONS] = {
		W_common_yes, W_common_no, W_common_none};

	for (int i = 0; i < STYLE_OPTIONS; i++)
		options[i] = (struct option){
			.value = arena_printf(req->arena, "%d", i),
			.label = word(req->lang, labels[i]),
			.hint = i ? NULL : word(req->lang, W_style_hint),
			.selected = i == 1,
		};
	return (struct choice){
		.name = name,
		.label = word(req->lang, W_style_label),
		.hint = word(req->lang, W_style_hint),
		.error = error,
		.required = true,
		.options = options,
		.option_count = STYLE_OPTIONS,
	};
}

static void fill_choices(struct request *req, struct style_view *v)
{
	const char *error = word(req->lang, W_style_error);

	v->select = choice_of(req, "select", NULL);
	v->select_wrong = choice_of(req, "select-wrong", error);
	v->radio = choice_of(req, "radio", NULL);
	v->radio_wrong = choice_of(req, "radio-wrong", error);
	v->checks = choice_of(req, "checks", NULL);
}

/* What is said in a tone: as a notice, and as a word beside something. */
static void fill_tones(struct request *req, struct style_view *v)
{
	static const enum word names[STYLE_TONES] = {
		[TONE_NEUTRAL] = W_style_neutral,
		[TONE_INFO] = W_style_info,
		[TONE_SUCCESS] = W_style_success,
		[TONE_WARNING] = W_style_warning,
		[TONE_ERROR] = W_style_bad,
	};

	for (int i = 0; i < STYLE_TONES; i++) {
		const char *name = word(req->lang, names[i]);

		v->badge[i] = (struct badge){(enum tone)i, name};
		v->notice[i] = (struct notice){
			.tone = (enum tone)i,
			.title = name,
			.text = word(req->lang, W_style_text),
			.href = "#main",
			.link = word(req->lang, W_look_sample_link),
		};
	}
}

static void fill_lists(struct request *req, struct style_view *v)
{
	struct queue_tab *tabs =
		arena_array(req->arena, STYLE_OPTIONS, sizeof(*tabs));
	static const enum word names[STYLE_OPTIONS] = {
		W_style_neutral, W_style_info, W_style_warning};

	for (int i = 0; i < STYLE_OPTIONS; i++)
		tabs[i] = (struct queue_tab){
			.href = "#main",
			.label = word(req->lang, names[i]),
			.count = i * 700 - 1,
			.current = i == 1,
		};
	v->tabs = (struct queue_tabs){word(req->lang, W_style_tabs), tabs,
				      STYLE_OPTIONS};
	v->pager = (struct pager){"#main", "#main"};
	v->empty = (struct empty){
		.title = word(req->lang, W_style_empty),
		.text = word(req->lang, W_style_text),
		.href = "#main",
		.link = word(req->lang, W_look_sample_button),
	};
}

enum err style_page_show(struct request *req, struct response *res)
{
	static const char *const rows[STYLE_ROWS] = {"2026-1", "2026-2",
						     "2026-3"};
	struct form_error *errors = arena_array(req->arena, 1, sizeof(*errors));
	struct style_view v = {.errors = {errors, 1}};
	struct out *o;

	errors[0] =
		(struct form_error){"wrong", word(req->lang, W_style_error)};
	for (int i = 0; i < STYLE_ROWS; i++)
		v.row[i].number = rows[i];
	fill_fields(req, &v);
	fill_choices(req, &v);
	fill_tones(req, &v);
	fill_lists(req, &v);
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_style_title),
			       .noindex = true,
		       });
	tpl_html_style(o, &v);
	return page_end(o);
}
