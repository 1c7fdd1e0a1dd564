/*
 * hours_text.c: opening hours in words.
 */
#include "contact/hours.h"

#include "base/str.h"
#include "html/out.h"

static const enum word shorts[8] = {
	[1] = W_contact_mon, [2] = W_contact_tue, [3] = W_contact_wed,
	[4] = W_contact_thu, [5] = W_contact_fri, [6] = W_contact_sat,
	[7] = W_contact_sun,
};

/* fi, sv "9", "9.30"; en "9:00", "9:30". */
static const char *clock_text(struct arena *a, enum lang lang, int minute)
{
	const int hour = minute / 60, rest = minute % 60;

	if (lang == LANG_EN)
		return arena_printf(a, "%d:%02d", hour, rest);
	return rest ? arena_printf(a, "%d.%02d", hour, rest)
		    : arena_printf(a, "%d", hour);
}

const char *hours_day_text(struct arena *a, enum lang lang,
			   const struct hours_day *d)
{
	struct str s;

	if (!d->count)
		return word(lang, W_contact_closed);
	if (d->count == 1 && !d->span[0].opens &&
	    d->span[0].closes == HOURS_DAY)
		return word(lang, W_contact_all_day);
	str_init(&s, a, 32);
	for (int i = 0; i < d->count; i++)
		str_printf(&s, "%s%s\u2013%s", i ? ", " : "",
			   clock_text(a, lang, d->span[i].opens),
			   clock_text(a, lang, d->span[i].closes));
	return s.ptr;
}

static bool same_day(const struct hours_day *x, const struct hours_day *y)
{
	if (x->count != y->count)
		return false;
	for (int i = 0; i < x->count; i++)
		if (x->span[i].opens != y->span[i].opens ||
		    x->span[i].closes != y->span[i].closes)
			return false;
	return true;
}

size_t hours_week_lines(struct arena *a, enum lang lang, const struct hours *h,
			struct hours_line ret_lines[HOURS_LINES])
{
	size_t n = 0;

	for (int first = 1, last; first <= 7; first = last + 1) {
		const char *from = word(lang, shorts[first]);

		last = first;
		while (last < 7 &&
		       same_day(&h->week[first], &h->week[last + 1]))
			last++;
		ret_lines[n++] = (struct hours_line){
			last == first ? from
				      : arena_printf(a, "%s\u2013%s", from,
						     word(lang, shorts[last])),
			hours_day_text(a, lang, &h->week[first]),
		};
	}
	return n;
}

static const char *time_text(struct arena *a, enum lang lang, int64_t us)
{
	int hour, minute;

	clock_local_hm(us, &hour, &minute);
	return clock_text(a, lang, hour * 60 + minute);
}

const char *hours_now_text(struct arena *a, enum lang lang,
			   struct hours_now now, int64_t now_us)
{
	const struct date today = date_of(now_us), then = date_of(now.until_us);
	const int64_t days = date_to_days(then) - date_to_days(today);
	const char *time = time_text(a, lang, now.until_us);

	if (!now.until_us)
		return word(lang, now.open ? W_contact_open_always
					   : W_contact_closed_now);
	if (now.open)
		return word_fill(a, lang, W_contact_open_until,
				 WORDS(WORD_TEXT("time", time)));
	if (!days)
		return word_fill(a, lang, W_contact_opens_today,
				 WORDS(WORD_TEXT("time", time)));
	if (days == 1)
		return word_fill(a, lang, W_contact_opens_tomorrow,
				 WORDS(WORD_TEXT("time", time)));
	return word_fill(
		a, lang, W_contact_opens_later,
		WORDS(WORD_TEXT("day", word(lang, shorts[date_weekday(then)])),
		      WORD_TEXT("date", text_date(a, lang, now.until_us)),
		      WORD_TEXT("time", time)));
}
