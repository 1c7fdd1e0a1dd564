/*
 * search.h: what everybody can find by words. A slice puts a document for each
 * of its things that are public and drops it in the same transaction that
 * hides the thing; what the document says is read from the slice when it is
 * shown, so nothing hidden is ever shown from here.
 *
 * Words are lemmas (text/lemma.h), the same on both databases, and so is the
 * order of what is found: it is made here, not by the database.
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/lang.h"
#include "job/job.h"
#include "sql/sql.h"

/* ---- documents ---- */

enum { SEARCH_TEXTS = 24, SEARCH_FACETS = 6 };

/* How much a word counts where it stands. */
enum search_weight { WEIGHT_BODY = 2, WEIGHT_PLACE = 3, WEIGHT_TITLE = 4 };

struct search_doc {
	const char *kind; /* "matter"; a name of the slice */
	int64_t id; /* of db_new_id(): newer is higher, all kinds together */
	int64_t shown_at; /* its age, as people see it */
	bool has_point;
	double lat, lon;
	struct {
		const char *text;
		enum search_weight weight;
		enum lang lang;
	} texts[SEARCH_TEXTS];
	size_t text_count;
	/* What a search may be narrowed by, its kind apart: "t12". */
	const char *facets[SEARCH_FACETS];
	size_t facet_count;
};

/* Every document has the one of its kind. */
const char *search_facet_kind(struct arena *a, const char *kind);

/* The words of a document, found out before the write transaction: it takes
 * some milliseconds of a processor. */
struct search_words {
	const struct search_doc *doc;
	const char *facets, *words, *weights;
};
void search_words_of(struct arena *a, const struct search_doc *doc,
		     struct search_words *ret_words);

/* In a write transaction: many at once, which is cheaper than one by one. */
MUST_CHECK enum err search_put(struct db *db, struct arena *a,
			       const struct search_words *list, size_t count);
/* In the write transaction that hides it. There need be none. */
MUST_CHECK enum err search_drop(struct db *db, struct arena *a, int64_t id);

/* ---- documents that are seldom changed ---- */

/*
 * Slices with some hundreds of things say only that one has changed; the job
 * "search" makes the documents after the commit. app/ knows the slices.
 */
struct search_source {
	const char *what;
	/* What the public may find of it at this moment; ERR_NOT_FOUND when
	 * that is nothing. *ret_again_at: when that changes by itself; 0 =
	 * never. Written in both cases. */
	enum err (*read)(struct db *db, struct arena *a, int64_t id,
			 struct search_doc *ret_doc, int64_t *ret_again_at);
	/* All that may be public. */
	enum err (*all)(struct db *db, struct arena *a, int64_t **ret_ids,
			size_t *ret_count);
};
extern const struct search_source *const *search_sources; /* ends with NULL */

/* In the write transaction that changes it. What vanishes is to be dropped
 * there, too. */
MUST_CHECK enum err search_later(struct db *db, const char *what, int64_t id);
/* Everything of every source. */
MUST_CHECK enum err search_later_all(struct db *db, struct arena *a);

enum err search_job_run(struct job_context *c, const struct job *job);
enum err search_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);

/* ---- finding ---- */

enum { SEARCH_QUERY_MAX = 200, SEARCH_HITS_MAX = 300 };

struct search_wanted {
	const char *query; /* as typed */
	/* All of these must hold; each any one of up to four, NULL-ended. */
	const char *const *facets[SEARCH_FACETS];
	size_t facet_count;
	bool has_point; /* what is near comes first */
	double lat, lon;
};

/* "60.17,24.94" as the point of it; "" changes nothing. ERR_INVALID. */
MUST_CHECK enum err search_near(const char *typed, struct search_wanted *to);

struct search_hit {
	int64_t id;
	const char *kind;
	double score;
};

struct search_found {
	struct search_hit *hits; /* the best first, at most SEARCH_HITS_MAX */
	size_t count;
	bool more; /* there may be more than were ranked */
	/* To mark in what was found: lemmas, and behind whole_count parts of
	 * compounds. */
	const char **words;
	size_t word_count, whole_count;
	const char *meant; /* other words searched for instead of those
				   nobody uses, or NULL */
};
MUST_CHECK enum err search_find(struct db *db, struct arena *a,
				const struct search_wanted *w,
				struct search_found *ret_found);

/* The same in several kinds at once, ret_found[i] of kinds[i]. What is looked
 * for is read once for all of them, loosely only when none has it, and a kind
 * shows nothing that answers much worse than the best of the others. */
enum { SEARCH_KINDS = 6 };
MUST_CHECK enum err search_find_kinds(struct db *db, struct arena *a,
				      const struct search_wanted *w,
				      const char *const *kinds, size_t count,
				      struct search_found *ret_found);

/* What a whole message is about. */
struct search_gist {
	const char *query; /* the few of its words that say most; "" = no
			      document has any of them */
	double share;      /* of what it says that these words are, to 1 */
};
MUST_CHECK enum err search_gist(struct db *db, struct arena *a, enum lang lang,
				const char *text, struct search_gist *ret_gist);

/* ---- showing ---- */

/* A piece of a text; hit: it is what was searched for. */
struct search_piece {
	const char *text;
	bool hit;
};
struct search_marked {
	struct search_piece *list;
	size_t count;
};
/* The text, or the about max letters of it with the most hits. */
void search_mark(struct arena *a, enum lang lang, const char *text, size_t max,
		 const struct search_found *found,
		 struct search_marked *ret_marked);
/* Whether search_mark() would mark anything. */
bool search_marks(struct arena *a, enum lang lang, const char *text,
		  const struct search_found *found);

/* Whole queries the typed one may become, the likeliest first. */
enum { SEARCH_SUGGESTIONS = 8 };
MUST_CHECK enum err search_suggest(struct db *db, struct arena *a,
				   const char *typed,
				   const char *ret_list[SEARCH_SUGGESTIONS],
				   size_t *ret_count);

#endif
