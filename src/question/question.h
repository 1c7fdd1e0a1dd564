/*
 * question.h: what is asked beside the message when a topic is chosen: few
 * questions of a closed list of kinds, written by the municipality.
 *
 * The questions of a topic are one set with versions. The newest is asked. It
 * is written in place until somebody has answered it; then it is frozen, and
 * the next change makes a new version. An answer is kept with its version, so
 * it always reads with the words it was asked by.
 *
 * A question may be shown by one earlier answer only. A choice may stop: it is
 * answered with advice instead of a message taken in.
 *
 * As Open311 (GeoReport v2) says it: a question is an attribute; its code, its
 * place the order, required, label the description, help the
 * datatype_description, an information is not variable; question_kinds has the
 * datatype; a choice is a value with key and name; shown_by and shown_value are
 * the dependency.
 */
#ifndef QUESTION_QUESTION_H
#define QUESTION_QUESTION_H

#include "base/lang.h"
#include "sql/sql.h"

#include <stdbool.h>

/* docs/limits.md has these too. All lengths in characters. */
enum {
	QUESTIONS_MAX = 20, /* of a topic */
	CHOICES_MAX = 20,   /* of a question */
	QUESTION_CODE_MAX = 40,
	QUESTION_LABEL_MAX = 200,
	QUESTION_HELP_MAX = 500,
	CHOICE_NAME_MAX = 100,
	CHOICE_ADVICE_MAX = 2000,
	ANSWER_LINE_MAX = 200,
	ANSWER_LONG_MAX = 2000,
	ANSWER_NUMBER_MAX = 20,
};

enum question_kind {
	QUESTION_TEXT,
	QUESTION_LONG,
	QUESTION_NUMBER,
	QUESTION_DATE,
	QUESTION_YES_NO, /* choices "yes" and "no", with words of ours */
	QUESTION_ONE,
	QUESTION_MANY,
	QUESTION_INFO, /* asks nothing: label and help are read */
	QUESTION__COUNT
};
extern const struct question_kind_row {
	const char *name;    /* in rows and forms */
	const char *open311; /* its datatype */
	int word;            /* enum word: what the administration reads */
	bool chosen;         /* answered by choices */
} question_kinds[QUESTION__COUNT];
bool question_kind_parse(const char *name, enum question_kind *ret_kind);

struct question_choice {
	const char *code;
	const char *name[LANG__COUNT];
	bool stop;
	const char *advice[LANG__COUNT]; /* Markdown; of a stop */
};

struct question {
	const char *code; /* of the set */
	enum question_kind kind;
	bool required;
	const char *label[LANG__COUNT], *help[LANG__COUNT];
	const char *shown_by; /* code of an earlier question; "" = always */
	const char *shown_value;
	struct question_choice *choices;
	size_t choice_count;
};

struct question_set {
	int64_t id; /* 0 = the topic has none yet */
	int64_t topic_id;
	int64_t version, edit;
	bool answered;
	int64_t saved_at;
	struct question *list;
	size_t count;
};

/* The newest of the topic; id 0 and no questions when there is none. */
MUST_CHECK enum err question_set_of(struct db *db, struct arena *a,
				    int64_t topic_id,
				    struct question_set *ret_set);
/* One version. ERR_NOT_FOUND. */
MUST_CHECK enum err question_set_get(struct db *db, struct arena *a, int64_t id,
				     struct question_set *ret_set);
/* All versions, the newest first, without their questions. */
MUST_CHECK enum err question_set_versions(struct db *db, struct arena *a,
					  int64_t topic_id,
					  struct question_set **ret_list,
					  size_t *ret_count);

/* The words for this reader: else those in the municipality's own language,
 * else any there are. */
const char *question_words(const char *const words[LANG__COUNT],
			   enum lang lang);
/* Yes and no have the service's words. */
const char *question_choice_name(const struct question *q,
				 const struct question_choice *c,
				 enum lang lang);

/* ---- what may stand in a set ---- */

const struct question *question_find(const struct question_set *set,
				     const char *code);
const struct question_choice *question_choice_find(const struct question *q,
						   const char *code);
/* What is wrong with the question at this place, one bit a field. own is the
 * municipality's language, whose words must be there. */
enum {
	QUESTION_BAD_LABEL = 1 << 0,    /* missing or too long */
	QUESTION_BAD_HELP = 1 << 1,     /* too long */
	QUESTION_BAD_CODE = 1 << 2,     /* not [a-z][a-z0-9_]{0,39} */
	QUESTION_CODE_TAKEN = 1 << 3,   /* by another question of the set */
	QUESTION_FEW_CHOICES = 1 << 4,  /* fewer than two */
	QUESTION_BAD_CHOICE = 1 << 5,   /* without name, or too long */
	QUESTION_CHOICE_CODE = 1 << 6,  /* malformed, or there twice */
	QUESTION_NO_ADVICE = 1 << 7,    /* a stop without, or too long */
	QUESTION_BAD_SHOWN_BY = 1 << 8, /* not an earlier question's choice */
	QUESTION_TOO_MANY = 1 << 9,
};
unsigned question_faults(const struct question_set *set, size_t place,
			 enum lang own);
/* The first question that shows itself by an answer that is not there before
 * it, or NULL: after one was moved, changed or taken away. */
const struct question *question_loose(const struct question_set *set);
/* Codes nobody typed: q1, q2 ... and c1, c2 ..., free in the set. */
void question_codes(struct arena *a, struct question_set *set);

/*
 * Saves all of the set; id, version and edit are what was read. A frozen one
 * becomes a new version. ERR_INVALID: question_faults; ERR_CONFLICT: somebody
 * saved meanwhile.
 */
MUST_CHECK enum err question_set_save(struct db *db, struct arena *a,
				      int64_t staff_id,
				      const struct question_set *set,
				      int64_t *ret_version);
/* The same with the event of who did it. */
MUST_CHECK enum err question_set_change(struct db *db, struct arena *a,
					int64_t staff_id,
					const struct question_set *set);

/* ---- answers ---- */

enum answer_fault {
	ANSWER_OK,
	ANSWER_MISSING,
	ANSWER_LONG,
	ANSWER_NO_NUMBER,
	ANSWER_NO_DATE,
	ANSWER_NO_CHOICE, /* a code that is none of the choices */
	ANSWER_STOP,      /* the advice is the answer */
	ANSWER__COUNT
};

struct question_answer {
	const struct question *q;
	const char *value; /* as the column value says; as typed while wrong */
	bool asked;        /* its condition holds */
	enum answer_fault fault;
	const struct question_choice *stop; /* that was chosen, or NULL */
};
/* list has set->count answers with their values as typed, "" = none. Values
 * that are right come out as they are kept. What is asked by an answer that
 * was not given is neither wrong nor kept. */
void answers_check(struct arena *a, const struct question_set *set,
		   struct question_answer *list);
/* Keeps those that were asked and given, and freezes their set. */
MUST_CHECK enum err answers_put(struct db *db, int64_t matter_id,
				const struct question_set *set,
				const struct question_answer *list);
/* What was answered, with the version it was asked by; count 0 = nothing. */
MUST_CHECK enum err answers_of(struct db *db, struct arena *a,
			       int64_t matter_id, struct question_set *ret_set,
			       struct question_answer **ret_list,
			       size_t *ret_count);
/* For people: names of choices with commas, the date, the number. */
const char *answer_text(struct arena *a, const struct question_answer *one,
			enum lang lang);

#endif
