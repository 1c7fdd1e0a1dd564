/*
 * earlier.c: which earlier answers are worth reading before one writes, and
 * what may be taken from them.
 */
#include "matter/earlier.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "matter/earlier_store.h"
#include "matter/rules.h"
#include "staff/staff.h"
#include "text/words.h"

#include <math.h>

enum {
	CANDIDATES = 100, /* the newest of the topic, and of those near */
	LOOKS = 40,       /* at most so many answers are read */
	NAME_MIN = 3,
	METRES_A_DEGREE = 111320
};
#define RADIANS(degrees) ((degrees)*3.14159265358979323846 / 180)

double distance_m(double lat1, double lon1, double lat2, double lon2)
{
	const double dy = RADIANS(lat2 - lat1), dx = RADIANS(lon2 - lon1);
	const double x = dx * cos(RADIANS((lat1 + lat2) / 2));

	return sqrt(dy * dy + x * x) * 6371000;
}

/* ---- near ---- */

static bool has_letter(const char *word)
{
	return word[strspn(word, "0123456789")] != '\0';
}

/* Words that are no house numbers. */
static struct word_list place_words(struct arena *a, const char *place)
{
	struct word_list w;
	size_t n = 0;

	words_init(&w, a);
	words_add(&w, place);
	for (size_t i = 0; i < w.count; i++)
		if (has_letter(w.word[i]))
			w.word[n++] = w.word[i];
	w.count = n;
	return w;
}

static bool all_in(const struct word_list *few, const struct word_list *many)
{
	for (size_t i = 0; i < few->count; i++) {
		size_t k = 0;

		while (k < many->count &&
		       !str_same(few->word[i], many->word[k]))
			k++;
		if (k == many->count)
			return false;
	}
	return few->count > 0;
}

/* "Torikatu 5" and "Torikatu 12, puisto": all words of the shorter one. */
bool earlier_same_place(struct arena *a, const char *one, const char *other)
{
	const struct word_list x = place_words(a, one);
	const struct word_list y = place_words(a, other);

	return x.count <= y.count ? all_in(&x, &y) : all_in(&y, &x);
}

static bool is_near(struct arena *a, const struct matter *m,
		    const struct earlier *e)
{
	if (m->has_point && e->has_point)
		return distance_m(m->lat, m->lon, e->lat, e->lon) <= NEAR_M;
	return earlier_same_place(a, m->place, e->place);
}

static struct box box_around(const struct matter *m)
{
	const double dy = (double)NEAR_M / METRES_A_DEGREE;
	const double dx = dy / fmax(cos(RADIANS(m->lat)), 0.01);

	return (struct box){m->lat - dy, m->lat + dy, m->lon - dx, m->lon + dx,
			    CANDIDATES};
}

/* ---- which ---- */

struct search {
	struct db *db;
	struct arena *arena;
	const struct session *s;
	struct unit_set units;
	struct earlier *found;
	size_t count;
	int looks;
};

static bool unit_seen(const struct search *x, int64_t unit_id)
{
	if (x->units.all)
		return true;
	for (size_t i = 0; i < x->units.count; i++)
		if (unit_id && x->units.ids[i] == unit_id)
			return true;
	return false;
}

/* The answer this person may read, or "". */
static enum err read_answer(struct search *x, struct earlier *e)
{
	struct publication p;
	enum err err;

	x->looks++;
	e->answer = "";
	e->visible =
		e->handler_id == x->s->staff_id || unit_seen(x, e->unit_id);
	if (e->visible)
		return store_earlier_answer(x->db, x->arena, e->id, &e->answer);
	err = publication_get(x->db, x->arena, e->id, &p);
	if (!err && str_same(p.text_state, "public") &&
	    str_same(p.answer_state, "public"))
		e->answer = p.answer;
	return err == ERR_NOT_FOUND ? OK : err;
}

static bool known(const struct search *x, int64_t id)
{
	for (size_t i = 0; i < x->count; i++)
		if (x->found[i].id == id)
			return true;
	return false;
}

/* Of a list, those that are near or those that are not, until it is enough. */
static enum err take(struct search *x, struct earlier *list, size_t n,
		     bool near_ones)
{
	enum err err = OK;

	for (size_t i = 0; i < n && !err; i++) {
		if (x->count == EARLIER_MAX || x->looks == LOOKS)
			break;
		if (list[i].near != near_ones || known(x, list[i].id))
			continue;
		err = read_answer(x, &list[i]);
		if (!err && !str_empty(list[i].answer))
			x->found[x->count++] = list[i];
	}
	return err;
}

