/*
 * lemma.c: lemmas by libvoikko and Snowball.
 *
 * libvoikko says WORDBASES=+lumen(lumi)+aura(aurata)+us(+us) of "lumenauraus":
 * pieces, each with the word it is a form of; a piece whose word begins with
 * "+" is an ending that makes one word of another.
 *
 * An answer is kept as text, "lumenauraus+lumi+aurata", readings apart by a
 * line end: that is what the memory of words holds. Its first byte says whether
 * the dictionary knew the word.
 */
#include "text/lemma.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/words.h"

#include <libstemmer.h>
#include <libvoikko/voikko.h>
#include <stdint.h>

enum {
	LETTERS_MAX = 40,  /* a longer word is not looked up */
	ANALYSES_MAX = 16, /* of one word */
	PIECE_MIN = 3,     /* letters: "n" of "pysäköinti" is no part */
	MEMORY_SLOTS = 32768,
	WORD_BYTES = 40,
	PACKED_BYTES = 184,
};

/* ---- the words met last ---- */

static struct slot {
	char word[WORD_BYTES]; /* "" = empty */
	char packed[PACKED_BYTES];
	enum lang lang;
} memory[MEMORY_SLOTS];

static struct slot *slot_of(enum lang lang, const char *word)
{
	uint32_t h = 2166136261u + (uint32_t)lang;

	for (; *word; word++)
		h = (h ^ (unsigned char)*word) * 16777619u;
	return &memory[(h ^ h >> 15) % MEMORY_SLOTS];
}

static void remember(struct slot *s, enum lang lang, const char *word,
		     const char *packed)
{
	size_t n = strlen(word), m = strlen(packed);

	if (n >= WORD_BYTES || m >= PACKED_BYTES)
		return;
	memcpy(s->word, word, n + 1);
	memcpy(s->packed, packed, m + 1);
	s->lang = lang;
}

/* ---- Snowball ---- */

static const char *stem_of(struct arena *a, enum lang lang, const char *word)
{
	static const char *const names[LANG__COUNT] = {"finnish", "swedish",
						       "english"};
	static struct sb_stemmer *stemmers[LANG__COUNT];
	const sb_symbol *stem;

	if (!stemmers[lang])
		stemmers[lang] = sb_stemmer_new(names[lang], NULL);
	if (!stemmers[lang])
		return word;
	stem = sb_stemmer_stem(stemmers[lang], (const sb_symbol *)word,
			       (int)strlen(word));
	if (!stem || !*stem)
		return word;
	return arena_strndup(a, (const char *)stem,
			     (size_t)sb_stemmer_length(stemmers[lang]));
}

/* The stem, and the word itself: two names may share a stem. */
static const char *pack_stem(struct arena *a, enum lang lang, const char *word)
{
	const char *stem = stem_of(a, lang, word);

	if (str_same(stem, word))
		return arena_printf(a, "-%s", word);
	return arena_printf(a, "-%s\n%s", stem, word);
}

/* ---- libvoikko ---- */

static struct VoikkoHandle *voikko(void)
{
	static struct VoikkoHandle *handle;
	static bool tried;
	const char *why;

	if (!tried)
		handle = voikkoInit(&why, "fi", NULL);
	tried = true;
	return handle;
}

/* "auki=olo", "Häme" as words are in the index: "aukiolo", "häme". */
static const char *as_word(struct arena *a, const char *text, size_t n)
{
	char *joined = arena_strndup(a, text, n), *to = joined;
	struct word_list w;
	struct str s;

	for (const char *at = joined; *at; at++)
		if (*at != '=' && *at != '-')
			*to++ = *at;
	*to = '\0';
	words_init(&w, a);
	words_add(&w, joined);
	if (w.count == 1)
		return w.word[0];
	str_init(&s, a, n + 1);
	for (size_t i = 0; i < w.count; i++)
		str_puts(&s, w.word[i]);
	return s.ptr;
}

static void add_part(struct reading *r, const char *word)
{
	for (size_t i = 0; i < r->part_count; i++)
		if (str_same(r->part[i], word))
			return;
	if (*word && r->part_count < LEMMA_PARTS)
		r->part[r->part_count++] = word;
}

/* One piece, "aura(aurata)" or "uima" without a word of its own. */
static void add_piece(struct arena *a, struct reading *r, const char *piece,
		      size_t n)
{
	const char *open = memchr(piece, '(', n);
	const char *close =
		open ? memchr(open, ')', n - (size_t)(open - piece)) : NULL;

	if (close && open[1] != '+')
		add_part(r, as_word(a, open + 1, (size_t)(close - open - 1)));
	else if (!open && utf8_length(arena_strndup(a, piece, n)) >= PIECE_MIN)
		add_part(r, as_word(a, piece, n));
}

