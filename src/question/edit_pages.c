/*
 * edit_pages.c: one question in a form: its words, its choices, when it is
 * shown. Works without scripts: more rows are a button.
 */
#include "base/str.h"
#include "html/page.h"
#include "question/question_admin.h"
#include "question/question_pages.h"
#include "question/question_tpl.h"
#include "tenant/form.h"
#include "tenant/tenant.h"

enum { ROWS_FIRST = 3, ROWS_MORE = 3, BUILT_IN = 2 };

static const struct fault faults[] = {
	{QUESTION_BAD_LABEL, "label_fi", W_question_bad_label},
	{QUESTION_BAD_HELP, "help_fi", W_question_bad_help},
	{QUESTION_BAD_SHOWN_BY, "shown", W_question_bad_shown},
	{QUESTION_BAD_CODE, "code", W_question_bad_code},
	{QUESTION_CODE_TAKEN, "code", W_question_code_taken},
	{QUESTION_FEW_CHOICES, "c0_name_fi", W_question_few_choices},
	{QUESTION_BAD_CHOICE, "c0_name_fi", W_question_bad_choice},
	{QUESTION_CHOICE_CODE, "c0_name_fi", W_question_choice_code},
	{QUESTION_NO_ADVICE, "c0_stop", W_question_no_advice},
	{QUESTION_TOO_MANY, "label_fi", W_question_too_many},
	{0, NULL, 0},
};

static const char *const built_in[BUILT_IN] = {"yes", "no"};

/* A question as it stands in the form, in the set it belongs to. */
struct edit {
	struct question_admin on;
	size_t at;   /* of it in the set */
	size_t rows; /* of choices in the form */
	bool is_new;
	unsigned bad;
	const char *problem; /* something else is in the way, or NULL */
};

static struct question *question_of(const struct edit *e)
{
	return &e->on.set.list[e->at];
}

/* ---- showing ---- */

static const char *lang_name(struct request *req, const char *what, int l)
{
	static const enum word names[LANG__COUNT] = {
		[LANG_FI] = W_layout_lang_fi,
		[LANG_SV] = W_layout_lang_sv,
		[LANG_EN] = W_layout_lang_en,
	};

	return arena_printf(req->arena, "%s: %s", what,
			    word(req->lang, names[l]));
}

/* One field a language; only the municipality's own is needed. */
static void lang_fields(struct request *req, const char *name, enum word label,
			const char *const value[LANG__COUNT],
			struct field to[LANG__COUNT])
{
	for (int l = 0; l < LANG__COUNT; l++)
		to[l] = (struct field){
			.name = arena_printf(req->arena, "%s_%s", name,
					     lang_codes[l]),
			.label = lang_name(req, word(req->lang, label), l),
			.value = value[l],
			.rows = 3,
		};
}

static void need_own(struct request *req, struct field f[LANG__COUNT],
		     int maxlength)
{
	for (int l = 0; l < LANG__COUNT; l++)
		f[l].maxlength = maxlength;
	f[req->brand->lang].required = true;
}

static const char *row_name(struct request *req, size_t i, const char *what)
{
	return arena_printf(req->arena, "c%zu_%s", i, what);
}

static void fill_row(struct request *req, const struct question *q, size_t i,
		     struct choice_row *to)
{
	static const struct question_choice none = {.code = ""};
	const struct question_choice *c =
		i < q->choice_count ? &q->choices[i] : &none;
	const char *name = i < q->choice_count
				   ? question_choice_name(q, c, req->lang)
				   : "";

	to->built_in = q->kind == QUESTION_YES_NO;
	to->legend =
		to->built_in && *name
			? name
			: word_fill(req->arena, req->lang, W_question_choice,
				    WORDS(WORD_INT("n", (int64_t)i + 1)));
	to->code = (struct field){
		.name = row_name(req, i, "code"),
		.label = word(req->lang, W_question_choice_code_label),
		.value = c->code,
		.plain = true,
		.maxlength = QUESTION_CODE_MAX,
	};
	to->stop = (struct field){
		.name = row_name(req, i, "stop"),
		.label = word(req->lang, W_question_stop),
		.hint = word(req->lang, W_question_stop_hint),
		.checked = c->stop,
	};
	lang_fields(req, row_name(req, i, "name"), W_question_choice_name,
		    c->name, to->name);
	lang_fields(req, row_name(req, i, "advice"), W_question_advice,
		    c->advice, to->advice);
	for (int l = 0; l < LANG__COUNT; l++) {
		to->name[l].plain = to->advice[l].plain = true;
		to->name[l].maxlength = CHOICE_NAME_MAX;
		to->advice[l].maxlength = CHOICE_ADVICE_MAX;
		to->open |= !str_empty(c->advice[l]);
	}
	to->open |= c->stop;
}

