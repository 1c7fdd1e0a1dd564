/*
 * facility.c: the memory of facilities, finding one, and what may be saved.
 */
#include "place/facility.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "place/facility_store.h"
#include "tenant/audit.h"
#include "tenant/memory.h"
#include "text/words.h"

#include <stdlib.h>

const struct facility_kind facility_kinds[] = {
	{"school", W_facility_kind_school},
	{"daycare", W_facility_kind_daycare},
	{"library", W_facility_kind_library},
	{"culture", W_facility_kind_culture},
	{"sports", W_facility_kind_sports},
	{"playground", W_facility_kind_playground},
	{"park", W_facility_kind_park},
	{"beach", W_facility_kind_beach},
	{"health", W_facility_kind_health},
	{"service", W_facility_kind_service},
	{"street", W_facility_kind_street},
	{"waste", W_facility_kind_waste},
	{"harbour", W_facility_kind_harbour},
	{"other", W_facility_kind_other},
	{NULL, W_facility_kind_other},
};

const struct facility_kind *facility_kind(const char *name)
{
	for (const struct facility_kind *k = facility_kinds; k->name; k++) {
		if (str_same_nocase(k->name, name))
			return k;
		for (int l = 0; l < LANG__COUNT; l++)
			if (str_same_nocase(word((enum lang)l, k->word), name))
				return k;
	}
	return NULL;
}

const char *facility_name(const struct facility *x, enum lang lang)
{
	return str_empty(x->name[lang]) ? x->name[LANG_FI] : x->name[lang];
}

/* ---- as it is looked for ---- */

static void put_plain(struct str *s, const char *word)
{
	for (const unsigned char *c = (const unsigned char *)word; *c; c++) {
		bool small = c[0] == 0xc3 && (c[1] == 0xa4 || c[1] == 0xa5);
		bool round = c[0] == 0xc3 && c[1] == 0xb6;

		if (small || round) {
			str_putc(s, small ? 'a' : 'o');
			c++;
		} else {
			str_putc(s, (char)*c);
		}
	}
}

const char *place_key(struct arena *a, const char *text)
{
	struct word_list w;
	struct str s;

	words_init(&w, a);
	words_add(&w, text);
	str_init(&s, a, strlen(text) + 8);
	for (size_t i = 0; i < w.count; i++) {
		if (i)
			str_putc(&s, ' ');
		put_plain(&s, w.word[i]);
	}
	return s.ptr;
}

/* Each name between line ends, so that one can be found whole. */
static const char *words_of(struct arena *a, const struct facility *x)
{
	const struct facility_kind *kind = facility_kind(x->kind);
	struct str s;

	str_init(&s, a, 160);
	for (int l = 0; l < LANG__COUNT; l++)
		if (!str_empty(x->name[l]))
			str_printf(&s, "\n %s\n", place_key(a, x->name[l]));
	str_printf(&s, " %s", place_key(a, x->address));
	for (int l = 0; kind && l < LANG__COUNT; l++)
		str_printf(&s, " %s",
			   place_key(a, word((enum lang)l, kind->word)));
	return s.ptr;
}

/* ---- the memory ---- */

struct remembered {
	struct facility_stamp stamp;
	struct facility_book book;
};

static enum err read_book(struct db *db, struct arena *a, const void **ret_what)
{
	struct remembered *r = arena_alloc(a, sizeof(*r));
	struct facility *list;
	enum err err = store_facility_stamp(db, a, &r->stamp);

	if (!err)
		err = store_facilities(db, a, &list, &r->book.count);
	if (err)
		return err;
	for (size_t i = 0; i < r->book.count; i++)
		list[i].words = words_of(a, &list[i]);
	r->book.list = list;
	*ret_what = r;
	return OK;
}

static enum err book_still(struct db *db, const void *what, bool *ret_still)
{
	const struct remembered *r = what;
	struct arena a = ARENA_INIT;
	struct facility_stamp now;
	enum err err = store_facility_stamp(db, &a, &now);

	arena_release(&a);
	if (err)
		return err;
	*ret_still = now.count == r->stamp.count && now.stamp == r->stamp.stamp;
	return OK;
}

static struct memory books = {.read = read_book, .still = book_still};

enum err facility_book(struct db *db, const struct facility_book **ret_book)
{
	const void *what;
	enum err err = memory_get(&books, db, &what);

	if (!err)
		*ret_book = &((const struct remembered *)what)->book;
	return err;
}

/* ---- finding one ---- */

const struct facility *facility_by_id(const struct facility_book *b, int64_t id)
{
	for (size_t i = 0; id && i < b->count; i++)
		if (b->list[i].id == id)
			return &b->list[i];
	return NULL;
}

const struct facility *facility_by_code(const struct facility_book *b,
					const char *code)
{
	for (size_t i = 0; !str_empty(code) && i < b->count; i++)
		if (str_same(b->list[i].code, code))
			return &b->list[i];
	return NULL;
}

