/*
 * test_question.c: what may be asked, which answers are right and kept, and
 * that what was answered never changes. On both engines.
 */
#include "question/question_sql.h"
#include "question/question_store.h"
#include "town.h"

static struct question_choice yes_no[] = {
	{.code = "yes", .stop = true, .advice = {"Soita.", "", ""}},
	{.code = "no"},
};
static struct question_choice colours[] = {
	{.code = "red", .name = {"Punainen", "Röd", "Red"}},
	{.code = "redder", .name = {"Punaisempi", "", ""}},
	{.code = "blue", .name = {"Sininen", "Blå", ""}},
};
enum { DANGER, COLOURS, SHADE, COUNT_Q, DAY, NOTE, ALL };

/* Every kind that is answered; SHADE stands on COLOURS. */
static struct question_set make_set(void)
{
	static const struct question all[ALL] = {
		[DANGER] = {.code = "danger",
			    .kind = QUESTION_YES_NO,
			    .required = true,
			    .label = {"Vaara?", "", ""},
			    .shown_by = "",
			    .choices = yes_no,
			    .choice_count = 2},
		[COLOURS] = {.code = "colours",
			     .kind = QUESTION_MANY,
			     .label = {"Värit?", "Färger?", ""},
			     .shown_by = "",
			     .choices = colours,
			     .choice_count = 3},
		[SHADE] = {.code = "shade",
			   .kind = QUESTION_TEXT,
			   .required = true,
			   .label = {"Sävy?", "", ""},
			   .shown_by = "colours",
			   .shown_value = "red"},
		[COUNT_Q] = {.code = "count",
			     .kind = QUESTION_NUMBER,
			     .label = {"Montako?", "", ""},
			     .shown_by = ""},
		[DAY] = {.code = "day",
			 .kind = QUESTION_DATE,
			 .label = {"Milloin?", "", ""},
			 .shown_by = ""},
		[NOTE] = {.code = "note",
			  .kind = QUESTION_INFO,
			  .label = {"Huomaa", "", ""},
			  .shown_by = ""},
	};
	struct question_set set = {
		.topic_id = 7,
		.list = arena_array(a, ALL + 1, sizeof(struct question)),
		.count = ALL,
	};

	memcpy(set.list, all, sizeof(all));
	return set;
}

/* ---- answers ---- */

static void suite_answers(void)
{
	static const struct {
		const char *value[ALL]; /* NULL = "" */
		int at;                 /* which answer is looked at */
		enum answer_fault fault;
		const char *kept; /* NULL = not asked */
	} cases[] = {
		{{NULL}, DANGER, ANSWER_MISSING, ""},
		{{"no"}, DANGER, ANSWER_OK, "no"},
		{{"yes"}, DANGER, ANSWER_STOP, "yes"},
		{{"maybe"}, DANGER, ANSWER_NO_CHOICE, "maybe"},
		{{"no yes"}, DANGER, ANSWER_NO_CHOICE, "no yes"},
		{{"no", "blue red red"}, COLOURS, ANSWER_OK, "red blue"},
		{{"no", "blue green"}, COLOURS, ANSWER_NO_CHOICE, "blue green"},
		{{"no", NULL, "tumma"}, SHADE, ANSWER_OK, NULL},
		{{"no", "redder", "tumma"}, SHADE, ANSWER_OK, NULL},
		{{"no", "blue", NULL}, SHADE, ANSWER_OK, NULL},
		{{"no", "blue red"}, SHADE, ANSWER_MISSING, ""},
		{{"no", "red", "tumma"}, SHADE, ANSWER_OK, "tumma"},
		{{"no", NULL, NULL, "1 200,50"}, COUNT_Q, ANSWER_OK, "1200.50"},
		{{"no", NULL, NULL, "-3"}, COUNT_Q, ANSWER_OK, "-3"},
		{{"no", NULL, NULL, "1,2,3"},
		 COUNT_Q,
		 ANSWER_NO_NUMBER,
		 "1,2,3"},
		{{"no", NULL, NULL, ",5"}, COUNT_Q, ANSWER_NO_NUMBER, ",5"},
		{{"no", NULL, NULL, "5,"}, COUNT_Q, ANSWER_NO_NUMBER, "5,"},
		{{"no", NULL, NULL, "kaksi"},
		 COUNT_Q,
		 ANSWER_NO_NUMBER,
		 "kaksi"},
		{{"no", NULL, NULL, "0x10"}, COUNT_Q, ANSWER_NO_NUMBER, "0x10"},
		{{"no", NULL, NULL, "123456789012345678901"},
		 COUNT_Q,
		 ANSWER_NO_NUMBER,
		 "123456789012345678901"},
		{{"no", [DAY] = "24.12.2026"}, DAY, ANSWER_OK, "2026-12-24"},
		{{"no", [DAY] = "31.2.2026"}, DAY, ANSWER_NO_DATE, "31.2.2026"},
		{{"no", [NOTE] = "x"}, NOTE, ANSWER_OK, NULL},
	};
	struct question_set set = make_set();

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct question_answer list[ALL];
		const struct question_answer *is = &list[cases[i].at];

		for (int n = 0; n < ALL; n++)
			list[n].value =
				cases[i].value[n] ? cases[i].value[n] : "";
		answers_check(a, &set, list);
		ok(is->fault == cases[i].fault &&
			   is->asked == (cases[i].kept != NULL) &&
			   (!cases[i].kept ||
			    str_same(is->value, cases[i].kept)),
		   "answer %zu: fault %d, %s \"%s\"", i, (int)is->fault,
		   is->asked ? "asked" : "not asked", is->value);
	}
}