static void fill_rows(struct request *req, const struct edit *e,
		      struct question_edit_view *v)
{
	const struct question *q = question_of(e);
	struct choice_row *rows;

	v->chosen = question_kinds[q->kind].chosen;
	if (!v->chosen)
		return;
	v->row_count = q->kind == QUESTION_YES_NO ? BUILT_IN : e->rows;
	v->more = q->kind != QUESTION_YES_NO && v->row_count < CHOICES_MAX;
	rows = arena_array(req->arena, v->row_count, sizeof(*rows));
	for (size_t i = 0; i < v->row_count; i++)
		fill_row(req, q, i, &rows[i]);
	v->rows = rows;
}

/* "code=value" of each choice of the questions before this one. */
static void fill_shown(struct request *req, const struct edit *e,
		       struct choice *to)
{
	const struct question_set *set = &e->on.set;
	const struct question *q = question_of(e);
	struct option *o =
		arena_array(req->arena, e->at * CHOICES_MAX + 1, sizeof(*o));
	size_t n = 0;

	for (size_t i = 0; i < e->at; i++)
		for (size_t c = 0; c < set->list[i].choice_count; c++) {
			const struct question *by = &set->list[i];
			const struct question_choice *one = &by->choices[c];

			o[n++] = (struct option){
				.value = arena_printf(req->arena, "%s=%s",
						      by->code, one->code),
				.label = arena_printf(
					req->arena, "%s – %s",
					question_words(by->label, req->lang),
					question_choice_name(by, one,
							     req->lang)),
				.selected = str_same(q->shown_by, by->code) &&
					    str_same(q->shown_value, one->code),
			};
		}
	*to = (struct choice){
		.name = "shown",
		.label = word(req->lang, W_question_shown),
		.hint = word(req->lang, W_question_shown_hint),
		.empty = word(req->lang, W_question_shown_always),
		.error = fault_text(faults, e->bad, "shown", req->lang),
		.plain = true,
		.options = o,
		.option_count = n,
	};
}

static void fill_fields(struct request *req, const struct edit *e,
			struct question_edit_view *v)
{
	const struct question *q = question_of(e);

	lang_fields(req, "label",
		    q->kind == QUESTION_INFO ? W_question_label_info
					     : W_question_label,
		    q->label, v->label);
	need_own(req, v->label, QUESTION_LABEL_MAX);
	v->label[req->brand->lang].error =
		fault_text(faults, e->bad, "label_fi", req->lang);
	lang_fields(req, "help", W_question_help, q->help, v->help);
	for (int l = 0; l < LANG__COUNT; l++) {
		v->help[l].maxlength = QUESTION_HELP_MAX;
		v->open_help |= !str_empty(q->help[l]);
	}
	v->may_require = q->kind != QUESTION_INFO;
	v->required = (struct field){
		.name = "required",
		.label = word(req->lang, W_question_required),
		.checked = q->required,
	};
	v->code = (struct field){
		.name = "code",
		.label = word(req->lang, W_question_code),
		.hint = word(req->lang, W_question_code_hint),
		.value = q->code,
		.error = fault_text(faults, e->bad, "code", req->lang),
		.maxlength = QUESTION_CODE_MAX,
	};
	fill_shown(req, e, &v->shown);
}

/* The summary leads to the fields of the municipality's own language. */
static struct error_summary errors_of(struct request *req, const struct edit *e)
{
	struct error_summary s =
		fault_summary(req->arena, faults, e->bad, req->lang);
	struct form_error *list =
		arena_array(req->arena, s.error_count, sizeof(*list));

