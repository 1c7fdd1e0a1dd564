/*
 * question_store.c: questions and answers in and out of the database.
 */
#include "question/question_store.h"

#include "question/question_sql.h"

/* ---- reading ---- */

static void read_words(const struct rows *r, int first,
		       const char *to[LANG__COUNT])
{
	for (int l = 0; l < LANG__COUNT; l++)
		to[l] = rows_text(r, first + l);
}

static void read_set(const struct rows *r, struct question_set *to)
{
	*to = (struct question_set){
		.id = rows_int(r, 0),
		.topic_id = rows_int(r, 1),
		.version = rows_int(r, 2),
		.edit = rows_int(r, 3),
		.answered = rows_int(r, 4),
		.saved_at = rows_int(r, 5),
	};
}

static enum err read_choices(struct db *db, struct arena *a,
			     struct question_set *set)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_question_choices, ARGS(ARG_INT(set->id)), &r);

	if (err)
		return err;
	while (rows_next(r)) {
		const size_t place = (size_t)rows_int(r, 0);
		struct question *q = &set->list[place - 1];
		struct question_choice *to;

		if (!place || place > set->count ||
		    q->choice_count == CHOICES_MAX)
			return ERR_INTERNAL;
		if (!q->choices)
			q->choices = arena_array(a, CHOICES_MAX, sizeof(*to));
		to = &q->choices[q->choice_count++];
		to->code = rows_text(r, 1);
		read_words(r, 2, to->name);
		to->stop = rows_int(r, 5);
		read_words(r, 6, to->advice);
	}
	return OK;
}

static enum err read_questions(struct db *db, struct arena *a,
			       struct question_set *set)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_question_list, ARGS(ARG_INT(set->id)), &r);

	if (err)
		return err;
	/* One more may be added before it is saved. */
	set->list = arena_array(a, rows_count(r) + 1, sizeof(*set->list));
	while (rows_next(r)) {
		struct question *to = &set->list[set->count++];

		to->code = rows_text(r, 1);
		if (!question_kind_parse(rows_text(r, 2), &to->kind))
			return ERR_INTERNAL;
		to->required = rows_int(r, 3);
		read_words(r, 4, to->label);
		read_words(r, 7, to->help);
		to->shown_by = rows_text(r, 10);
		to->shown_value = rows_text(r, 11);
	}
	return set->count ? read_choices(db, a, set) : OK;
}

static enum err read_one(struct db *db, struct arena *a,
			 const struct sql_query *q, int64_t id,
			 struct question_set *ret_set)
{
	struct question_set set;
	struct rows *r;
	enum err err = db_rows(db, a, q, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	read_set(r, &set);
	err = read_questions(db, a, &set);
	if (!err)
		*ret_set = set;
	return err;
}

enum err question_set_of(struct db *db, struct arena *a, int64_t topic_id,
			 struct question_set *ret_set)
{
	enum err err =
		read_one(db, a, &Q_question_set_newest, topic_id, ret_set);