const struct facility *facility_named(struct arena *a,
				      const struct facility_book *b,
				      const char *words)
{
	const struct facility *found = NULL;
	const char *key = place_key(a, words);
	const char *whole = arena_printf(a, "\n %s\n", key);

	for (size_t i = 0; *key && i < b->count; i++) {
		if (b->list[i].closed || !strstr(b->list[i].words, whole))
			continue;
		if (found)
			return NULL;
		found = &b->list[i];
	}
	return found;
}

struct query {
	const char *begin; /* as a name that begins so */
	const char **words;
	size_t count;
};

static struct query query_of(struct arena *a, const char *text)
{
	struct query q;
	struct word_list w;

	words_init(&w, a);
	words_add(&w, place_key(a, text));
	q.words = arena_array(a, w.count + 1, sizeof(*q.words));
	q.count = w.count;
	for (size_t i = 0; i < w.count; i++)
		q.words[i] = arena_printf(a, " %s", w.word[i]);
	q.begin = arena_printf(a, "\n%s", w.count ? q.words[0] : " ");
	return q;
}

static bool found_by(const struct facility *x, const struct query *q)
{
	for (size_t i = 0; i < q->count; i++)
		if (!strstr(x->words, q->words[i]))
			return false;
	return !x->closed;
}

size_t facility_search(struct arena *a, const struct facility_book *b,
		       const char *query, const struct facility **ret_list,
		       size_t max)
{
	const struct query q = query_of(a, query);
	size_t n = 0;

	for (int first = 1; first >= 0; first--)
		for (size_t i = 0; n < max && i < b->count; i++) {
			const struct facility *x = &b->list[i];
			bool begins = strstr(x->words, q.begin) != NULL;

			if (begins == (bool)first && found_by(x, &q))
				ret_list[n++] = x;
		}
	return n;
}

/* ---- changing ---- */

static bool code_ok(const char *code)
{
	size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return n && n <= FACILITY_CODE_MAX && !code[n];
}

static bool name_ok(const struct facility *x)
{
	for (int l = 0; l < LANG__COUNT; l++)
		if (utf8_length(x->name[l]) > FACILITY_NAME_MAX)
			return false;
	return !str_empty(x->name[LANG_FI]);
}

static bool web_ok(const char *web)
{
	if (str_empty(web))
		return true;
	return (str_starts(web, "https://") || str_starts(web, "http://")) &&
	       utf8_length(web) <= FACILITY_TEXT_MAX &&
	       !web[strcspn(web, " \"<>")];
}

/* Written so that NaN fails too. */
static bool point_ok(const struct facility *x)
{
	return !x->has_point || (x->at.lat >= -90 && x->at.lat <= 90 &&
				 x->at.lon >= -180 && x->at.lon <= 180);
}

unsigned facility_faults(const struct facility_book *b,
			 const struct facility *x)
{
	const struct facility *other = facility_by_code(b, x->code);
	unsigned bad = 0;

	if (!code_ok(x->code))
		bad |= FACILITY_BAD_CODE;
	if (!name_ok(x))
		bad |= FACILITY_BAD_NAME;
	if (!facility_kind(x->kind))
		bad |= FACILITY_BAD_KIND;
	if (utf8_length(x->address) > FACILITY_TEXT_MAX)
		bad |= FACILITY_BAD_ADDRESS;
	if (utf8_length(x->phone) > FACILITY_PHONE_MAX)
		bad |= FACILITY_BAD_PHONE;
	if (utf8_length(x->hours) > FACILITY_TEXT_MAX)
		bad |= FACILITY_BAD_HOURS;
	if (!web_ok(x->web))
		bad |= FACILITY_BAD_WEB;
	if (!point_ok(x))
		bad |= FACILITY_BAD_POINT;
	if (other && other->id != x->id)
		bad |= FACILITY_CODE_TAKEN;
	if (!x->id && b->count >= FACILITIES_MAX)
		bad |= FACILITY_TOO_MANY;
	return bad;
}

enum err facility_change(struct db *db, struct arena *a, int64_t staff_id,
			 const struct facility *x)
{
	const struct facility_book *b;
	const struct facility *now;
	enum err err = facility_book(db, &b);

	if (err)
		return err;
	if (facility_faults(b, x))
		return ERR_INVALID;
	now = facility_by_id(b, x->id);
	/* Its code names it in files and links: it stays. */
	if (x->id && (!now || !str_same(now->code, x->code)))
		return ERR_NOT_FOUND;
	if (now && now->stamp != x->stamp)
		return ERR_CONFLICT;
	err = store_facility_put(db, x);
	if (err)
		return err;
	memory_changed(&books, db);
	return audit_add(
		db, a, "facility_saved", staff_id,
		arena_printf(a, "{\"facility\":%lld}", (long long)x->id));
}

enum err facility_put_all(struct db *db, struct arena *a, int64_t staff_id,
			  const struct facility *list, size_t count)
{
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++)
		err = store_facility_put(db, &list[i]);
	if (err || !count)
		return err;
	memory_changed(&books, db);
	if (!staff_id)
		return OK;
	return audit_add(db, a, "facilities_imported", staff_id,
			 arena_printf(a, "{\"count\":%zu}", count));
}