/* How many endings made it another word: the fewer, the plainer. */
static int read_bases(struct arena *a, const char *bases, struct reading *r)
{
	int endings = 0;

	while (*bases == '+') {
		size_t n = strcspn(++bases, "(+");

		if (bases[n] == '(') {
			endings += bases[n + 1] == '+';
			n += strcspn(bases + n, ")");
			n += bases[n] == ')';
		}
		add_piece(a, r, bases, n);
		bases += n;
		bases += strcspn(bases, "+"); /* "tä(+tää)" without a plus */
	}
	if (r->part_count == 1 && str_same(r->part[0], r->lemma))
		r->part_count = 0;
	return endings;
}

static bool read_analysis(struct arena *a, const struct voikko_mor_analysis *m,
			  struct reading *ret, int *ret_endings)
{
	char *base = voikko_mor_analysis_value_cstr(m, "BASEFORM");
	char *bases = voikko_mor_analysis_value_cstr(m, "WORDBASES");
	struct reading r = {0};

	*ret_endings = 0;
	if (base) {
		r.lemma = as_word(a, base, strlen(base));
		if (bases)
			*ret_endings = read_bases(a, bases, &r);
	}
	voikko_free_mor_analysis_value_cstr(base);
	voikko_free_mor_analysis_value_cstr(bases);
	*ret = r;
	return r.lemma && *r.lemma;
}

struct readings {
	struct reading list[ANALYSES_MAX];
	int endings[ANALYSES_MAX];
	size_t count;
};

/* The same lemma twice ("hiekoitus" as it is, and from "hiekoittaa") is one
 * reading. */
static void add_reading(struct readings *to, const struct reading *r,
			int endings)
{
	for (size_t i = 0; i < to->count; i++) {
		struct reading *old = &to->list[i];

		if (!str_same(old->lemma, r->lemma))
			continue;
		if (!old->part_count) {
			memcpy(old->part, r->part, sizeof(old->part));
			old->part_count = r->part_count;
		}
		if (endings < to->endings[i])
			to->endings[i] = endings;
		return;
	}
	to->list[to->count] = *r;
	to->endings[to->count++] = endings;
}

static void look_up(struct arena *a, const char *word, struct readings *ret)
{
	struct voikko_mor_analysis **list =
		voikkoAnalyzeWordCstr(voikko(), word);
	struct reading r;
	int endings;

	ret->count = 0;
	for (size_t i = 0; list && list[i] && i < ANALYSES_MAX; i++)
		if (read_analysis(a, list[i], &r, &endings))
			add_reading(ret, &r, endings);
	if (list)
		voikko_free_mor_analysis(list);
}

static void put_reading(struct str *s, const struct reading *r)
{
	str_puts(s, s->len > 1 ? "\n" : "");
	str_puts(s, r->lemma);
	for (size_t i = 0; i < r->part_count; i++)
		str_printf(s, "+%s", r->part[i]);
}

/* Of several readings the plainest: "katuvaloista" is of no "katuvaloinen". */
static const char *pack_known(struct arena *a, const struct readings *all)
{
	int fewest = all->endings[0];
	size_t kept = 0;
	struct str s;

	for (size_t i = 1; i < all->count; i++)
		if (all->endings[i] < fewest)
			fewest = all->endings[i];
	str_init(&s, a, 64);
	str_putc(&s, '+');
	for (size_t i = 0; i < all->count && kept < LEMMA_READINGS; i++) {
		if (all->endings[i] > fewest)
			continue;
		put_reading(&s, &all->list[i]);
		kept++;
	}
	return s.ptr;
}

static bool has_letter(const char *word)
{
	return word[strspn(word, "0123456789")] != '\0';
}

static const char *pack(struct arena *a, enum lang lang, const char *word)
{
	struct readings all;

	if (!has_letter(word))
		return arena_printf(a, "-%s", word);
	if (lang != LANG_FI || utf8_length(word) > LETTERS_MAX || !voikko())
		return pack_stem(a, lang, word);
	look_up(a, word, &all);
	return all.count ? pack_known(a, &all) : pack_stem(a, lang, word);
}

/* ---- the answer ---- */

static void unpack_reading(char *line, struct reading *r)
{
	char *part = strchr(line, '+');

	*r = (struct reading){.lemma = line};
	while (part && r->part_count < LEMMA_PARTS) {
		*part++ = '\0';
		r->part[r->part_count++] = part;
		part = strchr(part, '+');
	}
}

static void unpack(struct arena *a, const char *packed, struct lemmas *ret)
{
	char *at = arena_strdup(a, packed + 1);

	ret->count = 0;
	ret->known = packed[0] == '+';
	while (at && ret->count < LEMMA_READINGS) {
		char *line = strsep(&at, "\n");

		unpack_reading(line, &ret->reading[ret->count++]);
	}
}

void lemmas_of(struct arena *a, enum lang lang, const char *word,
	       struct lemmas *ret_lemmas)
{
	struct slot *s = slot_of(lang, word);
	const char *packed;

	if (*word && s->lang == lang && str_same(s->word, word)) {
		unpack(a, s->packed, ret_lemmas);
		return;
	}
	packed = pack(a, lang, word);
	remember(s, lang, word, packed);
	unpack(a, packed, ret_lemmas);
}
