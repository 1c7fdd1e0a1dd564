/*
 * small_words.c: see small_words.h. In byte order.
 */
#include "text/small_words.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static const char *const small[] = {
	"a",       "aina",     "an",      "and",       "any",        "are",
	"asia",    "asiaa",    "at",      "att",       "av",         "bara",
	"be",      "been",     "but",     "by",        "can",        "could",
	"de",      "dem",      "den",     "denna",     "dessa",      "det",
	"detta",   "did",      "do",      "does",      "du",         "där",
	"då",      "ei",       "eikö",    "eivät",     "ej",         "eli",
	"eller",   "emme",     "en",      "er",        "et",         "ett",
	"ette",    "että",     "finns",   "for",       "from",       "från",
	"får",     "för",      "had",     "hade",      "han",        "har",
	"has",     "have",     "he",      "hei",       "hej",        "hello",
	"here",    "hi",       "hon",     "how",       "hur",        "hän",
	"här",     "i",        "if",      "ihan",      "in",         "inte",
	"is",      "it",       "ja",      "jag",       "jo",         "johon",
	"joka",    "joku",     "jonka",   "jos",       "jossa",      "jota",
	"jotain",  "jotka",    "just",    "kan",       "kenelle",    "kenen",
	"ketä",    "kiitos",   "koska",   "kuin",      "kuinka",     "kuka",
	"kun",     "kunde",    "kyllä",   "me",        "med",        "meidän",
	"meille",  "meillä",   "men",     "mig",       "mihin",      "miksi",
	"mikä",    "milloin",  "min",     "minkä",     "minne",      "minua",
	"minulle", "minun",    "minä",    "missä",     "mistä",      "miten",
	"mitt",    "mitä",     "moi",     "montako",   "mulle",      "mun",
	"mutta",   "my",       "myös",    "mä",        "ne",         "ni",
	"niin",    "no",       "not",     "nu",        "nuo",        "nyt",
	"näitä",   "nämä",     "när",     "och",       "också",      "of",
	"ole",     "olemme",   "olen",    "olet",      "olette",     "oli",
	"oliko",   "olisi",    "olivat",  "olla",      "ollut",      "om",
	"on",      "onko",     "oon",     "or",        "oss",        "our",
	"ovat",    "paljonko", "pitäisi", "pitäisikö", "pitää",      "please",
	"på",      "saa",      "saako",   "saisi",     "se",         "sekä",
	"sen",     "she",      "should",  "siellä",    "sieltä",     "siinä",
	"siis",    "siitä",    "sillä",   "sinne",     "sinä",       "sitten",
	"sitä",    "ska",      "skulle",  "so",        "som",        "some",
	"så",      "tack",     "tai",     "te",        "teidän",     "teillä",
	"terve",   "thank",    "thanks",  "that",      "the",        "their",
	"them",    "there",    "these",   "they",      "this",       "those",
	"till",    "to",       "tosi",    "tuo",       "tuolla",     "tuon",
	"tällä",   "tämä",     "tämän",   "tänne",     "tässä",      "tästä",
	"tätä",    "täytyy",   "tää",     "täällä",    "us",         "vaan",
	"vad",     "vain",     "var",     "vara",      "varför",     "varit",
	"vem",     "vi",       "vielä",   "vilka",     "vilken",     "vill",
	"voi",     "voiko",    "voisi",   "voisiko",   "voisitteko", "vår",
	"vårt",    "was",      "we",      "were",      "what",       "when",
	"where",   "which",    "who",     "why",       "will",       "with",
	"would",   "you",      "your",    "är",
};

static int by_bytes(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

bool small_word(const char *word)
{
	return bsearch(word, small, sizeof(small) / sizeof(*small),
		       sizeof(*small), by_bytes) != NULL;
}

/* How people begin and end, whatever they write about. */
static const char *const polite[] = {
	"hei",      "moi",       "terve",  "päivä",        "kiitos", "kiittää",
	"haluta",   "tietää",    "kysyä",  "ilmoittaa",    "asia",   "viesti",
	"palaute",  "terveisin", "toivoa", "ystävällinen", "hyvä",   "kaikki",
	"hej",      "tack",      "tacka",  "vill",         "vet",    "fråg",
	"hälsning", "hello",     "dear",   "thank",        "like",   "know",
	"want",     "ask",       "pleas",  "regard",
};

bool polite_word(const char *lemma)
{
	for (size_t i = 0; i < sizeof(polite) / sizeof(*polite); i++)
		if (str_same(polite[i], lemma))
			return true;
	return false;
}