static enum err search_begin(struct db *db, struct arena *a,
			     const struct session *s, struct search *ret)
{
	*ret = (struct search){.db = db, .arena = a, .s = s};
	ret->found = arena_array(a, EARLIER_MAX, sizeof(*ret->found));
	return staff_units(db, a, s, PERM_TRIAGE | PERM_HANDLE, &ret->units);
}

static void mark_near(struct arena *a, const struct matter *m,
		      struct earlier *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		list[i].near = is_near(a, m, &list[i]);
}

enum err earlier_list(struct db *db, struct arena *a, const struct session *s,
		      const struct matter *m, struct earlier **ret_list,
		      size_t *ret_count)
{
	const struct box box = box_around(m);
	struct earlier *near = NULL, *newest;
	size_t near_count = 0, count;
	struct search x;
	enum err err;

	*ret_list = NULL;
	*ret_count = 0;
	if (!m->topic_id || matter_confidential(db, a, m))
		return OK;
	err = search_begin(db, a, s, &x);
	if (!err && m->has_point)
		err = store_earlier_near(db, a, m, &box, &near, &near_count);
	if (!err)
		err = store_earlier_newest(db, a, m, CANDIDATES, &newest,
					   &count);
	if (err)
		return err;
	mark_near(a, m, near, near_count);
	mark_near(a, m, newest, count);
	err = take(&x, near, near_count, true);
	if (!err)
		err = take(&x, newest, count, true);
	if (!err)
		err = take(&x, newest, count, false);
	*ret_list = x.found;
	*ret_count = x.count;
	return err;
}

/* ---- without the other sender ---- */

static bool is_letter(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* How the word that begins here begins with this; 0 = it does not. The whole
 * word goes: Finnish names have endings. */
static size_t word_at(const char *lower, size_t at, const char *start)
{
	const size_t n = strlen(start);
	size_t end = at + n;

	if (at && is_letter((unsigned char)lower[at - 1]))
		return 0;
	if (strncmp(lower + at, start, n) != 0)
		return 0;
	while (is_letter((unsigned char)lower[end]))
		end++;
	return end - at;
}

/* Virtanen is Virtasen, Virtaselle ...: its stem, or NULL. */
static const char *nen_stem(struct arena *a, const char *name)
{
	const size_t n = strlen(name);

	if (n < 6 || !str_same(name + n - 3, "nen"))
		return NULL;
	return arena_printf(a, "%.*ss", (int)(n - 3), name);
}

static const char *hide_word(struct arena *a, const char *text,
			     const char *name, const char *mark)
{
	const char *lower = str_lower(a, text);
	const char *stem = nen_stem(a, name);
	struct str s;

	str_init(&s, a, strlen(text) + 64);
	for (size_t at = 0; text[at];) {
		size_t n = word_at(lower, at, name);

		if (!n && stem)
			n = word_at(lower, at, stem);
		if (n)
			str_puts(&s, mark);
		else
			str_putc(&s, text[at++]);
		at += n;
	}
	return s.ptr;
}

const char *earlier_hide_name(struct arena *a, const char *text,
			      const char *name, const char *mark)
{
	const char *at = str_lower(a, name);

	while (*(at += strspn(at, " ,-"))) {
		const size_t n = strcspn(at, " ,-");
		const char *one = arena_strndup(a, at, n);

		if (utf8_length(one) >= NAME_MIN)
			text = hide_word(a, text, one, mark);
		at += n;
	}
	return text;
}

static enum err clean(struct db *db, struct arena *a, const struct earlier *e,
		      const char *mark, const char **ret_text)
{
	struct party p;
	struct hit *hits;
	size_t n;
	enum err err;

	err = matter_party(db, a, e->id, &p);
	if (!err)
		err = publication_hits(db, a, e->answer, &hits, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		hits[i].verdict = HIT_MASK; /* what may be one, too */
	*ret_text = earlier_hide_name(
		a, redact_mask(a, e->answer, hits, n, mark), p.name, mark);
	return OK;
}

enum err earlier_text(struct db *db, struct arena *a, const struct session *s,
		      const struct matter *m, int64_t id, const char **ret_text)
{
	struct earlier e;
	struct search x;
	enum err err;

	if (!m->topic_id || matter_confidential(db, a, m))
		return ERR_NOT_FOUND;
	err = search_begin(db, a, s, &x);
	if (!err)
		err = store_earlier(db, a, id, m->topic_id, &e);
	if (!err)
		err = read_answer(&x, &e);
	if (err)
		return err;
	if (str_empty(e.answer))
		return ERR_NOT_FOUND;
	/* like a variable: it must be filled or taken out */
	return clean(db, a, &e,
		     arena_printf(a, "{%s}", word(m->lang, W_earlier_mark)),
		     ret_text);
}
