/*
 * stats_text.c: see stats_text.h.
 */
#include "stats/stats_text.h"

#include "base/str.h"
#include "html/out.h"

#include <inttypes.h>

static const enum word months[] = {
	W_figures_month_1,  W_figures_month_2,  W_figures_month_3,
	W_figures_month_4,  W_figures_month_5,  W_figures_month_6,
	W_figures_month_7,  W_figures_month_8,  W_figures_month_9,
	W_figures_month_10, W_figures_month_11, W_figures_month_12,
};

/* Narrow no-break space, or a comma. */
static const char *thousands(enum lang lang)
{
	return lang == LANG_EN ? "," : "\xE2\x80\xAF";
}

const char *text_count(struct arena *a, enum lang lang, int64_t n)
{
	if (n < 1000)
		return arena_printf(a, "%" PRId64, n);
	return arena_printf(a, "%s%s%03" PRId64, text_count(a, lang, n / 1000),
			    thousands(lang), n % 1000);
}

const char *text_share(struct arena *a, enum lang lang, int64_t part,
		       int64_t all)
{
	int64_t percent = all ? (part * 200 + all) / (all * 2) : 0;

	if (!all)
		return "";
	return arena_printf(
		a, lang == LANG_EN ? "%" PRId64 "%%" : "%" PRId64 "\xC2\xA0%%",
		percent);
}

const char *text_span(struct arena *a, enum lang lang, int64_t seconds)
{
	int64_t hours = (seconds + 1800) / 3600, tenths;

	if (hours < 1)
		return word(lang, W_figures_under_hour);
	if (hours < 48)
		return word_fill(a, lang, W_figures_hours,
				 WORDS(WORD_INT("n", hours)));
	tenths = (seconds + 4320) / 8640;
	if (tenths >= 300) /* of a long wait the day is enough */
		return word_fill(
			a, lang, W_figures_days,
			WORDS(WORD_TEXT("days",
					arena_printf(a, "%" PRId64,
						     (tenths + 5) / 10))));
	return word_fill(
		a, lang, W_figures_days,
		WORDS(WORD_TEXT("days",
				arena_printf(a, "%" PRId64 "%s%" PRId64,
					     tenths / 10,
					     lang == LANG_EN ? "." : ",",
					     tenths % 10))));
}

const char *text_month(struct arena *a, enum lang lang, int64_t month)
{
	return arena_printf(a, "%s %" PRId64,
			    word(lang, months[(month % 100 + 11) % 12]),
			    month / 100);
}
