/*
 * hours.c: opening hours read and asked, see hours.h.
 */
#include "contact/hours.h"

#include "base/str.h"
#include "base/typed.h"
#include "html/out.h"

enum { LOOK_DAYS = 15 };

/* ---- reading ---- */

/* What people write for each weekday, apart by spaces, in po/. */
static const enum word day_words[8] = {
	[1] = W_contact_read_mon, [2] = W_contact_read_tue,
	[3] = W_contact_read_wed, [4] = W_contact_read_thu,
	[5] = W_contact_read_fri, [6] = W_contact_read_sat,
	[7] = W_contact_read_sun,
};

/* What is being read into. */
struct reading {
	struct arena *arena;
	struct hours *to;
	/* The days of the entry so far, for times that go on behind a comma. */
	struct hours_day *days[8];
	int day_count;
	bool waits; /* the days go on: "ma, ke 9-15" */
};

/* Is it one of the words of this list, in any language? */
static bool one_of(const char *typed, enum word list)
{
	const size_t n = strlen(typed);

	for (int l = 0; n && l < LANG__COUNT; l++) {
		const char *at = word((enum lang)l, list);

		for (; *at; at += strspn(at, " ")) {
			if (strcspn(at, " ") == n && !strncmp(at, typed, n))
				return true;
			at += strcspn(at, " ");
		}
	}
	return false;
}

/* Lower case; a dash of any length is "-", with nothing around it. */
static char *plain(struct arena *a, const char *text)
{
	const char *at = str_lower(a, text);
	struct str s;

	str_init(&s, a, 64);
	while (*at) {
		const bool dash = str_starts(at, "\u2013") ||
				  str_starts(at, "\u2014") ||
				  str_starts(at, "\u2212");

		if (dash || *at == '-') {
			while (s.len && s.ptr[s.len - 1] == ' ')
				s.ptr[--s.len] = '\0';
			str_putc(&s, '-');
			at += dash ? 3 : 1;
			at += strspn(at, " ");
		} else {
			str_putc(&s, *at == '\t' ? ' ' : *at);
			at++;
		}
	}
	return str_trim(a, s.ptr);
}

/* The next word, up to a space or a dash; at is left behind it. */
static const char *next_word(struct arena *a, const char **at)
{
	size_t n;
	const char *next;

	*at += strspn(*at, " ");
	n = strcspn(*at, " -");
	next = arena_strndup(a, *at, n);
	*at += n;
	return next;
}

static int weekday_of(const char *typed)
{
	for (int d = 1; d <= 7; d++)
		if (one_of(typed, day_words[d]))
			return d;
	return 0;
}

/* "ma", "ma-to": false when the piece begins with no weekday. */
static bool read_weekdays(struct reading *r, const char **at)
{
	const char *behind = *at;
	int first = weekday_of(next_word(r->arena, &behind)), last = first;

	if (!first)
		return false;
	if (*behind == '-') {
		behind++;
		last = weekday_of(next_word(r->arena, &behind));
	}
	if (last < first || (r->waits && r->day_count + last - first >= 8))
		return false;
	if (!r->waits)
		r->day_count = 0;
	for (int d = first; d <= last; d++) {
		r->to->week[d] = (struct hours_day){.count = 0};
		r->days[r->day_count++] = &r->to->week[d];
	}
	*at = behind;
	return true;
}

static bool read_date(struct reading *r, const char **at)
{
	const char *space = strchr(*at, ' ');
	struct hours_date *to;
	struct date d;

	if (!space || r->to->date_count == HOURS_DATES ||
	    date_typed(arena_strndup(r->arena, *at, (size_t)(space - *at)), &d))
		return false;
	to = &r->to->dates[r->to->date_count++];
	*to = (struct hours_date){.date = d};
	r->days[0] = &to->day;
	r->day_count = 1;
	*at = space;
	return true;
}

static bool add_span(struct hours_day *d, int opens, int closes)
{
	if (d->count == HOURS_SPANS || closes <= opens ||
	    (d->count && opens < d->span[d->count - 1].closes))
		return false;
	d->span[d->count++] = (struct open_hours){opens, closes};
	return true;
}

