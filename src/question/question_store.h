/*
 * question_store.h: rows of questions and answers.
 */
#ifndef QUESTION_QUESTION_STORE_H
#define QUESTION_QUESTION_STORE_H

#include "question/question.h"

/* A version without questions. ERR_CONFLICT: somebody made it first. */
MUST_CHECK enum err store_set_insert(struct db *db, int64_t staff_id,
				     const struct question_set *set);
/* Ready to be written anew. ERR_CONFLICT: saved meanwhile, or frozen. */
MUST_CHECK enum err store_set_reopen(struct db *db, int64_t staff_id,
				     const struct question_set *set);
MUST_CHECK enum err store_questions(struct db *db,
				    const struct question_set *set);
MUST_CHECK enum err store_set_freeze(struct db *db, int64_t id);
MUST_CHECK enum err store_answer(struct db *db, int64_t matter_id,
				 int64_t set_id, int64_t place,
				 const char *value);
/* By place; values only. ret_set_id 0 = none. */
struct stored_answer {
	int64_t place;
	const char *value;
};
MUST_CHECK enum err store_answers(struct db *db, struct arena *a,
				  int64_t matter_id, int64_t *ret_set_id,
				  struct stored_answer **ret_list,
				  size_t *ret_count);

#endif
