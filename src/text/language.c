/*
 * language.c: see language.h.
 */
#include "text/language.h"

#include "base/str.h"
#include "text/words.h"

enum { BYTES_LOOKED_AT = 4000 };

static const char *const finnish[] = {
	"ja",    "on",        "ei",     "se",     "että",  "oli",  "olen",
	"kun",   "mutta",     "tai",    "niin",   "myös",  "voi",  "ovat",
	"tämä",  "hei",       "kiitos", "joka",   "jos",   "mitä", "milloin",
	"miksi", "onko",      "minun",  "siellä", "tässä", "ole",  "päivää",
	"asia",  "terveisin", "sen",    "koska",  "vielä", NULL,
};
static const char *const swedish[] = {
	"och",    "är",         "det",   "att",  "jag", "inte", "en",
	"ett",    "som",        "på",    "för",  "med", "av",   "till",
	"den",    "har",        "hej",   "tack", "vi",  "när",  "kan",
	"varför", "hälsningar", "finns", "om",   "var", "nu",   NULL,
};
static const char *const english[] = {
	"the",   "and",   "is", "are",    "you",    "to",   "of",
	"in",    "that",  "it", "this",   "have",   "with", "for",
	"not",   "hello", "i",  "please", "thanks", "when", "why",
	"there", "what",  "at", NULL,
};

static int hits(const struct word_list *w, const char *const *small)
{
	int n = 0;

	for (size_t i = 0; i < w->count; i++)
		for (const char *const *s = small; *s; s++)
			n += str_same(w->word[i], *s);
	return n;
}

enum lang language_of(struct arena *a, const char *text, enum lang otherwise)
{
	size_t n = strlen(text);
	struct word_list w;
	int of[LANG__COUNT];
	enum lang best = LANG_FI;

	words_init(&w, a);
	words_add(&w, arena_strndup(a, text,
				    n < BYTES_LOOKED_AT ? n : BYTES_LOOKED_AT));
	of[LANG_FI] = hits(&w, finnish);
	of[LANG_SV] = hits(&w, swedish);
	of[LANG_EN] = hits(&w, english);
	for (int l = 0; l < LANG__COUNT; l++)
		if (of[l] > of[best])
			best = (enum lang)l;
	for (int l = 0; l < LANG__COUNT; l++)
		if (l != (int)best && of[l] == of[best])
			return otherwise;
	return best;
}
