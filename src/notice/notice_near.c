/*
 * notice_near.c: the notices this process remembers, and which of them may
 * concern what somebody is writing about.
 */
#include "notice/notice.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "notice/notice_near.h"
#include "notice/notice_store.h"
#include "place/place.h"
#include "tenant/memory.h"
#include "text/words.h"
#include "topic/topic.h"

enum {
	LETTERS_MIN = 4, /* a shorter word says too little */
	ENDING_MAX = 2,  /* letters in which two forms of a word may differ */
	TAIL_MAX = 6,    /* and how much longer one of them may be */
	TITLE_HITS = 2,
	WRITTEN_MAX = 400, /* words of a message that are looked at */
};

/* By what a message finds it. */
struct handle {
	struct word_list title, words;
};

struct remembered {
	const struct public_notice *list;
	const struct handle *handles;
	size_t count;
	const struct topic *topics;
	const struct area *areas;
	size_t topic_count, area_count;
};

static void add_words(struct word_list *w, const char *text)
{
	words_add(w, text ? text : "");
	words_unite(w);
}

static struct handle handle_of(struct arena *a, const struct public_notice *n,
			       const struct area *area)
{
	struct handle h;

	words_init(&h.title, a);
	words_init(&h.words, a);
	for (int l = 0; l < LANG__COUNT; l++) {
		words_add(&h.title, n->title[l]);
		if (area)
			words_add(&h.words, area->name[l]);
	}
	words_unite(&h.title);
	add_words(&h.words, n->words);
	return h;
}

/* By kind; each keeps its order. */
static struct public_notice *
sorted(struct arena *a, const struct public_notice *list, size_t count)
{
	struct public_notice *to = arena_array(a, count + 1, sizeof(*to));
	size_t n = 0;

	for (int kind = 0; kind < NOTICE__COUNT; kind++)
		for (size_t i = 0; i < count; i++)
			if (list[i].kind == (enum notice_kind)kind)
				to[n++] = list[i];
	return to;
}

static enum err read_all(struct db *db, struct arena *a, const void **ret_what)
{
	struct remembered *m = arena_alloc(a, sizeof(*m));
	struct handle *handles;
	struct public_notice *list;
	struct topic *topics;
	struct area *areas;
	enum err err = store_notices_published(db, a, clock_now_us(), &list,
					       &m->count);

	if (!err)
		err = topic_list(db, a, false, &topics, &m->topic_count);
	if (!err)
		err = area_list(db, a, &areas, &m->area_count);
	if (err)
		return err;
	m->topics = topics;
	m->areas = areas;
	m->list = sorted(a, list, m->count);
	handles = arena_array(a, m->count + 1, sizeof(*handles));
	for (size_t i = 0; i < m->count; i++)
		handles[i] = handle_of(
			a, &m->list[i],
			area_find(areas, m->area_count, m->list[i].area_id));
	m->handles = handles;
	*ret_what = m;
	return OK;
}

static struct memory memory = {.read = read_all};

void notice_forget(struct db *db)
{
	memory_changed(&memory, db);
}

static enum err remembered(struct db *db, const struct remembered **ret)
{
	const void *what;
	enum err err = memory_get(&memory, db, &what);

	if (!err)
		*ret = what;
	return err;
}

enum err notices_now(struct db *db, struct arena *a,
		     struct notices *ret_notices)
{
	const int64_t now = clock_now_us();
	const struct remembered *m;
	struct public_notice *list;
	size_t n = 0;
	enum err err = remembered(db, &m);

	if (err)
		return err;
	list = arena_array(a, m->count + 1, sizeof(*list));
	for (size_t i = 0; i < m->count; i++)
		if (notice_runs(&m->list[i], now))
			list[n++] = m->list[i];
	*ret_notices = (struct notices){list, n};
	return OK;
}

enum err notice_topic_id(struct db *db, const char *code, int64_t *ret_id)
{
	const struct remembered *m;
	enum err err = remembered(db, &m);

	*ret_id = 0;
	for (size_t i = 0; !err && i < m->topic_count; i++)
		if (m->topics[i].active && str_same(m->topics[i].code, code))
			*ret_id = m->topics[i].id;
	return err;
}

enum err notice_names(struct db *db, const struct public_notice *n,
		      enum lang lang, struct notice_names *ret)
{
	const struct remembered *m;
	const struct topic *t;
	const struct area *x;
	enum err err = remembered(db, &m);

