/*
 * words.c: cuts a text into words. Unicode's tables are GLib's.
 */
#include "text/words.h"

#include "base/str.h"
#include "base/utf8.h"

#include <glib.h>

enum { COMBINING_FIRST = 0x300 };

void words_init(struct word_list *w, struct arena *a)
{
	*w = (struct word_list){.arena = a};
}

void words_put(struct word_list *w, const char *word)
{
	if (w->count == w->cap) {
		size_t cap = w->cap ? 2 * w->cap : 64;
		const char **more = arena_array(w->arena, cap, sizeof(*more));

		if (w->count > 0)
			memcpy(more, w->word, w->count * sizeof(*more));
		w->word = more;
		w->cap = cap;
	}
	w->word[w->count++] = word;
}

/* Letters with marks in one piece: a decomposed ä is an ä. */
static const char *composed(struct arena *a, const char *text)
{
	const char *at = text, *kept;
	uint32_t c;
	char *whole;

	while ((c = utf8_next(&at)) != 0 && c < COMBINING_FIRST)
		;
	if (c == 0)
		return text;
	whole = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
	if (!whole)
		return text;
	kept = arena_strdup(a, whole);
	g_free(whole);
	return kept;
}

/* Lower case without an accent; å, ä and ö are no accents. */
static uint32_t plain(uint32_t c)
{
	gunichar base[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

	c = g_unichar_tolower(c);
	if (c < 0x80 || c == 0xe5 || c == 0xe4 || c == 0xf6)
		return c;
	g_unichar_fully_decompose(c, FALSE, base,
				  G_UNICHAR_MAX_DECOMPOSITION_LENGTH);
	return g_unichar_isalnum(base[0]) ? base[0] : c;
}

static bool ascii_alnum(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

static bool in_word(uint32_t c)
{
	return c < 0x80 ? ascii_alnum(c) : g_unichar_isalnum(c);
}

/* A mark that found no letter, a soft hyphen: part of the word, not seen. */
static bool unseen(uint32_t c)
{
	return c >= 0x80 &&
	       (g_unichar_ismark(c) || g_unichar_type(c) == G_UNICODE_FORMAT);
}

/* The next word from *at on, and where it begins and ends; false: none. */
static bool next_span(struct arena *a, const char **at, struct word_span *ret)
{
	size_t letters = 0, n = 0;
	char word[WORD_LETTERS_MAX * 4 + 1];
	const char *here = *at;
	uint32_t c;

	while ((c = utf8_next(at)) != 0) {
		if (in_word(c)) {
			if (letters++ < WORD_LETTERS_MAX)
				n += utf8_put(word + n, plain(c));
			if (letters == 1)
				ret->begin = here;
			ret->end = *at;
		} else if (n > 0 && !unseen(c)) {
			break;
		}
		here = *at;
	}
	ret->word = n > 0 ? arena_strndup(a, word, n) : NULL;
	return n > 0;
}

static const char *next_word(struct arena *a, const char **at)
{
	struct word_span span;

	return next_span(a, at, &span) ? span.word : NULL;
}

void words_add(struct word_list *w, const char *text)
{
	const char *at = composed(w->arena, text);
	const char *word;

	while ((word = next_word(w->arena, &at)) != NULL)
		words_put(w, word);
}

size_t words_spans(struct arena *a, const char *text, const char **ret_text,
		   struct word_span *spans, size_t max)
{
	const char *at = composed(a, text);
	size_t n = 0;

	*ret_text = at;
	while (n < max && next_span(a, &at, &spans[n]))
		n++;
	return n;
}

size_t words_room(const char *text, size_t max)
{
	size_t most = strlen(text) / 2 + 1;

	return most < max ? most : max;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void words_unite(struct word_list *w)
{
	size_t from, to = 0, bytes = 0;

	if (w->count > 0)
		qsort(w->word, w->count, sizeof(*w->word), by_bytes);
	for (from = 0; from < w->count && bytes < WORDS_BYTES_MAX; from++) {
		if (to > 0 && str_same(w->word[to - 1], w->word[from]))
			continue;
		bytes += strlen(w->word[from]) + 1;
		w->word[to++] = w->word[from];
	}
	w->count = to;
}

const char *words_join(const struct word_list *w)
{
	struct str s;
	size_t i;

	str_init(&s, w->arena, 16 * (w->count + 1));
	for (i = 0; i < w->count; i++) {
		if (i > 0)
			str_putc(&s, ' ');
		str_puts(&s, w->word[i]);
	}
	return s.ptr;
}
