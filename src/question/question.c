/*
 * question.c: what may be asked, and how a version becomes the next one.
 */
#include "question/question.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "question/question_store.h"
#include "tenant/audit.h"
#include "tenant/tenant.h"

const struct question_kind_row question_kinds[QUESTION__COUNT] = {
	[QUESTION_TEXT] = {"text", "string", W_question_kind_text, false},
	[QUESTION_LONG] = {"long", "text", W_question_kind_long, false},
	[QUESTION_NUMBER] = {"number", "number", W_question_kind_number, false},
	[QUESTION_DATE] = {"date", "datetime", W_question_kind_date, false},
	[QUESTION_YES_NO] = {"yes_no", "singlevaluelist",
			     W_question_kind_yes_no, true},
	[QUESTION_ONE] = {"one", "singlevaluelist", W_question_kind_one, true},
	[QUESTION_MANY] = {"many", "multivaluelist", W_question_kind_many,
			   true},
	[QUESTION_INFO] = {"info", "string", W_question_kind_info, false},
};

bool question_kind_parse(const char *name, enum question_kind *ret_kind)
{
	for (int i = 0; i < QUESTION__COUNT; i++)
		if (str_same(question_kinds[i].name, name)) {
			*ret_kind = (enum question_kind)i;
			return true;
		}
	return false;
}

/* ---- words ---- */

static enum lang own_lang(void)
{
	return tenant_now() ? tenant_now()->brand.lang : LANG_FI;
}

const char *question_words(const char *const words[LANG__COUNT], enum lang lang)
{
	if (!str_empty(words[lang]))
		return words[lang];
	if (!str_empty(words[own_lang()]))
		return words[own_lang()];
	for (int l = 0; l < LANG__COUNT; l++)
		if (!str_empty(words[l]))
			return words[l];
	return "";
}

const char *question_choice_name(const struct question *q,
				 const struct question_choice *c,
				 enum lang lang)
{
	if (q->kind == QUESTION_YES_NO)
		return word(lang, str_same(c->code, "yes") ? W_common_yes
							   : W_common_no);
	return question_words(c->name, lang);
}

/* ---- rules ---- */

const struct question *question_find(const struct question_set *set,
				     const char *code)
{
	for (size_t i = 0; i < set->count; i++)
		if (str_same(set->list[i].code, code))
			return &set->list[i];
	return NULL;
}

const struct question_choice *question_choice_find(const struct question *q,
						   const char *code)
{
	for (size_t i = 0; i < q->choice_count; i++)
		if (str_same(q->choices[i].code, code))
			return &q->choices[i];
	return NULL;
}

static bool code_ok(const char *code)
{
	size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return *code >= 'a' && *code <= 'z' && n <= QUESTION_CODE_MAX &&
	       !code[n];
}

static bool any_longer(const char *const words[LANG__COUNT], size_t max)
{
	for (int l = 0; l < LANG__COUNT; l++)
		if (words[l] && utf8_length(words[l]) > max)
			return true;
	return false;
}

static unsigned choice_faults(const struct question *q, size_t at,
			      enum lang own)
{
	const struct question_choice *c = &q->choices[at];
	const bool named = q->kind != QUESTION_YES_NO;
	unsigned bad = 0;

	if (named &&
	    (str_empty(c->name[own]) || any_longer(c->name, CHOICE_NAME_MAX)))
		bad |= QUESTION_BAD_CHOICE;
	if (!code_ok(c->code) || question_choice_find(q, c->code) != c)
		bad |= QUESTION_CHOICE_CODE;
	if ((c->stop && str_empty(c->advice[own])) ||
	    any_longer(c->advice, CHOICE_ADVICE_MAX))
		bad |= QUESTION_NO_ADVICE;
	return bad;
}

static unsigned choices_faults(const struct question *q, enum lang own)
{
	unsigned bad = 0;

	if (!question_kinds[q->kind].chosen)
		return 0;
	if (q->choice_count < 2)
		bad |= QUESTION_FEW_CHOICES;
	if (q->choice_count > CHOICES_MAX)
		return bad | QUESTION_TOO_MANY;
	for (size_t i = 0; i < q->choice_count; i++)
		bad |= choice_faults(q, i, own);
	return bad;
}