	for (size_t i = 0; i < s.error_count; i++) {
		const char *field = s.errors[i].field;

		list[i] = s.errors[i];
		if (str_ends(field, "_fi"))
			list[i].field = arena_printf(
				req->arena, "%.*s%s", (int)strlen(field) - 2,
				field, lang_codes[req->brand->lang]);
		if (question_of(e)->kind == QUESTION_YES_NO &&
		    str_starts(field, "c0_name"))
			list[i].field = "c0_stop";
	}
	s.errors = list;
	return s;
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	const struct question *q = question_of(e);
	struct question_edit_view v = {
		.crumb = {e->on.base,
			  page_title(req, W_question_title,
				     topic_name(&e->on.topic, req->lang))},
		.errors = errors_of(req, e),
		.problem = {.tone = TONE_WARNING, .text = e->problem},
		.title = e->is_new ? word(req->lang, W_question_new)
				   : page_title(req, W_question_edit,
						question_words(q->label,
							       req->lang)),
		.action = arena_printf(req->arena, "%s/%s", e->on.base,
				       e->is_new ? "new" : q->code),
		.base = e->on.base,
		.edit = e->on.set.edit,
		.is_new = e->is_new,
		.frozen = e->on.set.answered,
		.kind = question_kinds[q->kind].name,
		.kind_word = (enum word)question_kinds[q->kind].word,
	};
	struct out *o;

	fill_fields(req, e, &v);
	fill_rows(req, e, &v);
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = NAV_ADMIN,
			       .status = e->bad       ? 422
					 : e->problem ? 409
						      : 200,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_question_edit(o, &v);
	return page_end(o);
}

/* ---- reading ---- */

static void read_langs(struct request *req, const char *name, bool line,
		       const char *to[LANG__COUNT])
{
	for (int l = 0; l < LANG__COUNT; l++) {
		const char *field =
			arena_printf(req->arena, "%s_%s", name, lang_codes[l]);

		to[l] = line ? field_line(req, field) : req_field(req, field);
	}
}

static bool says_anything(const struct question_choice *c)
{
	bool any = c->stop;

	for (int l = 0; l < LANG__COUNT; l++)
		any |= !str_empty(c->name[l]) || !str_empty(c->advice[l]);
	return any;
}

/* An empty row is left out; yes and no always stay. */
static void read_choices(struct request *req, size_t rows, struct question *q)
{
	const bool fixed = q->kind == QUESTION_YES_NO;

	q->choices = arena_array(req->arena, CHOICES_MAX, sizeof(*q->choices));
	q->choice_count = 0;
	for (size_t i = 0; i < (fixed ? BUILT_IN : rows); i++) {
		struct question_choice c = {
			.code = fixed ? built_in[i]
				      : field_line(req,
						   row_name(req, i, "code")),
			.stop = req_has_field(req, row_name(req, i, "stop")),
		};

		if (!fixed)
			read_langs(req, row_name(req, i, "name"), true, c.name);
		read_langs(req, row_name(req, i, "advice"), false, c.advice);
		if (fixed || says_anything(&c))
			q->choices[q->choice_count++] = c;
	}
}

static void read_shown(struct request *req, struct question *q)
{
	const char *shown = field_line(req, "shown");
	const size_t n = strcspn(shown, "=");

	q->shown_by = arena_strndup(req->arena, shown, n);
	q->shown_value = shown[n] ? shown + n + 1 : "";
}

/* How many rows came: never more than may be. */
static size_t rows_sent(struct request *req)
{
	size_t rows = 0;

	for (size_t i = 0; i < CHOICES_MAX; i++) {
		const char *row = arena_printf(req->arena, "c%zu_", i);

		for (size_t f = 0; f < req->form->field_count; f++)
			if (str_starts(req->form->fields[f].name, row))
				rows = i + 1;
	}
	return rows;
}

static void read_typed(struct request *req, struct edit *e)
{
	struct question *q = question_of(e);
	int64_t edit;

	e->rows = rows_sent(req);
	if (e->is_new)
		q->code = field_line(req, "code");
	q->required =
		q->kind != QUESTION_INFO && req_has_field(req, "required");
	read_langs(req, "label", true, q->label);
	read_langs(req, "help", false, q->help);
	read_shown(req, q);
	if (question_kinds[q->kind].chosen)
		read_choices(req, e->rows, q);
	if (field_int(req, "edit", &edit) || edit != e->on.set.edit)
		e->problem = word(req->lang, W_question_conflict);
}

