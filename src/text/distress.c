/*
 * distress.c: the phrases and how they are looked for. They are patterns of
 * text/phrase.h; the word marked "!" is the one that few texts have: without any
 * of these a text is done with.
 */
#include "text/distress.h"

#include "base/str.h"
#include "text/phrase.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { REACH_WORDS = 8, KEY_BYTES = 5, KEY_BITS = 1 << 16 };

static const struct phrase {
	unsigned about;
	const char *words;
} phrases[] = {
	/* Finnish */
	{DISTRESS_SELF, "!itsemurha*"},
	{DISTRESS_SELF, "tapan|tappaa|tappaisin !itseni|itteni"},
	{DISTRESS_SELF, "haluan|haluaisin|tahdon|haluun _ !kuolla"},
	{DISTRESS_SELF, "en halua|tahdo|jaksa _ !elää"},
	{DISTRESS_SELF, "lopetan|lopettaa|päätän|päättää !elämäni|päiväni"},
	{DISTRESS_SELF, "riistän|riistää !henkeni"},
	{DISTRESS_SELF, "vahingoitan|vahingoittaa|satutan !itseäni"},
	{DISTRESS_SELF,
	 "!viillän|viiltelen|viiltää itseäni|ranteeni|ranteitani"},
	{DISTRESS_SELF, "!viiltelen"},
	{DISTRESS_CHILD,
	 "!lyö|hakkaa|pahoinpitelee|kurittaa _ lasta|lapsia|lastaan|lapsiaan"},
	{DISTRESS_CHILD, "lasta|lapsia _ !lyödään|hakataan|pahoinpidellään"},
	{DISTRESS_CHILD, "lasten|lapsen|lapsien !pahoinpitely*|hyväksikäyt*"},
	{DISTRESS_CHILD, "lasta|lapsia !hyväksikäyt*"},
	{DISTRESS_CHILD, "lapseen|lapsiin kohdistu* _ !väkivalta*"},
	{DISTRESS_CHILD, "isä|isäni|iskä|äiti|äitini|isäpuoli|äitipuoli _ "
			 "!lyö|hakkaa|pahoinpitelee _ minua|mua|meitä"},
	{DISTRESS_CHILD, "minua|mua|meitä !lyödään|hakataan _ kotona"},
	{DISTRESS_CHILD, "!lastensuojeluilmoitu*"},
	/* Swedish */
	{DISTRESS_SELF, "!självmord*"},
	{DISTRESS_SELF, "ta|tar !livet av mig"},
	{DISTRESS_SELF, "vill !dö"},
	{DISTRESS_SELF, "vill|orkar inte _ !leva"},
	{DISTRESS_SELF, "skada|skadar|skär|dödar|döda mig !själv"},
	{DISTRESS_SELF, "!självskad*"},
	{DISTRESS_CHILD, "!slår|misshandlar _ barn|barnet|barnen"},
	{DISTRESS_CHILD, "barn|barnet|barnen !misshandlas|utnyttjas"},
	{DISTRESS_CHILD, "!barnmisshandel*"},
	{DISTRESS_CHILD, "barn|barnet|barnen far !illa"},
	{DISTRESS_CHILD, "pappa|mamma|far|mor|styvpappa|styvmamma "
			 "!slår|misshandlar _ mig|oss"},
	{DISTRESS_CHILD, "!barnskyddsanmäl*"},
	/* English */
	{DISTRESS_SELF, "!suicide|suicidal"},
	{DISTRESS_SELF, "kill|killing|harming !myself"},
	{DISTRESS_SELF, "end|ending my _ !life"},
	{DISTRESS_SELF, "want to !die"},
	{DISTRESS_SELF, "wanna !die"},
	{DISTRESS_SELF, "do|don|dont|not _ want to !live"},
	{DISTRESS_CHILD, "child|children !abuse|abused"},
	{DISTRESS_CHILD,
	 "!abuses|abusing|beats|beating|hits|hitting "
	 "his|her|their _ child|children|kid|kids|son|daughter"},
	{DISTRESS_CHILD, "dad|father|mom|mum|mother|stepfather|stepmother "
			 "!hits|beats|abuses _ me|us"},
};

enum { PHRASES = sizeof(phrases) / sizeof(*phrases) };

/* ---- how the rare words begin: most texts end here ---- */

static unsigned char begins[KEY_BITS / 8];

/* In lower case; letters of Latin-1 too. */
static unsigned key_of(const char *word, size_t n)
{
	uint32_t key = 0;

	for (size_t i = 0; i < KEY_BYTES && i < n; i++) {
		unsigned char c = (unsigned char)word[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (i && (unsigned char)word[i - 1] == 0xc3 && c < 0xa0)
			c |= 0x20;
		key = key * 31 + c;
	}
	return key % KEY_BITS;
}

static bool in_word(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

static void learn(const char *phrase)
{
	const char *rare = strchr(phrase, '!') + 1;

	while (*rare && *rare != ' ') {
		size_t n = strcspn(rare, "| *");
		unsigned key = key_of(rare, n);

		begins[key / 8] |= (unsigned char)(1 << key % 8);
		rare += n;
		rare += strspn(rare, "|*");
	}
}

/* ---- the phrases ---- */

static const char *rare_of(const char *phrase)
{
	return strchr(phrase, '!');
}

/* As text/words.h lowers it, as far as our words need. */
static bool is_rare(const char *word, size_t n)
{
	char lower[WORD_LETTERS_MAX] = "";

	if (n >= sizeof(lower))
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)word[i];

		if ((c >= 'A' && c <= 'Z') ||
		    (i && (unsigned char)word[i - 1] == 0xc3 && c < 0xa0))
			c |= 0x20;
		lower[i] = (char)c;
	}
	for (size_t i = 0; i < PHRASES; i++)
		if (phrase_word_fits(rare_of(phrases[i].words), lower))
			return true;
	return false;
}

static bool begins_rare(const char *word, size_t n)
{
	unsigned key = key_of(word, n);

	return n && begins[key / 8] & 1 << key % 8;
}

static bool may_match(const char *text)
{
	static bool learned;
	const char *at = text;

	for (size_t i = 0; i < PHRASES && !learned; i++)
		learn(phrases[i].words);
	learned = true;
	while (*at) {
		size_t n = 0;

		while (in_word((unsigned char)at[n]))
			n++;
		if (begins_rare(at, n) && is_rare(at, n))
			return true;
		at += n + (at[n] != '\0');
	}
	return false;
}

/* A phrase around its rare word, which stands at `at`. */
static bool phrase_near(const char *phrase, struct phrase_text *t, size_t at)
{
	for (size_t from = at > REACH_WORDS ? at - REACH_WORDS : 0; from <= at;
	     from++)
		if (phrase_at(phrase, t, from))
			return true;
	return false;
}

unsigned distress_find(struct arena *a, const char *text)
{
	struct phrase_text t = {.lemmas = NULL};
	struct word_list *w = &t.words;
	unsigned found = 0;

	if (str_empty(text) || !may_match(text))
		return 0;
	words_init(w, a);
	words_add(w, text);
	for (size_t at = 0; at < w->count; at++) {
		if (!begins_rare(w->word[at], strlen(w->word[at])))
			continue;
		for (size_t i = 0; i < PHRASES; i++)
			if (phrase_word_fits(rare_of(phrases[i].words),
					     w->word[at]) &&
			    phrase_near(phrases[i].words, &t, at))
				found |= phrases[i].about;
	}
	return found;
}
