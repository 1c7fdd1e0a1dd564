/*
 * calendar.c: which days count in Finland, and how deadlines are counted
 * over them. Pure functions over local dates; no clock, no rows.
 *
 * Act 150/1930 on counting statutory time, 2 to 5 §.
 */
#include "due/due.h"

enum { FRIDAY = 5, SATURDAY = 6 };

const struct calendar calendar_plain = {
	.week = {[1] = {480, 960},
		 [2] = {480, 960},
		 [3] = {480, 960},
		 [4] = {480, 960},
		 [5] = {480, 960}},
};

struct date add_days(struct date from, int n)
{
	return date_from_days(date_to_days(from) + n);
}

/*
 * The Sunday after the paschal full moon of the Gregorian calendar: golden
 * number and epact (Clavius, as in Knuth's Art of Computer Programming 1.3.2).
 */
struct date easter_sunday(int year)
{
	int golden = year % 19 + 1;
	int century = year / 100 + 1;
	int dropped_leaps = 3 * century / 4 - 12;
	int moon_drift = (8 * century + 5) / 25 - 5;
	int epact = (11 * golden + 20 + moon_drift - dropped_leaps) % 30;
	struct date moon;
	int day;

	if (epact < 0)
		epact += 30;
	if (epact == 24 || (epact == 25 && golden > 11))
		epact++;
	day = 44 - epact;
	if (day < 21)
		day += 30;
	moon = add_days((struct date){year, 3, 1}, day - 1);
	return add_days(moon, 7 - date_weekday(moon) % 7);
}

static bool is_fixed_holiday(struct date d)
{
	static const struct {
		int month, day;
	} fixed[] = {
		{1, 1}, {1, 6}, {5, 1}, {12, 6}, {12, 24}, {12, 25}, {12, 26},
	};
	size_t i;

	for (i = 0; i < sizeof(fixed) / sizeof(*fixed); i++) {
		if (d.month == fixed[i].month && d.day == fixed[i].day)
			return true;
	}
	return false;
}

/* Good Friday, Easter, Easter Monday, Ascension, Whit Sunday. */
static bool is_easter_holiday(struct date d)
{
	int64_t after;

	if (d.month < 3 || d.month > 6)
		return false;
	after = date_to_days(d) - date_to_days(easter_sunday(d.year));
	return after == -2 || after == 0 || after == 1 || after == 39 ||
	       after == 49;
}

/* Midsummer Eve and Day, All Saints: by weekday within a week. */
static bool is_moving_holiday(struct date d)
{
	int weekday = date_weekday(d);

	if (weekday == FRIDAY)
		return d.month == 6 && d.day >= 19 && d.day <= 25;
	if (weekday != SATURDAY)
		return false;
	return (d.month == 6 && d.day >= 20 && d.day <= 26) ||
	       (d.month == 10 && d.day == 31) || (d.month == 11 && d.day <= 6);
}

bool is_holiday(struct date d)
{
	return is_fixed_holiday(d) || is_easter_holiday(d) ||
	       is_moving_holiday(d);
}

bool is_workday(struct date d)
{
	return date_weekday(d) < SATURDAY && !is_holiday(d);
}

bool is_own_closed(const struct calendar *c, struct date d)
{
	const int64_t day = date_to_days(d);
	size_t low = 0, high = c ? c->closed_count : 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c->closed[mid] == day)
			return true;
		if (c->closed[mid] < day)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

bool is_open_day(const struct calendar *c, struct date d)
{
	return is_workday(d) && !is_own_closed(c, d);
}

struct date add_workdays(const struct calendar *c, struct date from, int n)
{
	while (n > 0) {
		from = add_days(from, 1);
		n -= is_open_day(c, from);
	}
	return from;
}

/* Same day number, or the last day of a month that is shorter (3 §, 4 §). */
struct date add_months(struct date from, int n)
{
	int months = from.year * 12 + from.month - 1 + n;
	struct date to = {months / 12, months % 12 + 1, from.day};

	while (!date_valid(to) && to.day > 28)
		to.day--;
	return to;
}

struct date roll_forward(struct date d)
{
	while (!is_workday(d))
		d = add_days(d, 1);
	return d;
}

struct date roll_back(struct date d)
{
	while (!is_workday(d))
		d = add_days(d, -1);
	return d;
}

/* Does the clock stand still at the end of that day, and for good so far? */
static bool paused_at(int64_t day, const struct pause *pauses, size_t count,
		      bool *ret_open)
{
	bool paused = false;
	size_t i;

	for (i = 0; i < count; i++) {
		if (day < date_to_days(pauses[i].from))
			continue;
		if (!pauses[i].to.year)
			*ret_open = true;
		else if (day < date_to_days(pauses[i].to))
			paused = true;
	}
	return paused;
}

bool promise_due(const struct calendar *c, struct date arrival, int workdays,
		 const struct pause *pauses, size_t count, struct date *ret_due)
{
	int64_t day = date_to_days(arrival);
	bool open = false;

	while (workdays > 0) {
		day++;
		if (!paused_at(day, pauses, count, &open) && !open)
			workdays -= is_open_day(c, date_from_days(day));
		if (open)
			return false;
	}
	*ret_due = date_from_days(day);
	return true;
}

/* When the first of these happened, or -1. */
static int64_t first_of(const struct moment *list, size_t count, unsigned kinds)
{
	int64_t first = -1;
	size_t i;

	for (i = 0; i < count; i++) {
		if (kinds & 1u << list[i].kind &&
		    (first < 0 || list[i].at_us < first))
			first = list[i].at_us;
	}
	return first;
}

struct service_times service_times(const struct moment *list, size_t count)
{
	const unsigned answer = 1u << MOMENT_ANSWER;
	const unsigned reaction =
		answer | 1u << MOMENT_INTERIM | 1u << MOMENT_HANDLED;
	int64_t arrival = first_of(list, count, 1u << MOMENT_ARRIVAL);
	int64_t reacted = first_of(list, count, reaction);
	int64_t answered = first_of(list, count, answer);

	return (struct service_times){
		.reaction_us = reacted < 0 ? -1 : reacted - arrival,
		.answer_us = answered < 0 ? -1 : answered - arrival,
	};
}
