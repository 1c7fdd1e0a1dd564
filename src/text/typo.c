/*
 * typo.c: edit distance, and the forms by which near words are found.
 */
#include "text/typo.h"

#include "base/str.h"
#include "base/utf8.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

enum { LETTERS_MAX = 40, ENDING_MAX = 5 };

static uint32_t plainer(uint32_t c)
{
	if (c == 0xe4 || c == 0xe5)
		return 'a';
	return c == 0xf6 ? 'o' : c;
}

static size_t letters_of(const char *word, uint32_t *to, size_t max)
{
	size_t n = 0;
	uint32_t c;

	while (n < max && (c = utf8_next(&word)) != 0)
		to[n++] = plainer(c);
	return n;
}

/* All letters but one; but = n leaves none out. */
static const char *form_of(struct arena *a, const uint32_t *letters, size_t n,
			   size_t but)
{
	char form[TYPO_LETTERS * 4 + 1];
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		if (i != but)
			len += utf8_put(form + len, letters[i]);
	return arena_strndup(a, form, len);
}

size_t typo_forms(struct arena *a, const char *word,
		  const char *ret_forms[TYPO_FORMS])
{
	uint32_t letters[TYPO_LETTERS];
	size_t n = letters_of(word, letters, TYPO_LETTERS), count = 0;

	if (n < TYPO_LETTERS_MIN)
		return 0;
	ret_forms[count++] = form_of(a, letters, n, n);
	for (size_t i = 0; i < n; i++)
		/* Of a double letter either one gives the same form. */
		if (!i || letters[i] != letters[i - 1])
			ret_forms[count++] = form_of(a, letters, n, i);
	return count;
}

struct grid {
	uint32_t typed[LETTERS_MAX], known[LETTERS_MAX];
	size_t typed_count, known_count;
	int row[3][LETTERS_MAX + 1]; /* this one, the one before, before that */
};

static int least(int a, int b)
{
	return a < b ? a : b;
}

static bool swapped(const struct grid *g, size_t i, size_t j)
{
	return i > 1 && j > 1 && g->known[i - 1] == g->typed[j - 2] &&
	       g->known[i - 2] == g->typed[j - 1];
}

/* Fills the row of the i-th letter of the known word. */
static void fill_row(struct grid *g, size_t i)
{
	int *now = g->row[i % 3], *before = g->row[(i + 2) % 3],
	    *first = g->row[(i + 1) % 3];

	now[0] = (int)i;
	for (size_t j = 1; j <= g->typed_count; j++) {
		int same = before[j - 1] + (g->known[i - 1] != g->typed[j - 1]);

		now[j] = least(same, least(before[j], now[j - 1]) + 1);
		if (swapped(g, i, j))
			now[j] = least(now[j], first[j - 2] + 1);
	}
}

int typo_distance(const char *typed, const char *known, int wrong_max)
{
	struct grid g;
	int best = INT_MAX;

	g.typed_count = letters_of(typed, g.typed, LETTERS_MAX);
	g.known_count = letters_of(known, g.known, LETTERS_MAX);
	for (size_t j = 0; j <= g.typed_count; j++)
		g.row[0][j] = (int)j;
	for (size_t i = 1; i <= g.known_count; i++)
		fill_row(&g, i);
	/* What is left of the typed word is an ending. */
	for (size_t j = 0; g.known_count && j <= g.typed_count; j++) {
		int wrong = g.row[g.known_count % 3][j];
		int ending = (int)(g.typed_count - j);

		if (ending <= ENDING_MAX && wrong <= wrong_max)
			best = least(best, 2 * wrong + ending);
	}
	return best;
}
