/*
 * question_ask.c: see question_ask.h.
 */
#include "question/question_ask.h"

#include "base/str.h"
#include "html/out.h"
#include "tenant/form.h"
#include "topic/topic.h"

#include <inttypes.h>

static const enum word fault_words[ANSWER__COUNT] = {
	[ANSWER_MISSING] = W_question_missing,
	[ANSWER_LONG] = W_question_long,
	[ANSWER_NO_NUMBER] = W_question_no_number,
	[ANSWER_NO_DATE] = W_question_no_date,
	[ANSWER_NO_CHOICE] = W_question_no_choice,
	[ANSWER_STOP] = W_question_stopped,
};

/* ---- reading ---- */

static const char *field_name(struct arena *a, const struct question *q)
{
	return arena_printf(a, "q_%s", q->code);
}

/* "topic.set.edit" */
static const char *mark_of(struct arena *a, const struct question_set *set)
{
	return arena_printf(a, "%" PRId64 ".%" PRId64 ".%" PRId64,
			    set->topic_id, set->id, set->edit);
}

static enum err begin(struct request *req, int64_t topic_id,
		      struct question_asked *ret_asked)
{
	struct question_asked k = {.set = {.topic_id = topic_id}};
	enum err err = OK;

	if (topic_id)
		err = question_set_of(req->db, req->arena, topic_id, &k.set);
	if (err)
		return err;
	k.list = arena_array(req->arena, k.set.count, sizeof(*k.list));
	for (size_t i = 0; i < k.set.count; i++)
		k.list[i] = (struct question_answer){.q = &k.set.list[i],
						     .value = ""};
	*ret_asked = k;
	return OK;
}

enum err question_ask_begin(struct request *req, const char *topic_code,
			    struct question_asked *ret_asked)
{
	struct topic t = {0};
	enum err err = OK;

	if (!str_empty(topic_code))
		err = topic_by_code(req->db, req->arena, topic_code, &t);
	if (err && err != ERR_NOT_FOUND)
		return err;
	return begin(req, err ? 0 : t.id, ret_asked);
}

/* A field that came several times: its values with spaces between. */
static const char *sent(struct request *req, const char *name)
{
	struct str s;

	str_init(&s, req->arena, 32);
	for (size_t i = 0; i < req->form->field_count; i++) {
		const struct pair *f = &req->form->fields[i];

		if (!str_same(f->name, name))
			continue;
		if (s.len)
			str_putc(&s, ' ');
		str_puts(&s, f->value);
	}
	return s.ptr;
}

static void read_values(struct request *req, struct question_asked *k)
{
	for (size_t i = 0; i < k->set.count; i++) {
		const struct question *q = &k->set.list[i];
		const char *name = field_name(req->arena, q);

		k->list[i].value = q->kind == QUESTION_MANY
					   ? sent(req, name)
					   : req_field(req, name);
	}
}

/* The answers to another topic's questions are none to these. */
static void forget(struct question_asked *k)
{
	k->unseen = true;
	for (size_t i = 0; i < k->set.count; i++)
		k->list[i].value = "";
}

enum err question_ask_read(struct request *req, int64_t topic_id,
			   struct question_asked *ret_asked)
{
	const char *mark = req_field(req, "questions");
	struct question_asked k;
	enum err err = begin(req, topic_id, &k);

	if (err)
		return err;
	k.read = true;
	read_values(req, &k);
	/* Programs send the fields alone. */
	if (k.set.count && req_has_field(req, "questions")) {
		if (strtoll(mark, NULL, 10) != topic_id)
			forget(&k);
		else
			k.changed =
				!str_same(mark, mark_of(req->arena, &k.set));
	}
	answers_check(req->arena, &k.set, k.list);
	*ret_asked = k;
	return OK;
}

/* After an answer that stops, nothing else is asked. */
static size_t asked_until(const struct question_asked *k)
{
	for (size_t i = 0; i < k->set.count; i++)
		if (k->list[i].fault == ANSWER_STOP)
			return i + 1;
	return k->set.count;
}

bool question_ask_good(const struct question_asked *k)
{
	for (size_t i = 0; i < k->set.count; i++)
		if (k->list[i].fault)
			return false;
	return !k->unseen && !k->changed;
}

void question_ask_ease(struct question_asked *k)
{
	k->unseen = false;
	for (size_t i = 0; i < k->set.count; i++)
		if (k->list[i].fault == ANSWER_MISSING ||
		    k->list[i].fault == ANSWER_STOP)
			k->list[i].fault = ANSWER_OK;
}

enum err question_ask_keep(struct db *db, int64_t matter_id,
			   const struct question_asked *k)
{
	return answers_put(db, matter_id, &k->set, k->list);
}

/* ---- showing ---- */

static const char *error_of(struct request *req, const struct question_asked *k,
			    size_t i)
{
	const struct question_answer *one = &k->list[i];

	if (!k->read || k->hush || k->unseen || !one->fault ||
	    i >= asked_until(k))
		return NULL;
	return word_fill(req->arena, req->lang, fault_words[one->fault],
			 WORDS(WORD_TEXT("what", question_words(one->q->label,
								req->lang)),
			       WORD_INT("n", one->q->kind == QUESTION_LONG
						     ? ANSWER_LONG_MAX
						     : ANSWER_LINE_MAX)));
}

static bool is_chosen(const char *value, const char *code)
{
	const size_t n = strlen(code);

	for (const char *at = value; (at = strstr(at, code)); at += n)
		if ((at == value || at[-1] == ' ') && (!at[n] || at[n] == ' '))
			return true;
	return false;
}