/* "9-15", or a word for closed. */
static bool read_times(struct reading *r, const char *at)
{
	const char *first = next_word(r->arena, &at);
	int opens, closes;

	if (one_of(first, W_contact_read_clock))
		first = next_word(r->arena, &at);
	if (one_of(first, W_contact_read_closed))
		return !*at;
	if (minute_typed(first, &opens) || *at != '-')
		return false;
	at++;
	if (minute_typed(next_word(r->arena, &at), &closes) || *at)
		return false;
	for (int i = 0; i < r->day_count; i++)
		if (!add_span(r->days[i], opens, closes))
			return false;
	return r->day_count > 0;
}

static bool read_piece(struct reading *r, const char *piece)
{
	const char *at = piece;

	if (read_weekdays(r, &at)) {
		r->waits = !*at;
		return r->waits || read_times(r, at);
	}
	if (r->waits || (!read_date(r, &at) && !r->day_count))
		return false;
	return read_times(r, at);
}

const char *hours_parse(struct arena *a, const char *text,
			struct hours *ret_hours)
{
	struct reading r = {.arena = a, .to = ret_hours};
	char *rest = arena_strdup(a, text ? text : ""), *piece;
	const char *last = NULL;

	memset(ret_hours, 0, sizeof(*ret_hours));
	while ((piece = strsep(&rest, ",;\r\n")) != NULL) {
		const char *typed = str_trim(a, piece);

		if (!*typed)
			continue;
		if (!read_piece(&r, plain(a, typed)))
			return typed;
		ret_hours->any = true;
		last = typed;
	}
	return r.waits ? last : NULL;
}

/* ---- asking ---- */

static bool same_date(struct date a, struct date b)
{
	return date_to_days(a) == date_to_days(b);
}

static bool whole_day(const struct hours_day *d)
{
	return d->count == 1 && !d->span[0].opens &&
	       d->span[0].closes == HOURS_DAY;
}

struct hours_day hours_on(const struct hours *h, const struct calendar *c,
			  struct date d, enum hours_why *ret_why)
{
	const struct hours_day *day = &h->week[date_weekday(d)];

	/* Of a date written twice the latter holds. */
	for (size_t i = h->date_count; i > 0; i--)
		if (same_date(h->dates[i - 1].date, d)) {
			*ret_why = HOURS_DATE;
			return h->dates[i - 1].day;
		}
	*ret_why = HOURS_WEEK;
	if (!whole_day(day) && (is_holiday(d) || is_own_closed(c, d))) {
		*ret_why = HOURS_HOLIDAY;
		return (struct hours_day){.count = 0};
	}
	return *day;
}

/* Where the open time ends that goes on at `until`, over midnights. */
struct walk {
	int64_t now;
	struct hours_now found;
	bool done;
};

static void walk_span(struct walk *w, int64_t opens, int64_t closes)
{
	if (w->done || closes <= w->now)
		return;
	if (w->found.open && opens > w->found.until_us) {
		w->done = true;
	} else if (w->found.open || opens <= w->now) {
		w->found = (struct hours_now){true, closes};
	} else {
		w->found = (struct hours_now){false, opens};
		w->done = true;
	}
}

struct hours_now hours_at(const struct hours *h, const struct calendar *c,
			  int64_t now_us)
{
	const struct date today = date_of(now_us);
	struct walk w = {.now = now_us};
	enum hours_why why;

	for (int n = 0; n < LOOK_DAYS && !w.done; n++) {
		const struct date d = add_days(today, n);
		const struct hours_day day = hours_on(h, c, d, &why);

		for (int i = 0; i < day.count; i++)
			walk_span(&w, date_minute_us(d, day.span[i].opens),
				  date_minute_us(d, day.span[i].closes));
	}
	if (!w.done && w.found.open &&
	    w.found.until_us >= date_end_us(add_days(today, LOOK_DAYS - 1)))
		w.found.until_us = 0;
	return w.found;
}
