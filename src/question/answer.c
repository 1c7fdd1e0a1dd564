/*
 * answer.c: what was answered: is it asked at all, is it right, how is it kept
 * and read.
 */
#include "base/str.h"
#include "base/typed.h"
#include "base/utf8.h"
#include "html/out.h"
#include "question/question.h"
#include "question/question_store.h"

/* ---- is it right ---- */

/* "12", "-3,5", "1 200": kept as 12, -3.5, 1200. */
static const char *number_typed(struct arena *a, const char *text)
{
	size_t digits = 0, marks = 0;
	uint32_t c;
	struct str s;

	str_init(&s, a, ANSWER_NUMBER_MAX + 1);
	while ((c = utf8_next(&text))) {
		if (c == ' ' || c == 0xa0 || c == 0x202f)
			continue;
		if (c >= '0' && c <= '9')
			digits++;
		else if (c == ',' || c == '.')
			marks += digits ? 1 : 2;
		else if (c != '-' || s.len)
			return NULL;
		str_putc(&s, (char)(c == ',' ? '.' : c));
	}
	if (!digits || marks > 1 || s.ptr[s.len - 1] == '.' ||
	    s.len > ANSWER_NUMBER_MAX)
		return NULL;
	return s.ptr;
}

static void check_number(struct arena *a, struct question_answer *one)
{
	const char *number = number_typed(a, one->value);

	if (number)
		one->value = number;
	else
		one->fault = ANSWER_NO_NUMBER;
}

static void check_date(struct arena *a, struct question_answer *one)
{
	struct date d;

	if (date_typed(one->value, &d))
		one->fault = ANSWER_NO_DATE;
	else
		one->value = date_iso(a, d);
}

/* One word after the other of a value; NULL at the end. */
static const char *next_code(struct arena *a, const char **ret_rest)
{
	const char *from = *ret_rest + strspn(*ret_rest, " ");
	const size_t n = strcspn(from, " ");

	*ret_rest = from + n;
	return n ? arena_strndup(a, from, n) : NULL;
}

static bool has_code(struct arena *a, const char *value, const char *code)
{
	const char *one;

	while ((one = next_code(a, &value)))
		if (str_same(one, code))
			return true;
	return false;
}

/* In the order of the choices, each once. */
static void check_choices(struct arena *a, struct question_answer *one)
{
	const char *rest = one->value, *code;
	struct str s;
	size_t n = 0;

	while ((code = next_code(a, &rest)) && ++n)
		if (!question_choice_find(one->q, code))
			one->fault = ANSWER_NO_CHOICE;
	if (n > 1 && one->q->kind != QUESTION_MANY)
		one->fault = ANSWER_NO_CHOICE;
	if (one->fault)
		return;
	str_init(&s, a, 32);
	for (size_t i = 0; i < one->q->choice_count; i++) {
		const struct question_choice *c = &one->q->choices[i];

		if (!has_code(a, one->value, c->code))
			continue;
		if (s.len)
			str_putc(&s, ' ');
		str_puts(&s, c->code);
		if (c->stop && !one->stop)
			one->stop = c;
	}
	one->value = s.ptr;
	if (one->stop)
		one->fault = ANSWER_STOP;
}

static void check_length(struct question_answer *one, size_t max)
{
	if (utf8_length(one->value) > max)
		one->fault = ANSWER_LONG;
}

static void check_one(struct arena *a, struct question_answer *one)
{
	if (str_empty(one->value)) {
		one->fault = one->q->required ? ANSWER_MISSING : ANSWER_OK;
		return;
	}
	switch (one->q->kind) {
	case QUESTION_TEXT:
		check_length(one, ANSWER_LINE_MAX);
		break;
	case QUESTION_LONG:
		check_length(one, ANSWER_LONG_MAX);
		break;
	case QUESTION_NUMBER:
		check_number(a, one);
		break;
	case QUESTION_DATE:
		check_date(a, one);
		break;
	case QUESTION_YES_NO:
	case QUESTION_ONE:
	case QUESTION_MANY:
		check_choices(a, one);
		break;
	case QUESTION_INFO:
	case QUESTION__COUNT:
		break;
	}
}