/* A place for one more, after the others. */
static enum err begin_new(struct request *req, const char *kind, struct edit *e)
{
	struct question_set *set = &e->on.set;
	struct question *q;
	enum err err = question_admin_read(req, &e->on);

	if (err)
		return err;
	e->is_new = true;
	e->at = set->count++;
	e->rows = ROWS_FIRST;
	q = question_of(e);
	*q = (struct question){.code = "", .shown_by = "", .shown_value = ""};
	if (!question_kind_parse(kind, &q->kind))
		return ERR_NOT_FOUND;
	if (q->kind == QUESTION_YES_NO) {
		q->choices =
			arena_array(req->arena, BUILT_IN, sizeof(*q->choices));
		for (q->choice_count = 0; q->choice_count < BUILT_IN;
		     q->choice_count++)
			q->choices[q->choice_count].code =
				built_in[q->choice_count];
	}
	return OK;
}

static enum err begin_edit(struct request *req, struct edit *e)
{
	const struct question *q;
	enum err err = question_admin_read(req, &e->on);

	if (err)
		return err;
	q = question_find(&e->on.set, req->param[1]);
	if (!q)
		return ERR_NOT_FOUND;
	e->at = (size_t)(q - e->on.set.list);
	e->rows = q->choice_count < CHOICES_MAX ? q->choice_count + 1
						: q->choice_count;
	return OK;
}

enum err question_page_new(struct request *req, struct response *res)
{
	const char *kind = req_arg(req, "kind");
	struct edit e = {0};
	enum err err = begin_new(req, *kind ? kind : "text", &e);

	return err ? err : show(req, res, &e);
}

enum err question_page_edit(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = begin_edit(req, &e);

	return err ? err : show(req, res, &e);
}

/* ---- saving ---- */

static enum err save(struct request *req, struct response *res, struct edit *e)
{
	struct question_set *set = &e->on.set;
	enum err err;

	question_codes(req->arena, set);
	e->bad = question_faults(set, e->at, req->brand->lang);
	if (!e->bad && !e->problem)
		e->problem = question_admin_loose(req, set);
	if (e->bad || e->problem)
		return show(req, res, e);
	err = question_set_change(req->db, req->arena, req->session->staff_id,
				  set);
	return err ? err : res_redirect(req, res, "%s?done=saved", e->on.base);
}

static enum err more_rows(struct request *req, struct response *res,
			  struct edit *e)
{
	e->problem = NULL; /* said when it is saved */
	e->rows += ROWS_MORE;
	if (e->rows > CHOICES_MAX)
		e->rows = CHOICES_MAX;
	return show(req, res, e);
}

static enum err act(struct request *req, struct response *res, struct edit *e)
{
	read_typed(req, e);
	if (str_same(req_field(req, "do"), "more"))
		return more_rows(req, res, e);
	return save(req, res, e);
}

enum err question_page_create(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = begin_new(req, field_line(req, "kind"), &e);

	return err ? err : act(req, res, &e);
}

static enum err remove_it(struct request *req, struct response *res,
			  struct edit *e)
{
	struct question_set *set = &e->on.set;
	struct question_set shorter = *set;
	int64_t edit;
	enum err err;

	shorter.list = arena_array(req->arena, set->count, sizeof(*set->list));
	shorter.count = 0;
	for (size_t i = 0; i < set->count; i++)
		if (i != e->at)
			shorter.list[shorter.count++] = set->list[i];
	e->problem = question_admin_loose(req, &shorter);
	if (field_int(req, "edit", &edit) || edit != set->edit)
		e->problem = word(req->lang, W_question_conflict);
	if (e->problem) {
		read_typed(req, e);
		return show(req, res, e);
	}
	err = question_set_change(req->db, req->arena, req->session->staff_id,
				  &shorter);
	return err ? err : res_redirect(req, res, "%s?done=saved", e->on.base);
}

enum err question_page_save(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = begin_edit(req, &e);

	if (err)
		return err;
	if (str_same(req_field(req, "do"), "remove"))
		return remove_it(req, res, &e);
	return act(req, res, &e);
}
