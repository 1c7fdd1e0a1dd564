/*
 * question_ask.h: the questions of a topic in the form of another slice: shown,
 * read from what was sent, kept with the matter, and shown with it.
 *
 * The fields are named q_CODE. "questions" says which ones its sender has seen.
 */
#ifndef QUESTION_QUESTION_ASK_H
#define QUESTION_QUESTION_ASK_H

#include "http/http.h"
#include "question/question_views.h"

struct question_asked {
	bool read; /* false: nothing was sent yet */
	struct question_set set;
	struct question_answer *list;
	bool unseen;  /* the topic asks, and its sender has not seen it */
	bool changed; /* was written anew while the sender wrote */
	bool hush;    /* nothing is wrong yet */
};

/* Nothing is answered yet. An unknown or empty code asks nothing. */
MUST_CHECK enum err question_ask_begin(struct request *req,
				       const char *topic_code,
				       struct question_asked *ret_asked);
/* Of a form that was sent; topic 0 asks nothing. */
MUST_CHECK enum err question_ask_read(struct request *req, int64_t topic_id,
				      struct question_asked *ret_asked);
/* May it be stored? */
bool question_ask_good(const struct question_asked *k);
/* Staff write down what they were told: nothing must be answered, and no
 * advice stops them. */
void question_ask_ease(struct question_asked *k);
MUST_CHECK enum err question_ask_keep(struct db *db, int64_t matter_id,
				      const struct question_asked *k);

void question_ask_form(struct request *req, const struct question_asked *k,
		       struct question_form *ret_form);
/* What is wrong, as rows of the summary. */
void question_ask_errors(struct request *req, const struct question_asked *k,
			 struct error_summary *s);

/* What was answered beside a message, for a reader of this language; theirs is
 * the language of who answered. */
MUST_CHECK enum err question_answers(struct db *db, struct arena *a,
				     enum lang lang, enum lang theirs,
				     int64_t matter_id,
				     struct answer_list *ret_list);

#endif
