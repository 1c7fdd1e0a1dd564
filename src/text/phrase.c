/*
 * phrase.c: see phrase.h.
 */
#include "text/phrase.h"

#include "base/str.h"

#include <string.h>

enum { GAP_WORDS = 2, SAME_BEGIN = 2 };

bool phrase_word_fits(const char *pattern, const char *word)
{
	pattern += *pattern == '!';
	while (*pattern && *pattern != ' ') {
		size_t n = strcspn(pattern, "| *");

		if (!strncmp(pattern, word, n) &&
		    (pattern[n] == '*' || !word[n]))
			return true;
		pattern += n;
		pattern += strspn(pattern, "|*");
	}
	return false;
}

static const struct lemmas *lemmas_at(struct phrase_text *t, size_t at)
{
	struct lemmas *m;

	if (t->lemmas[at])
		return t->lemmas[at];
	m = arena_alloc(t->words.arena, sizeof(*m));
	lemmas_of(t->words.arena, t->lang, t->words.word[at], m);
	t->lemmas[at] = m;
	return m;
}

static bool is_form(struct phrase_text *t, size_t at, const char *lemma,
		    size_t n)
{
	const char *word = t->words.word[at];
	const struct lemmas *m;

	/* Endings change a word, its beginning they leave alone. */
	if (strncmp(word, lemma, n < SAME_BEGIN ? n : SAME_BEGIN) != 0)
		return false;
	m = lemmas_at(t, at);
	for (size_t i = 0; i < m->count; i++)
		if (strlen(m->reading[i].lemma) == n &&
		    !strncmp(m->reading[i].lemma, lemma, n))
			return true;
	return false;
}

static bool fits(const char *pattern, struct phrase_text *t, size_t at)
{
	if (phrase_word_fits(pattern, t->words.word[at]))
		return true;
	for (; t->lemmas && *pattern && *pattern != ' '; pattern++) {
		if (*pattern == '~' &&
		    is_form(t, at, pattern + 1, strcspn(pattern + 1, "| ")))
			return true;
	}
	return false;
}

static const char *next_word(const char *pattern)
{
	pattern += strcspn(pattern, " ");
	return pattern + (*pattern == ' ');
}

size_t phrase_at(const char *pattern, struct phrase_text *t, size_t at)
{
	size_t gap = 0;

	while (*pattern) {
		if (*pattern == '_') {
			gap = GAP_WORDS;
			pattern = next_word(pattern);
		}
		while (at < t->words.count && gap && !fits(pattern, t, at)) {
			at++;
			gap--;
		}
		if (at >= t->words.count || !fits(pattern, t, at))
			return 0;
		at++;
		gap = 0;
		pattern = next_word(pattern);
	}
	return at;
}