static void fill_field(struct request *req, const struct question_asked *k,
		       size_t i, struct question_item *to)
{
	const struct question *q = &k->set.list[i];

	to->field = (struct field){
		.name = field_name(req->arena, q),
		.label = question_words(q->label, req->lang),
		.hint = question_words(q->help, req->lang),
		.value = k->list[i].value,
		.error = error_of(req, k, i),
		.required = q->required,
	};
	if (q->kind == QUESTION_LONG) {
		to->field.rows = 4;
		to->field.maxlength = ANSWER_LONG_MAX;
	} else if (q->kind == QUESTION_TEXT) {
		to->field.maxlength = ANSWER_LINE_MAX;
	} else if (q->kind == QUESTION_NUMBER) {
		to->field.inputmode = "decimal";
		to->field.maxlength = ANSWER_NUMBER_MAX;
	} else if (q->kind == QUESTION_DATE) {
		to->field.type = "date";
	}
}

static void fill_choice(struct request *req, const struct question_asked *k,
			size_t i, struct question_item *to)
{
	const struct question *q = &k->set.list[i];
	struct question_stop *stops =
		arena_array(req->arena, q->choice_count, sizeof(*stops));
	struct option *options =
		arena_array(req->arena, q->choice_count, sizeof(*options));

	for (size_t c = 0; c < q->choice_count; c++) {
		const struct question_choice *one = &q->choices[c];

		options[c] = (struct option){
			.value = one->code,
			.label = question_choice_name(q, one, req->lang),
			.selected = is_chosen(k->list[i].value, one->code),
		};
		if (one->stop)
			stops[to->stop_count++] = (struct question_stop){
				.value = one->code,
				.advice =
					question_words(one->advice, req->lang),
				.now = k->list[i].stop == one,
			};
	}
	to->stops = stops;
	to->choice = (struct choice){
		.name = field_name(req->arena, q),
		.label = question_words(q->label, req->lang),
		.hint = question_words(q->help, req->lang),
		.error = error_of(req, k, i),
		.required = q->required,
		.options = options,
		.option_count = q->choice_count,
	};
}

/* Without scripts it stands there, and says when it is meant. */
static void fill_shown_by(struct request *req, const struct question_asked *k,
			  size_t i, struct question_item *to)
{
	const struct question *q = &k->set.list[i];
	const struct question *by = question_find(&k->set, q->shown_by);
	const struct question_choice *c;

	if (!by)
		return;
	c = question_choice_find(by, q->shown_value);
	to->by = field_name(req->arena, by);
	to->value = q->shown_value;
	to->only = word_fill(
		req->arena, req->lang, W_question_only,
		WORDS(WORD_TEXT("question",
				question_words(by->label, req->lang)),
		      WORD_TEXT("answer",
				c ? question_choice_name(by, c, req->lang)
				  : "")));
}

static const char *problem_of(struct request *req,
			      const struct question_asked *k)
{
	if (!k->read || k->hush)
		return NULL;
	if (k->unseen)
		return word(req->lang, W_question_unseen);
	return k->changed ? word(req->lang, W_question_changed) : NULL;
}

void question_ask_form(struct request *req, const struct question_asked *k,
		       struct question_form *ret_form)
{
	struct question_item *items =
		arena_array(req->arena, k->set.count, sizeof(*items));

	for (size_t i = 0; i < k->set.count; i++) {
		items[i].kind = k->set.list[i].kind;
		if (question_kinds[items[i].kind].chosen)
			fill_choice(req, k, i, &items[i]);
		else
			fill_field(req, k, i, &items[i]);
		fill_shown_by(req, k, i, &items[i]);
	}
	*ret_form = (struct question_form){
		.mark = mark_of(req->arena, &k->set),
		.said = word_fill(req->arena, req->lang, W_question_said,
				  WORDS(WORD_INT("n", (int64_t)k->set.count))),
		.problem = problem_of(req, k),
		.items = items,
		.count = k->set.count,
	};
}

void question_ask_errors(struct request *req, const struct question_asked *k,
			 struct error_summary *s)
{
	error_add(req, s, "questions", problem_of(req, k));
	for (size_t i = 0; i < k->set.count; i++) {
		const struct question *q = &k->set.list[i];
		const char *name = field_name(req->arena, q);

		if (question_kinds[q->kind].chosen)
			name = arena_printf(req->arena, "%s-0", name);
		error_add(req, s, name, error_of(req, k, i));
	}
}

static bool is_written(const struct question *q)
{
	return q->kind == QUESTION_TEXT || q->kind == QUESTION_LONG;
}

enum err question_answers(struct db *db, struct arena *a, enum lang lang,
			  enum lang theirs, int64_t matter_id,
			  struct answer_list *ret_list)
{
	struct question_set set;
	struct answer_line *lines;
	struct question_answer *list;
	size_t n;
	enum err err = answers_of(db, a, matter_id, &set, &list, &n);

	if (err)
		return err;
	lines = arena_array(a, n, sizeof(*lines));
	for (size_t i = 0; i < n; i++)
		lines[i] = (struct answer_line){
			.label = question_words(list[i].q->label, lang),
			.text = answer_text(a, &list[i], lang),
			.lang = is_written(list[i].q) ? lang_codes[theirs]
						      : NULL,
		};
	*ret_list = (struct answer_list){lines, n};
	return OK;
}
