/*
 * demo_questions.c: what the demo municipality asks about some topics, and what
 * was answered.
 */
#include "app/demo.h"

#include "base/str.h"
#include "question/question.h"
#include "topic/topic.h"

/* ---- what is asked ---- */

static void read_choice(const json_t *row, struct question_choice *to)
{
	const json_t *advice = json_object_get(row, "advice");

	*to = (struct question_choice){
		.code = demo_text(row, "code"),
		.stop = advice != NULL,
	};
	for (int l = 0; l < LANG__COUNT; l++) {
		to->name[l] = demo_text(row, lang_codes[l]);
		to->advice[l] = advice ? demo_text(advice, lang_codes[l]) : "";
	}
}

static void read_choices(struct arena *a, json_t *list, struct question *q)
{
	json_t *row;
	size_t i;

	q->choices = arena_array(a, json_array_size(list), sizeof(*q->choices));
	json_array_foreach(list, i, row)
		read_choice(row, &q->choices[q->choice_count++]);
}

static const char *word_at(const json_t *words, size_t i)
{
	const char *s = json_string_value(json_array_get(words, i));

	return s ? s : "";
}

static bool read_question(struct arena *a, const json_t *row,
			  struct question *to)
{
	const char *by = demo_text(row, "by");
	const size_t n = strcspn(by, "=");

	*to = (struct question){
		.code = demo_text(row, "code"),
		.required = json_is_true(json_object_get(row, "required")),
		.shown_by = arena_strndup(a, by, n),
		.shown_value = by[n] ? by + n + 1 : "",
	};
	for (int l = 0; l < LANG__COUNT; l++) {
		const json_t *words = json_object_get(row, lang_codes[l]);

		to->label[l] = word_at(words, 0);
		to->help[l] = word_at(words, 1);
	}
	read_choices(a, json_object_get(row, "choices"), to);
	return question_kind_parse(demo_text(row, "kind"), &to->kind);
}

static enum err make_set(struct db *db, struct arena *a, const json_t *row,
			 int64_t staff_id)
{
	json_t *list = json_object_get(row, "list");
	struct question_set set = {0};
	struct topic topic;
	int64_t version;
	json_t *q;
	size_t i;
	enum err err = topic_by_code(db, a, demo_text(row, "topic"), &topic);

	if (err)
		return err;
	set.topic_id = topic.id;
	set.list = arena_array(a, json_array_size(list), sizeof(*set.list));
	json_array_foreach(list, i, q)
	{
		if (!read_question(a, q, &set.list[set.count++]))
			return ERR_INVALID;
	}
	return question_set_save(db, a, staff_id, &set, &version);
}

enum err demo_questions_make(struct db *db, struct arena *a,
			     const struct demo_data *data,
			     const struct demo_town *town)
{
	json_t *list = json_object_get(data->town, "questions");
	json_t *row;
	size_t i;
	enum err err = OK;

	json_array_foreach(list, i, row)
	{
		if (!err)
			err = make_set(db, a, row,
				       town->staff[0].session.staff_id);
	}
	return err;
}

/* ---- what was answered ---- */

/* Any choice that does not stop. */
static const char *answer_of(struct arena *a, const struct question *q,
			     uint32_t n)
{
	if (q->kind == QUESTION_NUMBER)
		return arena_printf(a, "%u", 1 + demo_dice(n, 71, 4));
	if (q->kind == QUESTION_TEXT)
		return arena_printf(a, "%u-%02u", 1000 + demo_dice(n, 72, 90),
				    1 + demo_dice(n, 73, 40));
	for (size_t i = 0; i < q->choice_count; i++) {
		const struct question_choice *c =
			&q->choices[(i + demo_dice(n, 74, 3)) %
				    q->choice_count];

		if (!c->stop)
			return c->code;
	}
	return "";
}

enum err demo_questions_answer(struct db *db, struct arena *a,
			       const struct matter *m, uint32_t n)
{
	struct question_answer *list;
	struct question_set set;
	enum err err;

	if (!m->topic_id)
		return OK;
	err = question_set_of(db, a, m->topic_id, &set);
	if (err || !set.count)
		return err;
	list = arena_array(a, set.count, sizeof(*list));
	for (size_t i = 0; i < set.count; i++)
		list[i].value = answer_of(a, &set.list[i], n);
	answers_check(a, &set, list);
	return answers_put(db, m->id, &set, list);
}
