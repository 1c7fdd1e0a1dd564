/*
 * demo.h: what the makers of the demo municipality share. For demo*.c only.
 */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "http/http.h"
#include "matter/matter.h"

#include <jansson.h>

/* The town is DEMO_YEARS old; the last of them is demo_year.c's. */
enum { DEMO_STAFF_MAX = 32, DEMO_UNITS_MAX = 32, DEMO_YEARS = 9 };

/* The two files in data/, built into the binary. */
struct demo_data {
	json_t *town;      /* demo.json */
	json_t **messages; /* feedback_corpus.jsonl, one object each */
	size_t message_count;
};
MUST_CHECK enum err demo_data_load(struct arena *a, struct demo_data *ret_data);
/* A text member, "" when absent. */
const char *demo_text(const json_t *object, const char *key);

/* Units, topics, staff as they were made, to act with. */
struct demo_town {
	struct {
		const char *code;
		int64_t id;
	} units[DEMO_UNITS_MAX];
	size_t unit_count;
	struct {
		const char *unit; /* code */
		struct session session;
	} staff[DEMO_STAFF_MAX];
	size_t staff_count;
};

/* demo_town.c: settings, units, topics, staff with the password. */
MUST_CHECK enum err demo_town_make(struct db *db, struct arena *a,
				   const struct demo_data *data,
				   struct demo_town *ret_town);

/* Beside them count experts, spread over the units, who cannot sign in before
 * they get a link: for benchmarks. */
MUST_CHECK enum err demo_crowd_make(struct db *db, struct arena *a,
				    const struct demo_data *data,
				    const struct demo_town *town, int count);

/* demo_answers.c: answer templates and signatures. */
MUST_CHECK enum err demo_answers_make(struct db *db, struct arena *a,
				      const struct demo_data *data,
				      const struct demo_town *town);

/* demo_places.c: districts, facilities, addresses. */
MUST_CHECK enum err demo_places_make(struct db *db, struct arena *a,
				     const struct demo_data *data,
				     const struct demo_town *town);

/* demo_notices.c: what everybody is told; words are found by the writer. */
/* Its directory of units and people. */
MUST_CHECK enum err demo_contacts_make(struct db *db, struct arena *a,
				       const struct demo_data *data,
				       const struct demo_town *town);
MUST_CHECK enum err demo_notices_make(struct db *db, struct arena *a,
				      const struct demo_data *data,
				      const struct demo_town *town);

/* demo_first.c: what writers were offered, and said of it; after the year and
 * the notices. */
MUST_CHECK enum err demo_first_make(struct db *db, struct arena *a);
/* demo_questions.c: what is asked about some topics, and what somebody answered
 * beside a message about one of them. */
MUST_CHECK enum err demo_questions_make(struct db *db, struct arena *a,
					const struct demo_data *data,
					const struct demo_town *town);
MUST_CHECK enum err demo_questions_answer(struct db *db, struct arena *a,
					  const struct matter *m, uint32_t n);

/* demo_year.c: the corpus as messages of the last 12 months, acted out in
 * order of time by the real rules. */
MUST_CHECK enum err demo_year_make(struct db *db, struct arena *a,
				   const struct demo_data *data,
				   const struct demo_town *town, size_t count);

/* demo_group.c: some of them are about the same thing. */
MUST_CHECK enum err demo_group_make(struct db *db, struct arena *a,
				    const struct demo_town *town);

struct demo_bulk {
	int64_t count;
	bool published; /* all that may be; else most of those whose sender
			   said so */
};
/* demo_bulk.c: so many messages of earlier years, fast, in several
 * transactions; run it before demo_year_make. */
MUST_CHECK enum err demo_bulk_make(struct db *db, const struct demo_data *data,
				   const struct demo_town *town,
				   const struct demo_bulk *what);

/* A number made from i and salt: the same demo every time. */
uint32_t demo_dice(uint32_t i, uint32_t salt, uint32_t sides);

/* What every made message shares: corpus row i as a resident sent it. */
void demo_give(struct arena *a, const struct demo_data *data, size_t i,
	       struct give *ret_give);

#endif