/* Is the answer before it there that shows it? */
static bool is_asked(struct arena *a, const struct question_set *set,
		     const struct question_answer *list,
		     const struct question *q)
{
	const struct question *by;
	const struct question_answer *before;

	if (q->kind == QUESTION_INFO)
		return false;
	if (str_empty(q->shown_by))
		return true;
	by = question_find(set, q->shown_by);
	if (!by || by >= q)
		return false;
	before = &list[by - set->list];
	return before->asked && has_code(a, before->value, q->shown_value);
}

void answers_check(struct arena *a, const struct question_set *set,
		   struct question_answer *list)
{
	for (size_t i = 0; i < set->count; i++) {
		struct question_answer *one = &list[i];

		one->q = &set->list[i];
		one->fault = ANSWER_OK;
		one->stop = NULL;
		one->asked = is_asked(a, set, list, one->q);
		if (one->asked)
			check_one(a, one);
	}
}

/* ---- in and out ---- */

enum err answers_put(struct db *db, int64_t matter_id,
		     const struct question_set *set,
		     const struct question_answer *list)
{
	bool any = false;
	enum err err = OK;

	for (size_t i = 0; i < set->count && !err; i++) {
		if (!list[i].asked || str_empty(list[i].value))
			continue;
		any = true;
		err = store_answer(db, matter_id, set->id, (int64_t)i + 1,
				   list[i].value);
	}
	if (err || !any || set->answered)
		return err;
	return store_set_freeze(db, set->id);
}

enum err answers_of(struct db *db, struct arena *a, int64_t matter_id,
		    struct question_set *ret_set,
		    struct question_answer **ret_list, size_t *ret_count)
{
	struct stored_answer *rows;
	struct question_answer *list;
	int64_t set_id;
	size_t n;
	enum err err = store_answers(db, a, matter_id, &set_id, &rows, &n);

	*ret_count = 0;
	if (err || !n)
		return err;
	err = question_set_get(db, a, set_id, ret_set);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_INTERNAL : err;
	list = arena_array(a, n, sizeof(*list));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].place < 1 ||
		    rows[i].place > (int64_t)ret_set->count)
			return ERR_INTERNAL;
		list[i] = (struct question_answer){
			.q = &ret_set->list[rows[i].place - 1],
			.value = rows[i].value,
			.asked = true,
		};
	}
	*ret_list = list;
	*ret_count = n;
	return OK;
}

/* ---- for people ---- */

static const char *
choices_text(struct arena *a, const struct question_answer *one, enum lang lang)
{
	struct str s;

	str_init(&s, a, 64);
	for (size_t i = 0; i < one->q->choice_count; i++) {
		const struct question_choice *c = &one->q->choices[i];

		if (!has_code(a, one->value, c->code))
			continue;
		if (s.len)
			str_puts(&s, ", ");
		str_puts(&s, question_choice_name(one->q, c, lang));
	}
	return s.ptr;
}

/* A decimal comma, but in English. */
static const char *number_text(struct arena *a, const char *value,
			       enum lang lang)
{
	char *text = arena_strdup(a, value);
	char *point = strchr(text, '.');

	if (point && lang != LANG_EN)
		*point = ',';
	return text;
}

const char *answer_text(struct arena *a, const struct question_answer *one,
			enum lang lang)
{
	struct date d;

	if (question_kinds[one->q->kind].chosen)
		return choices_text(a, one, lang);
	if (one->q->kind == QUESTION_NUMBER)
		return number_text(a, one->value, lang);
	if (one->q->kind == QUESTION_DATE && !date_typed(one->value, &d))
		return text_date(a, lang, date_start_us(d));
	return one->value;
}
