/*
 * address.c: finding streets and houses. Each question of the database is one
 * short walk along an index, and there are at most a few dozen of them.
 */
#include "place/address.h"

#include "base/str.h"
#include "place/address_store.h"
#include "place/facility.h"

#include <stdlib.h>

/* Behind every key that begins so. */
#define LAST "\xEF\xBF\xBD"

enum { HOUSE_DIGITS_MAX = 6, LETTERS_MAX = 2 };

/* ---- what was typed ---- */

static const char *joined(struct arena *a, const char *words)
{
	struct str s;

	str_init(&s, a, strlen(words) + 1);
	for (; *words; words++)
		if (*words != ' ')
			str_putc(&s, *words);
	return s.ptr;
}

const char *address_key(struct arena *a, const char *street)
{
	return joined(a, place_key(a, street));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "12", "12b", or "12" and the word behind it. */
static void read_house(struct arena *a, const char *at,
		       struct address_asked *to)
{
	size_t digits = strspn(at, "0123456789");
	size_t n = strcspn(at, " ");

	if (digits > HOUSE_DIGITS_MAX)
		return;
	to->house = strtol(at, NULL, 10);
	if (n > digits) {
		to->letter = arena_strndup(a, at + digits, n - digits);
		return;
	}
	at += n + (at[n] == ' ');
	n = strcspn(at, " ");
	if (n && n <= LETTERS_MAX && !is_digit(*at))
		to->letter = arena_strndup(a, at, n);
}

/* The first number behind a word is the house's. */
struct address_asked address_read(struct arena *a, const char *typed)
{
	const char *words = place_key(a, typed), *at = words;
	struct address_asked to = {.letter = ""};

	while ((at = strchr(at, ' ')) && !is_digit(at[1]))
		at++;
	to.street = joined(a, at ? arena_strndup(a, words, (size_t)(at - words))
				 : words);
	if (at)
		read_house(a, at + 1, &to);
	return to;
}

/* ---- searching ---- */

struct found {
	struct db *db;
	struct arena *arena;
	struct address_asked asked;
	int64_t load;
	struct address_hit *to;
	size_t count;
};

static const char *street_of(const struct address *x, bool sv)
{
	return sv && !str_empty(x->street[LANG_SV]) ? x->street[LANG_SV]
						    : x->street[LANG_FI];
}

static void add_hit(struct found *f, const struct address *x, bool sv,
		    bool house)
{
	struct address_hit h = {
		.name = street_of(x, sv),
		.postcode = x->postcode,
		.has_point = house,
		.at = x->at,
	};

	if (house && x->house)
		h.name = arena_printf(
			f->arena, "%s %lld%s%s", h.name, (long long)x->house,
			str_empty(x->letter) ? "" : " ", x->letter);
	for (size_t i = 0; i < f->count; i++)
		if (str_same(f->to[i].name, h.name) &&
		    str_same(f->to[i].postcode, h.postcode))
			return;
	if (f->count < ADDRESS_HITS)
		f->to[f->count++] = h;
}

static enum err add_houses(struct found *f, const struct address_span *s)
{
	struct address_row rows[ADDRESS_HITS];
	size_t n;
	enum err err = store_address_houses(f->db, f->arena, s, ADDRESS_HITS,
					    rows, &n);

	for (size_t i = 0; !err && i < n; i++)
		if (str_starts(rows[i].x.letter, f->asked.letter))
			add_hit(f, &rows[i].x, s->sv, true);
	return err;
}

/* With "1" also 10 to 19: more digits may be coming. */
static enum err houses_of(struct found *f, const char *key, bool sv)
{
	struct address_span s = {.load = f->load, .sv = sv, .from = key};
	enum err err;

	s.first = s.last = f->asked.house;
	if (!f->asked.house)
		s.last = INT32_MAX;
	err = add_houses(f, &s);
	if (err || !f->asked.house || !str_empty(f->asked.letter))
		return err;
	s.first = f->asked.house * 10;
	s.last = s.first + 9;
	return add_houses(f, &s);
}

/* The streets that begin so, one after the other. */
static enum err streets(struct found *f, bool sv)
{
	struct address_span s = {.load = f->load, .sv = sv};
	struct address_row row;
	enum err err = OK;

	s.from = f->asked.street;
	s.end = arena_printf(f->arena, "%s" LAST, f->asked.street);
	for (int i = 0; !err && i < ADDRESS_HITS; i++) {
		err = store_address_next(f->db, f->arena, &s, &row);
		if (err)
			break;
		if (f->asked.house)
			err = houses_of(f, row.key, sv);
		else
			add_hit(f, &row.x, sv, !row.x.house);
		s.from = arena_printf(f->arena, "%s\x01", row.key);
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

/* One street alone: its houses. */
static enum err open_street(struct found *f)
{
	const char *key = address_key(f->arena, f->to[0].name);
	enum err err;

	f->count = 0;
	err = houses_of(f, key, false);
	if (!err && !f->count)
		err = houses_of(f, key, true);
	return err;
}

enum err address_search(struct db *db, struct arena *a, const char *typed,
			struct address_hit ret_hits[ADDRESS_HITS],
			size_t *ret_count)
{
	struct found f = {.db = db,
			  .arena = a,
			  .asked = address_read(a, typed),
			  .to = ret_hits};
	enum err err = store_address_current(db, a, &f.load);

	*ret_count = 0;
	if (err == ERR_NOT_FOUND || str_empty(f.asked.street))
		return err == ERR_NOT_FOUND ? OK : err;
	if (!err)
		err = streets(&f, false);
	if (!err && f.count < ADDRESS_HITS)
		err = streets(&f, true);
	if (!err && f.count == 1 && !f.to[0].has_point)
		err = open_street(&f);
	*ret_count = f.count;
	return err;
}

/* ---- the one that is meant ---- */

/* Of several doors of a house the one with its letter, else the one without. */
static size_t doors(const struct address_row *rows, size_t n,
		    const char *letter, const struct address_row **ret_row)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (str_same(rows[i].x.letter, letter)) {
			*ret_row = &rows[i];
			found++;
		}
	return found;
}

enum err address_exact(struct db *db, struct arena *a, const char *typed,
		       struct geo_point *ret_point)
{
	const struct address_asked asked = address_read(a, typed);
	struct address_span s = {.from = asked.street,
				 .first = asked.house,
				 .last = asked.house};
	struct address_row rows[ADDRESS_HITS];
	const struct address_row *row = rows;
	size_t n = 0, found;
	enum err err;

	if (!asked.house || str_empty(asked.street))
		return ERR_NOT_FOUND;
	err = store_address_current(db, a, &s.load);
	if (!err)
		err = store_address_houses(db, a, &s, ADDRESS_HITS, rows, &n);
	s.sv = true;
	if (!err && !n)
		err = store_address_houses(db, a, &s, ADDRESS_HITS, rows, &n);
	if (err)
		return err;
	found = doors(rows, n, asked.letter, &row);
	if (!found)
		found = doors(rows, n, "", &row);
	if (!found)
		found = n;
	if (found != 1)
		return ERR_NOT_FOUND;
	*ret_point = row->x.at;
	return OK;
}
