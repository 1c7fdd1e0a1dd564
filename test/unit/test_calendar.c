/*
 * test_calendar.c: the Finnish calendar against test/vectors/workdays.json,
 * whose dates were worked out without this code.
 */
#include "tap.h"
#include "vectors.h"

#include "due/due.h"

static json_t *file;

static struct date date_in(json_t *row, const char *key)
{
	return vector_date(json_string_value(json_object_get(row, key)));
}

static bool same(struct date a, struct date b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

static bool is_date(struct date got, struct date want, const char *what,
		    json_t *row)
{
	bool pass = ok(same(got, want), "%s", what);

	if (!pass) {
		printf("# got %d-%d-%d, row ", got.year, got.month, got.day);
		vector_print(row);
	}
	return pass;
}

static void test_holidays(void)
{
	json_t *row;
	size_t i;

	json_array_foreach(vector_list(file, "holidays"), i, row)
	{
		struct date d = date_in(row, "date");

		ok(date_weekday(d) == vector_int(row, "weekday") &&
			   is_holiday(d) && !is_workday(d),
		   "%d-%d-%d %s is no working day", d.year, d.month, d.day,
		   vector_text(row, "key"));
	}
}

static void test_years(void)
{
	json_t *row;
	size_t i;

	json_array_foreach(vector_list(file, "years"), i, row)
	{
		int year = (int)vector_int(row, "year"), n = 0;
		struct date d = {year, 1, 1};

		is_date(easter_sunday(year), date_in(row, "easter"), "Easter",
			row);
		for (; d.year == year; d = add_days(d, 1))
			n += is_workday(d);
		ok(n == vector_int(row, "working_days"),
		   "%d has %d working days", year, n);
	}
}

/* Known Easters far from the file's years, the rule's exceptions among them. */
static void test_easter(void)
{
	static const struct date known[] = {
		{1818, 3, 22}, {1943, 4, 25}, {1954, 4, 18},
		{1981, 4, 19}, {2000, 4, 23}, {2038, 4, 25},
		{2049, 4, 18}, {2076, 4, 19}, {2285, 3, 22},
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		ok(same(easter_sunday(known[i].year), known[i]), "Easter of %d",
		   known[i].year);
}

static void test_is_workday(void)
{
	json_t *row;
	size_t i;

	json_array_foreach(vector_list(file, "is_working_day"), i, row)
	{
		struct date d = date_in(row, "date");

		ok(is_workday(d) == json_is_true(
					    json_object_get(row, "working")) &&
			   date_weekday(d) == vector_int(row, "weekday"),
		   "working day or not: %s", vector_text(row, "date"));
	}
}

static void test_add_workdays(void)
{
	json_t *row;
	size_t i;

	json_array_foreach(vector_list(file, "add_working_days"), i, row)
	{
		is_date(add_workdays(NULL, date_in(row, "start"),
				     (int)vector_int(row, "days")),
			date_in(row, "due"), "working days added", row);
	}
	ok(same(add_workdays(NULL, (struct date){2026, 11, 22}, 0),
		(struct date){2026, 11, 22}),
	   "no days: the day itself");
}

/* Rows with a raw date and its two rolled ones. */
static void check_rolls(struct date raw, json_t *row)
{
	is_date(raw, date_in(row, "raw"), "raw date", row);
	is_date(roll_forward(raw), date_in(row, "due"), "due", row);
	is_date(roll_back(raw), date_in(row, "target"), "target", row);
}

static void test_add_days(void)
{
	json_t *row;
	size_t i;

	json_array_foreach(vector_list(file, "add_days"), i, row)
	{
		check_rolls(add_days(date_in(row, "start"),
				     (int)vector_int(row, "days")),
			    row);
	}
	json_array_foreach(vector_list(file, "add_months"), i, row)
	{
		check_rolls(add_months(date_in(row, "start"),
				       (int)vector_int(row, "months")),
			    row);
	}
	ok(same(add_months((struct date){2024, 3, 31}, -1),
		(struct date){2024, 2, 29}),
	   "a month back");
	ok(same(add_months((struct date){2024, 1, 15}, -1),
		(struct date){2023, 12, 15}),
	   "a month back over the new year");
	ok(same(add_months((struct date){2023, 12, 31}, 14),
		(struct date){2025, 2, 28}),
	   "over two new years");
}

static void test_local_date(void)
{
	json_t *row;
	size_t i;

	json_array_foreach(vector_list(file, "local_date"), i, row)
	{
		int64_t us = vector_instant(vector_text(row, "utc"));
		const char *local = vector_text(row, "local");
		int hour = -1, minute = -1, h = -2, m = -2;

		is_date(date_of(us), date_in(row, "date"), "local date", row);
		clock_local_hm(us, &hour, &minute);
		ok(sscanf(local + 11, "%d:%d", &h, &m) == 2 && h == hour &&
			   m == minute,
		   "local time %s", local);
	}
}

static void test_end_of_date(void)
{
	json_t *row;
	size_t i;

	json_array_foreach(vector_list(file, "end_of_date"), i, row)
	{
		ok(date_end_us(date_in(row, "date")) ==
			   vector_instant(vector_text(row, "expires")),
		   "%s ends at %s", vector_text(row, "date"),
		   vector_text(row, "expires"));
	}
}

static size_t read_pauses(json_t *list, struct pause *to)
{
	json_t *pair;
	size_t i;

	json_array_foreach(list, i, pair)
	{
		const char *end = json_string_value(json_array_get(pair, 1));

		to[i].from =
			vector_date(json_string_value(json_array_get(pair, 0)));
		to[i].to = end ? vector_date(end) : (struct date){0, 0, 0};
	}
	return json_array_size(list);
}

static void test_promises(void)
{
	struct pause pauses[8];
	json_t *row;
	size_t i;

	json_array_foreach(vector_list(file, "promise_with_pauses"), i, row)
	{
		size_t n = read_pauses(json_object_get(row, "pauses"), pauses);
		struct date due = {1, 2, 3};
		bool dated = promise_due(NULL, date_in(row, "received"),
					 (int)vector_int(row, "days"), pauses,
					 n, &due);

		if (json_is_null(json_object_get(row, "due")))
			ok(!dated && same(due, (struct date){1, 2, 3}),
			   "an open pause: no date, nothing written");
		else
			is_date(due, date_in(row, "due"), "promise", row);
	}
}

static enum moment_kind moment_named(const char *name)
{
	static const char *const names[] = {"received",      "receipt",
					    "interim_reply", "handled",
					    "answer",        "reopened"};
	int i = 0;

	while (strcmp(names[i], name) != 0)
		i++;
	return (enum moment_kind)i;
}

static bool seconds_are(json_t *want, int64_t us)
{
	return json_is_null(want) ? us == -1
				  : json_integer_value(want) * SECOND_US == us;
}

static void test_service_times(void)
{
	struct moment list[8];
	json_t *row, *event;
	size_t i, k;

	json_array_foreach(vector_list(file, "reaction_and_answer"), i, row)
	{
		json_t *events = json_object_get(row, "events");
		struct service_times t;

		json_array_foreach(events, k, event)
		{
			list[k].kind = moment_named(
				json_string_value(json_array_get(event, 0)));
			list[k].at_us = vector_instant(
				json_string_value(json_array_get(event, 1)));
		}
		t = service_times(list, json_array_size(events));
		ok(seconds_are(json_object_get(row, "reaction_seconds"),
			       t.reaction_us) &&
			   seconds_are(json_object_get(row, "answer_seconds"),
				       t.answer_us),
		   "%s", vector_text(row, "note"));
	}
}

/* Doors that close at 24.00 on Friday are shut on Saturday. */
static void test_round_the_clock(void)
{
	const int64_t friday = date_start_us((struct date){2026, 11, 27});
	struct calendar c = {0};
	int64_t due = 0;

	for (int day = 1; day <= 5; day++)
		c.week[day] = (struct open_hours){0, 24 * 60};
	ok(hours_due(&c, friday, 24, NULL, 0, &due) && due == friday + DAY_US,
	   "24 hours end with the day");
	ok(hours_due(&c, friday, 25, NULL, 0, &due) &&
		   due == friday + 3 * DAY_US + HOUR_US,
	   "the next one is on Monday");
}

int main(void)
{
	clock_init();
	file = vector_file("workdays");
	test_holidays();
	test_years();
	test_easter();
	test_is_workday();
	test_add_workdays();
	test_add_days();
	test_local_date();
	test_end_of_date();
	test_promises();
	test_service_times();
	test_round_the_clock();
	json_decref(file);
	return tap_done();
}