/* Shown always, or by a choice of a question before it. */
static bool shown_ok(const struct question_set *set, const struct question *q)
{
	const struct question *by;

	if (str_empty(q->shown_by))
		return true;
	by = question_find(set, q->shown_by);
	return by && by < q && question_kinds[by->kind].chosen &&
	       question_choice_find(by, q->shown_value);
}

unsigned question_faults(const struct question_set *set, size_t place,
			 enum lang own)
{
	const struct question *q = &set->list[place];
	unsigned bad = choices_faults(q, own);

	if (set->count > QUESTIONS_MAX)
		bad |= QUESTION_TOO_MANY;
	if (str_empty(q->label[own]) ||
	    any_longer(q->label, QUESTION_LABEL_MAX))
		bad |= QUESTION_BAD_LABEL;
	if (any_longer(q->help, QUESTION_HELP_MAX))
		bad |= QUESTION_BAD_HELP;
	if (!code_ok(q->code))
		bad |= QUESTION_BAD_CODE;
	for (size_t i = 0; i < set->count; i++)
		if (i != place && str_same(set->list[i].code, q->code))
			bad |= QUESTION_CODE_TAKEN;
	if (!shown_ok(set, q))
		bad |= QUESTION_BAD_SHOWN_BY;
	return bad;
}

const struct question *question_loose(const struct question_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (!shown_ok(set, &set->list[i]))
			return &set->list[i];
	return NULL;
}

static void choice_codes(struct arena *a, struct question *q)
{
	int n = 0;

	for (size_t i = 0; i < q->choice_count; i++)
		while (str_empty(q->choices[i].code)) {
			char *code = arena_printf(a, "c%d", ++n);

			if (!question_choice_find(q, code))
				q->choices[i].code = code;
		}
}

void question_codes(struct arena *a, struct question_set *set)
{
	int n = 0;

	for (size_t i = 0; i < set->count; i++) {
		while (str_empty(set->list[i].code)) {
			char *code = arena_printf(a, "q%d", ++n);

			if (!question_find(set, code))
				set->list[i].code = code;
		}
		choice_codes(a, &set->list[i]);
	}
}

/* ---- saving ---- */

/* What is frozen stays; the next version begins as a copy of what is saved. */
static enum err begin(struct db *db, int64_t staff_id, bool frozen,
		      struct question_set *set)
{
	if (set->id && !frozen)
		return store_set_reopen(db, staff_id, set);
	set->id = db_new_id(db);
	set->version++;
	return store_set_insert(db, staff_id, set);
}

enum err question_set_save(struct db *db, struct arena *a, int64_t staff_id,
			   const struct question_set *set, int64_t *ret_version)
{
	struct question_set now, next = *set;
	enum err err = question_set_of(db, a, set->topic_id, &now);

	if (err)
		return err;
	if (now.id != set->id || now.edit != set->edit)
		return ERR_CONFLICT;
	question_codes(a, &next);
	for (size_t i = 0; i < next.count; i++)
		if (question_faults(&next, i, own_lang()))
			return ERR_INVALID;
	next.saved_at = clock_now_us();
	err = begin(db, staff_id, now.answered, &next);
	if (!err)
		err = store_questions(db, &next);
	if (!err)
		*ret_version = next.version;
	return err;
}

enum err question_set_change(struct db *db, struct arena *a, int64_t staff_id,
			     const struct question_set *set)
{
	int64_t version;
	struct json j;
	struct str s;
	enum err err = question_set_save(db, a, staff_id, set, &version);

	if (err)
		return err;
	str_init(&s, a, 96);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_int(&j, "topic", set->topic_id);
	json_put_int(&j, "version", version);
	json_put_int(&j, "questions", (int64_t)set->count);
	json_close(&j, '}');
	return audit_add(db, a, "questions_saved", staff_id, s.ptr);
}