	if (err != ERR_NOT_FOUND)
		return err;
	*ret_set = (struct question_set){
		.topic_id = topic_id,
		.list = arena_array(a, 1, sizeof(struct question)),
	};
	return OK;
}

enum err question_set_get(struct db *db, struct arena *a, int64_t id,
			  struct question_set *ret_set)
{
	return read_one(db, a, &Q_question_set_get, id, ret_set);
}

enum err question_set_versions(struct db *db, struct arena *a, int64_t topic_id,
			       struct question_set **ret_list,
			       size_t *ret_count)
{
	struct question_set *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_question_set_versions,
			       ARGS(ARG_INT(topic_id)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		read_set(r, &list[n++]);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

/* ---- writing ---- */

enum err store_set_insert(struct db *db, int64_t staff_id,
			  const struct question_set *set)
{
	int64_t changed;
	enum err err =
		db_change(db, &Q_question_set_insert,
			  ARGS(ARG_INT(set->id), ARG_INT(set->topic_id),
			       ARG_INT(set->version), ARG_INT(set->saved_at),
			       ARG_INT(staff_id)),
			  &changed);

	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

enum err store_set_reopen(struct db *db, int64_t staff_id,
			  const struct question_set *set)
{
	int64_t changed;
	enum err err =
		db_change(db, &Q_question_set_edit,
			  ARGS(ARG_INT(set->id), ARG_INT(set->edit),
			       ARG_INT(set->saved_at), ARG_INT(staff_id)),
			  &changed);

	if (err)
		return err;
	if (!changed)
		return ERR_CONFLICT;
	err = db_exec(db, &Q_question_choice_clear, ARGS(ARG_INT(set->id)));
	if (err)
		return err;
	return db_exec(db, &Q_question_clear, ARGS(ARG_INT(set->id)));
}

static struct sql_arg text(const char *t)
{
	return ARG_TEXT(t ? t : "");
}

static struct sql_arg words(const char *const w[LANG__COUNT], enum lang lang)
{
	return text(w[lang]);
}

static enum err store_choice(struct db *db, int64_t set_id, int64_t place,
			     int64_t choice_place,
			     const struct question_choice *c)
{
	return db_exec(
		db, &Q_question_choice_insert,
		ARGS(ARG_INT(set_id), ARG_INT(place), ARG_INT(choice_place),
		     ARG_TEXT(c->code), words(c->name, LANG_FI),
		     words(c->name, LANG_SV), words(c->name, LANG_EN),
		     ARG_INT(c->stop), words(c->advice, LANG_FI),
		     words(c->advice, LANG_SV), words(c->advice, LANG_EN)));
}

static enum err store_question(struct db *db, int64_t set_id, int64_t place,
			       const struct question *q)
{
	enum err err =
		db_exec(db, &Q_question_insert,
			ARGS(ARG_INT(set_id), ARG_INT(place), ARG_TEXT(q->code),
			     ARG_TEXT(question_kinds[q->kind].name),
			     ARG_INT(q->required), words(q->label, LANG_FI),
			     words(q->label, LANG_SV), words(q->label, LANG_EN),
			     words(q->help, LANG_FI), words(q->help, LANG_SV),
			     words(q->help, LANG_EN), text(q->shown_by),
			     text(q->shown_value)));

	for (size_t i = 0; i < q->choice_count && !err; i++)
		err = store_choice(db, set_id, place, (int64_t)i + 1,
				   &q->choices[i]);
	return err;
}

enum err store_questions(struct db *db, const struct question_set *set)
{
	enum err err = OK;

	for (size_t i = 0; i < set->count && !err; i++)
		err = store_question(db, set->id, (int64_t)i + 1,
				     &set->list[i]);
	return err;
}

enum err store_set_freeze(struct db *db, int64_t id)
{
	return db_send(db, &Q_question_set_freeze, ARGS(ARG_INT(id)));
}

enum err store_answer(struct db *db, int64_t matter_id, int64_t set_id,
		      int64_t place, const char *value)
{
	return db_send(db, &Q_question_answer_insert,
		       ARGS(ARG_INT(matter_id), ARG_INT(place), ARG_INT(set_id),
			    ARG_TEXT(value)));
}

enum err store_answers(struct db *db, struct arena *a, int64_t matter_id,
		       int64_t *ret_set_id, struct stored_answer **ret_list,
		       size_t *ret_count)
{
	struct stored_answer *list;
	int64_t set_id = 0;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_question_answer_list,
			       ARGS(ARG_INT(matter_id)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r)) {
		set_id = rows_int(r, 1);
		list[n++] =
			(struct stored_answer){rows_int(r, 0), rows_text(r, 2)};
	}
	*ret_set_id = set_id;
	*ret_list = list;
	*ret_count = n;
	return OK;
}
