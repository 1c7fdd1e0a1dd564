/*
 * test_lemma.c: words as they stand in a dictionary, and words that were meant.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "tap.h"
#include "text/lemma.h"
#include "text/small_words.h"
#include "text/typo.h"
#include "text/words.h"

#include <limits.h>
#include <time.h>

static struct arena arena = ARENA_INIT;

/* "katuvalo(katu valo)|..." */
static const char *read_as(enum lang lang, const char *word)
{
	struct lemmas l;
	struct str s;

	lemmas_of(&arena, lang, word, &l);
	str_init(&s, &arena, 64);
	str_puts(&s, l.known ? "" : "?");
	for (size_t i = 0; i < l.count; i++) {
		const struct reading *r = &l.reading[i];

		str_printf(&s, "%s%s", i ? "|" : "", r->lemma);
		for (size_t k = 0; k < r->part_count; k++)
			str_printf(&s, "%s%s", k ? " " : "(", r->part[k]);
		str_puts(&s, r->part_count ? ")" : "");
	}
	return s.ptr;
}

static void test_readings(void)
{
	static const struct {
		enum lang lang;
		const char *word, *readings;
	} rows[] = {
		{LANG_FI, "lumet", "lumi"},
		{LANG_FI, "katuvaloista",
		 "katuvala(katu vala)|katuvalo(katu valo)"},
		{LANG_FI, "lumenauraus", "lumenauraus(lumi aurata)"},
		{LANG_FI, "auraus", "auraus(aurata)"},
		{LANG_FI, "auraaminen", "aurata"},
		{LANG_FI, "hiekoitus", "hiekoitus(hiekoittaa)"},
		{LANG_FI, "pysäköinti", "pysäköinti(pysäköidä)"},
		{LANG_FI, "uimahallin", "uimahalli(uima halli)"},
		{LANG_FI, "suojatien", "suojatie(suoja tie)"},
		{LANG_FI, "aukioloajat", "aukioloaika(aukiolo aika)"},
		{LANG_FI, "helsingissä", "helsinki"},
		{LANG_FI, "hämeentiellä", "hämeentie(häme tie)"},
		{LANG_FI, "katuvallot", "?katuvalo|katuvallot"},
		{LANG_FI, "12", "?12"},
		{LANG_FI, "", "?"},
		{LANG_SV, "gatlamporna", "?gatlamp|gatlamporna"},
		{LANG_SV, "lampan", "?lampan"},
		{LANG_EN, "streetlights", "?streetlight|streetlights"},
		{LANG_EN, "улица", "?улица"},
	};

	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
			ok(str_same(read_as(rows[i].lang, rows[i].word),
				    rows[i].readings),
			   "%s%s: %s", again ? "remembered: " : "",
			   rows[i].word, read_as(rows[i].lang, rows[i].word));
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Words made to be hard, as long as words get: an answer with few readings. */
static void test_hostile(void)
{
	static const char *const pieces[] = {
		"yö",   "iso",      "ja",
		"lumi", "katuvalo", "saippuakauppias",
		"isä",  "ää",       "puu",
		"a",    "työ",      "kivi",
		"suo",  "tie",      "\xf0\x9f\x98\x80",
	};
	char word[WORD_LETTERS_MAX * 4 + 1];
	bool sound = true;
	double from = seconds();

	for (uint32_t i = 0; i < 20000; i++) {
		struct arena a = ARENA_INIT;
		struct lemmas l;
		uint32_t dice = i * 2654435761u;
		size_t n = 0;

		while (n < WORD_LETTERS_MAX) {
			const char *p = pieces[(dice >> 8) % 15];

			if (i < 15)
				p = pieces[i];
			memcpy(word + n, p, strlen(p));
			n += strlen(p);
			dice = dice * 1664525u + 1013904223u;
			if (i >= 15 && dice >> 29 == 0)
				break;
		}
		word[n] = '\0';
		lemmas_of(&a, (enum lang)(i % 4 ? 0 : i % 3), word, &l);
		sound = sound && l.count >= 1 && l.count <= LEMMA_READINGS;
		for (size_t k = 0; k < l.count; k++)
			sound = sound && *l.reading[k].lemma &&
				utf8_valid(l.reading[k].lemma,
					   strlen(l.reading[k].lemma));
		arena_release(&a);
	}
	ok(sound, "20,000 hard words have an answer each");
	printf("# %.0f us a hard word\n", (seconds() - from) / 20000 * 1e6);
}

static void test_spans(void)
{
	struct word_span spans[10];
	const char *text;
	size_t n = words_spans(&arena, "Katu-Valo, a\xcc\x88iti!", &text, spans,
			       10);

	ok(n == 3 && str_same(spans[2].word, "äiti") &&
		   str_same(text, "Katu-Valo, äiti!"),
	   "spans: three words of %s", text);
	ok(n == 3 && spans[1].begin == text + 5 && spans[1].end == text + 9 &&
		   str_same(spans[2].end, "!"),
	   "spans: where they stand");
	ok(words_spans(&arena, "a b c", &text, spans, 2) == 2,
	   "spans: as many as wanted");
	ok(words_spans(&arena, "", &text, spans, 2) == 0, "spans: none");
}

static void test_typos(void)
{
	static const struct {
		const char *typed, *known;
		int distance;
	} rows[] = {
		{"katuvalo", "katuvalo", 0},
		{"katuvallo", "katuvalo", 2},
		{"katuvallot", "katuvalo", 3},
		{"katvualo", "katuvalo", 2},
		{"kirjastoato", "kirjastoauto", 2},
		{"kirjastoato", "kirjasto", 3},
		{"leikipuisto", "leikkipuisto", 2},
		{"leikkipiusto", "leikkipuisto", 2},
		{"hameentie", "hämeentie", 0},
		{"kuoppa", "pyörä", INT_MAX},
		{"", "katu", INT_MAX},
		{"katu", "", INT_MAX},
	};
	const char *forms[TYPO_FORMS], *others[TYPO_FORMS];
	size_t n, m;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int d = typo_distance(rows[i].typed, rows[i].known, 2);

		ok(d == rows[i].distance, "%s for %s: %d", rows[i].typed,
		   rows[i].known, d);
		n = typo_forms(&arena, rows[i].typed, forms);
		m = typo_forms(&arena, rows[i].known, others);
		for (size_t k = 0; k < n * m; k++)
			if (str_same(forms[k / m], others[k % m]))
				n = 0;
		if (d <= 3)
			ok(n == 0, "they share a form");
	}
	ok(typo_forms(&arena, "tie", forms) == 0,
	   "short words are not guessed");
	ok(small_word("miksi") && small_word("the") && small_word("åt") == 0 &&
		   small_word("är") && !small_word("katuvalo"),
	   "small words");
}

int main(void)
{
	test_readings();
	test_hostile();
	test_spans();
	test_typos();
	arena_release(&arena);
	return tap_done();
}