static void suite_words(void)
{
	struct question_set set = make_set();
	struct question_answer one = {.q = &set.list[COLOURS],
				      .value = "red blue"};

	ok(str_same(answer_text(a, &one, LANG_SV), "Röd, Blå"), "in Swedish");
	ok(str_same(answer_text(a, &one, LANG_EN), "Red, Sininen"),
	   "a word that is missing is the municipality's own");
	one = (struct question_answer){.q = &set.list[DAY],
				       .value = "2026-12-24"};
	ok(str_same(answer_text(a, &one, LANG_FI), "24.12.2026"), "a date");
	one = (struct question_answer){.q = &set.list[COUNT_Q],
				       .value = "12.5"};
	ok(str_same(answer_text(a, &one, LANG_FI), "12,5"), "a number");
	one = (struct question_answer){.q = &set.list[DANGER], .value = "no"};
	ok(str_same(answer_text(a, &one, LANG_SV), "Nej"), "yes or no");
}

/* ---- what may be asked ---- */

static unsigned faults_with(void (*change)(struct question_set *set), int at)
{
	struct question_set set = make_set();
	struct question *q = &set.list[COLOURS];
	struct question_choice *own =
		arena_array(a, CHOICES_MAX + 1, sizeof(*own));

	memcpy(own, colours, sizeof(colours));
	q->choices = own;
	change(&set);
	return question_faults(&set, (size_t)at, LANG_FI);
}

static void nothing(struct question_set *set)
{
	(void)set;
}

static void no_label(struct question_set *set)
{
	set->list[SHADE].label[LANG_FI] = "";
	set->list[SHADE].label[LANG_SV] = "Nyans?";
}

static void same_code(struct question_set *set)
{
	set->list[SHADE].code = "day";
}

static void odd_code(struct question_set *set)
{
	set->list[SHADE].code = "1Sävy";
}

static void shown_later(struct question_set *set)
{
	set->list[DANGER].shown_by = "colours";
	set->list[DANGER].shown_value = "red";
}

static void shown_by_itself(struct question_set *set)
{
	set->list[COLOURS].shown_by = "colours";
	set->list[COLOURS].shown_value = "red";
}

static void shown_by_text(struct question_set *set)
{
	set->list[DAY].shown_by = "shade";
	set->list[DAY].shown_value = "";
}

static void shown_by_none(struct question_set *set)
{
	set->list[SHADE].shown_value = "green";
}

static void one_choice(struct question_set *set)
{
	set->list[COLOURS].choice_count = 1;
}

static void twin_choice(struct question_set *set)
{
	set->list[COLOURS].choices[2].code = "red";
}

static void nameless_choice(struct question_set *set)
{
	set->list[COLOURS].choices[1].name[LANG_FI] = "";
}

static void no_advice(struct question_set *set)
{
	set->list[COLOURS].choices[1].stop = true;
	set->list[COLOURS].choices[1].advice[LANG_SV] = "Ring.";
}

static void suite_faults(void)
{
	static const struct {
		const char *what;
		void (*change)(struct question_set *set);
		int at;
		unsigned bad;
	} cases[] = {
		{"as it is", nothing, SHADE, 0},
		{"no words of the own language", no_label, SHADE,
		 QUESTION_BAD_LABEL},
		{"the same code twice", same_code, SHADE, QUESTION_CODE_TAKEN},
		{"an odd code", odd_code, SHADE, QUESTION_BAD_CODE},
		{"shown by a later one", shown_later, DANGER,
		 QUESTION_BAD_SHOWN_BY},
		{"shown by itself", shown_by_itself, COLOURS,
		 QUESTION_BAD_SHOWN_BY},
		{"shown by what has no choices", shown_by_text, DAY,
		 QUESTION_BAD_SHOWN_BY},
		{"shown by no choice there is", shown_by_none, SHADE,
		 QUESTION_BAD_SHOWN_BY},
		{"one choice", one_choice, COLOURS, QUESTION_FEW_CHOICES},
		{"two choices alike", twin_choice, COLOURS,
		 QUESTION_CHOICE_CODE},
		{"a choice without name", nameless_choice, COLOURS,
		 QUESTION_BAD_CHOICE},
		{"a stop without advice", no_advice, COLOURS,
		 QUESTION_NO_ADVICE},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const unsigned is = faults_with(cases[i].change, cases[i].at);

		ok(is == cases[i].bad, "%s: %#x", cases[i].what, is);
	}
}