	if (err)
		return err;
	t = topic_find(m->topics, m->topic_count, n->topic_id);
	x = area_find(m->areas, m->area_count, n->area_id);
	*ret = (struct notice_names){
		.topic = t ? topic_name(t, lang) : "",
		.topic_code = t ? t->code : "",
		.area = x ? area_name(x, lang) : "",
	};
	return OK;
}

/* ---- what is near ---- */

static bool is_above(const struct remembered *m, int64_t above, int64_t id)
{
	for (int steps = 0; above && id && steps <= TOPIC_DEPTH_MAX; steps++) {
		const struct topic *t =
			topic_find(m->topics, m->topic_count, id);

		if (id == above)
			return true;
		id = t ? t->parent_id : 0;
	}
	return false;
}

/*
 * Two forms of one word, as far as letters tell: they begin alike, and only the
 * last letters of the shorter differ (katuvalo, katuvaloista; vesikatko,
 * vesikatkon).
 */
static bool alike(const char *a, const char *b)
{
	const size_t la = strlen(a), lb = strlen(b);
	const size_t shorter = la < lb ? la : lb, longer = la < lb ? lb : la;
	size_t same = 0;

	while (same < shorter && a[same] == b[same])
		same++;
	return shorter >= LETTERS_MIN && same >= LETTERS_MIN &&
	       same + ENDING_MAX >= shorter && longer - same <= TAIL_MAX;
}

static size_t hits(const struct word_list *of, const struct word_list *written)
{
	size_t n = 0;

	for (size_t i = 0; i < of->count; i++)
		for (size_t k = 0; k < written->count && k < WRITTEN_MAX; k++)
			if (alike(of->word[i], written->word[k])) {
				n++;
				break;
			}
	return n;
}

/* 0 = it does not concern this. */
static size_t score(const struct remembered *m, size_t i,
		    const struct notice_about *about,
		    const struct word_list *written)
{
	const struct public_notice *n = &m->list[i];
	const size_t by_words = hits(&m->handles[i].words, written);
	const size_t by_title = hits(&m->handles[i].title, written);
	size_t s = 0;

	if (is_above(m, n->topic_id, about->topic_id))
		s += 3;
	s += 3 * by_words;
	if (by_title >= TITLE_HITS)
		s += by_title;
	if (!s && n->kind == NOTICE_DISRUPTION && !n->topic_id && !n->area_id &&
	    str_empty(n->words))
		s = 1;
	return s;
}

/* The best first; of two as good the one people read first. */
static size_t best(const struct notices *of, size_t *scores, size_t max,
		   struct public_notice *to)
{
	size_t n = 0;

	while (n < max) {
		size_t top = 0;

		for (size_t i = 1; i < of->count; i++)
			if (scores[i] > scores[top])
				top = i;
		if (!of->count || !scores[top])
			break;
		to[n++] = of->list[top];
		scores[top] = 0;
	}
	return n;
}

enum err notices_near(struct db *db, struct arena *a,
		      const struct notice_about *about, size_t max,
		      struct notices *ret_notices)
{
	struct public_notice *to = arena_array(a, max, sizeof(*to));
	const int64_t now = clock_now_us();
	const struct remembered *m;
	struct word_list written;
	struct notices all;
	size_t *scores;
	enum err err = remembered(db, &m);

	if (err)
		return err;
	words_init(&written, a);
	words_add(&written, about->text ? about->text : "");
	add_words(&written, about->place);
	scores = arena_array(a, m->count + 1, sizeof(*scores));
	for (size_t i = 0; i < m->count; i++)
		scores[i] = notice_runs(&m->list[i], now)
				    ? score(m, i, about, &written)
				    : 0;
	all = (struct notices){m->list, m->count};
	*ret_notices = (struct notices){to, best(&all, scores, max, to)};
	return OK;
}

enum err notices_of_topic(struct db *db, struct arena *a, int64_t topic_id,
			  struct notices *ret_notices)
{
	const int64_t now = clock_now_us();
	const struct remembered *m;
	struct public_notice *to;
	size_t n = 0;
	enum err err = remembered(db, &m);

	if (err)
		return err;
	to = arena_array(a, m->count + 1, sizeof(*to));
	for (size_t i = 0; i < m->count; i++)
		if (m->list[i].kind == NOTICE_DISRUPTION &&
		    notice_runs(&m->list[i], now) &&
		    is_above(m, m->list[i].topic_id, topic_id))
			to[n++] = m->list[i];
	*ret_notices = (struct notices){to, n};
	return OK;
}
