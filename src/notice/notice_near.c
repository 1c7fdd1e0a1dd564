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
#include "text/lemma.h"
#include "text/small_words.h"
#include "text/words.h"
#include "topic/topic.h"

enum {
	LETTERS_MIN = 3, /* a shorter word says too little */
	BEGIN_MIN = 5,   /* letters with which a longer word may begin */
	TITLE_HITS = 2,
	SPANS_MAX = 400, /* words of a text that are looked at */
	ANY_LANG = -1,
};

/*
 * One word, by what it may be: "katuvaloista" is "katuvalo", or both "katu" and
 * "valo" in what somebody has written.
 */
struct sought {
	const struct reading *reading;
	size_t count;
};

struct sought_list {
	struct sought *list;
	size_t count;
};

/* By what a message finds it. */
struct handle {
	struct sought_list title, words;
};

struct remembered {
	const struct public_notice *list;
	const struct handle *handles;
	size_t count;
	const struct topic *topics;
	const struct area *areas;
	size_t topic_count, area_count;
};

/* In one language, or in all of them where nobody has said which. */
static struct sought sought_of(struct arena *a, int lang, const char *word)
{
	struct reading all[LANG__COUNT * LEMMA_READINGS], *list;
	struct lemmas m;
	size_t n = 0;

	for (int l = 0; l < LANG__COUNT; l++) {
		if (lang != ANY_LANG && lang != l)
			continue;
		lemmas_of(a, (enum lang)l, word, &m);
		for (size_t i = 0; i < m.count; i++)
			all[n++] = m.reading[i];
	}
	list = arena_array(a, n, sizeof(*list));
	memcpy(list, all, n * sizeof(*list));
	return (struct sought){list, n};
}

static void add_sought(struct arena *a, struct sought_list *to, int lang,
		       const char *text)
{
	const size_t room = words_room(text, SPANS_MAX);
	struct word_span *spans = arena_array(a, room, sizeof(*spans));
	struct sought *list;
	const char *whole;
	size_t n = words_spans(a, text, &whole, spans, room);

	list = arena_array(a, to->count + n + 1, sizeof(*list));
	if (to->count)
		memcpy(list, to->list, to->count * sizeof(*list));
	to->list = list;
	for (size_t i = 0; i < n; i++)
		if (utf8_length(spans[i].word) >= LETTERS_MIN &&
		    !small_word(spans[i].word))
			list[to->count++] = sought_of(a, lang, spans[i].word);
}

static struct handle handle_of(struct arena *a, const struct public_notice *n,
			       const struct area *area)
{
	struct handle h = {0};

	add_sought(a, &h.words, ANY_LANG, n->words);
	for (int l = 0; l < LANG__COUNT; l++) {
		add_sought(a, &h.title, l, n->title[l]);
		if (area)
			add_sought(a, &h.words, l, area->name[l]);
	}
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

static bool not_over(const struct public_notice *n, int64_t now)
{
	return n->ends_at > now;
}

static enum err those(struct db *db, struct arena *a,
		      bool (*fits)(const struct public_notice *n, int64_t now),
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
		if (fits(&m->list[i], now))
			list[n++] = m->list[i];
	*ret_notices = (struct notices){list, n};
	return OK;
}

enum err notices_now(struct db *db, struct arena *a,
		     struct notices *ret_notices)
{
	return those(db, a, notice_runs, ret_notices);
}

enum err notices_coming(struct db *db, struct arena *a,
			struct notices *ret_notices)
{
	return those(db, a, not_over, ret_notices);
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

/* Nobody has said in which language it is written: it is read in all of them. */
static void add_written(struct arena *a, struct word_list *to, const char *text)
{
	const size_t room = words_room(text ? text : "", SPANS_MAX);
	struct word_span *spans = arena_array(a, room, sizeof(*spans));
	const char *whole;
	size_t n = words_spans(a, text ? text : "", &whole, spans, room);

	for (size_t i = 0; i < n; i++)
		for (int l = 0; l < LANG__COUNT; l++) {
			struct lemmas m;

			lemmas_of(a, (enum lang)l, spans[i].word, &m);
			for (size_t k = 0; k < m.count; k++)
				words_put(to, m.reading[k].lemma);
		}
}

/* The list is in byte order. */
static bool has(const struct word_list *w, const char *word)
{
	size_t low = 0, high = w->count;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int order = strcmp(w->word[mid], word);

		if (!order)
			return true;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

/* "vesikatkos" is about "vesikatko", too. */
static bool has_begun(const struct word_list *w, const char *word)
{
	if (utf8_length(word) < BEGIN_MIN)
		return false;
	for (size_t i = 0; i < w->count; i++)
		if (str_starts(w->word[i], word))
			return true;
	return false;
}

static bool is_written(const struct sought *s, const struct word_list *written)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct reading *r = &s->reading[i];
		size_t parts = 0;

		if (has(written, r->lemma) || has_begun(written, r->lemma))
			return true;
		while (parts < r->part_count && has(written, r->part[parts]))
			parts++;
		if (r->part_count && parts == r->part_count)
			return true;
	}
	return false;
}

/* How many of the words; one that stands there in several languages once. */
static size_t hits(const struct sought_list *of,
		   const struct word_list *written)
{
	size_t n = 0;

	for (size_t i = 0; i < of->count; i++) {
		bool before = !is_written(&of->list[i], written);

		for (size_t k = 0; k < i && !before; k++)
			before = str_same(of->list[k].reading[0].lemma,
					  of->list[i].reading[0].lemma);
		n += !before;
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
	add_written(a, &written, about->text);
	add_written(a, &written, about->place);
	words_unite(&written);
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