static void suite_codes(void)
{
	struct question list[3] = {{.code = "q2"}, {.code = ""}, {.code = ""}};
	struct question_set set = {.list = list, .count = 3};

	question_codes(a, &set);
	ok(str_same(list[0].code, "q2") && str_same(list[1].code, "q1") &&
		   str_same(list[2].code, "q3"),
	   "codes nobody typed: %s %s", list[1].code, list[2].code);
}

/* ---- versions ---- */

static struct question_set newest(void)
{
	struct question_set set = {.id = -1};

	ok(!question_set_of(db, a, 7, &set), "%s: the newest", on);
	return set;
}

static bool save(struct question_set set, const char *label)
{
	int64_t version;

	set.list[SHADE].label[LANG_FI] = label;
	return !question_set_save(db, a, 1, &set, &version);
}

static void answer(const struct question_set *set, int64_t matter)
{
	struct question_answer list[ALL] = {
		[DANGER].value = "no",   [COLOURS].value = "red",
		[SHADE].value = "tumma", [COUNT_Q].value = "2",
		[DAY].value = "",        [NOTE].value = ""};

	answers_check(a, set, list);
	ok(!answers_put(db, matter, set, list), "%s: answered", on);
}

static const char *asked_by(int64_t matter, size_t *ret_count)
{
	struct question_answer *list;
	struct question_set set;

	if (answers_of(db, a, matter, &set, &list, ret_count) || !*ret_count)
		return "";
	for (size_t i = 0; i < *ret_count; i++)
		if (str_same(list[i].q->code, "shade"))
			return list[i].q->label[LANG_FI];
	return "";
}

static void suite_versions(void)
{
	struct question_set set, stale;
	size_t n;

	begin();
	ok(save(make_set(), "Sävy?"), "%s: the first version", on);
	stale = newest();
	ok(stale.version == 1 && stale.edit == 1 && stale.count == ALL &&
		   stale.list[DANGER].choices[0].stop,
	   "%s: is as it was saved", on);
	ok(save(stale, "Mikä sävy?"), "%s: written in place", on);
	set = newest();
	ok(set.version == 1 && set.edit == 2 && set.id == stale.id,
	   "%s: nobody has answered", on);
	ok(!save(stale, "Toinen"), "%s: somebody saved meanwhile", on);
	answer(&set, 100);
	set = newest();
	ok(set.answered, "%s: frozen", on);
	ok(save(set, "Uusi sanamuoto?"), "%s: saved again", on);
	set = newest();
	ok(set.version == 2 && !set.answered && set.id != stale.id,
	   "%s: a new version", on);
	answer(&set, 101);
	ok(str_same(asked_by(100, &n), "Mikä sävy?") && n == 4,
	   "%s: an old answer has its words", on);
	ok(str_same(asked_by(101, &n), "Uusi sanamuoto?"), "%s: a new one, too",
	   on);
	set = newest();
	set.count = 0;
	ok(save(set, ""), "%s: nothing is asked any more", on);
	ok(newest().count == 0 && newest().version == 3, "%s: version 3", on);
	ok(asked_by(102, &n) && !n, "%s: nobody answered", on);
	commit();
}

/* Who reached past the rules still meets the queries. */
static void suite_frozen(void)
{
	QUERY(count, "SELECT count(*) FROM question WHERE tenant_id = $1 "
		     "AND set_id = $2");
	struct question_set *list, first;
	struct rows *r;
	size_t n;

	begin();
	ok(!question_set_versions(db, a, 7, &list, &n) && n == 3,
	   "%s: three versions", on);
	first = list[2];
	ok(first.version == 1 && first.answered, "%s: the first", on);
	ok(store_set_reopen(db, 1, &first) == ERR_CONFLICT,
	   "%s: cannot be reopened", on);
	ok(!db_exec(db, &Q_question_clear, ARGS(ARG_INT(first.id))) &&
		   !db_exec(db, &Q_question_choice_clear,
			    ARGS(ARG_INT(first.id))),
	   "%s: nor emptied", on);
	ok(!question_set_get(db, a, first.id, &first) && first.count == ALL &&
		   first.list[COLOURS].choice_count == 3,
	   "%s: all of it is there", on);
	ok(!db_rows(db, a, &count, ARGS(ARG_INT(first.id)), &r) &&
		   rows_next(r) && rows_int(r, 0) == ALL,
	   "%s: every row", on);
	commit();
}

static void suite(const char *engine, const char *url)
{
	static struct tenant town = {TOWN};
	struct sql_config c = {.url = url, .cache_bytes = 16 << 20};
	int64_t id;

	on = engine;
	c.dir = arena_printf(a, "%s/%s", getenv("KAIKU_TEST_DIR"), engine);
	if (!ok(!pool_open(&c, &pool), "%s: open", on) ||
	    !ok(!pool_create(pool, "town", &id) && !pool_get(pool, id, &db),
		"%s: a town: %s", on, pool_error(pool)))
		return;
	town.id = id;
	tenant_now_set(&town);
	suite_versions();
	suite_frozen();
	pool_close(pool);
	arena_release(&arena);
}

int main(void)
{
	make_folder();
	suite_answers();
	suite_words();
	suite_faults();
	suite_codes();
	return on_each_engine("test_question", suite);
}
