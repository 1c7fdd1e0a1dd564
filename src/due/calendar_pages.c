/*
 * calendar_pages.c: on which days the municipality works, and when its doors
 * are open. Holidays are computed and only shown.
 */
#include "due/due_pages.h"

#include "base/str.h"
#include "base/typed.h"
#include "base/utf8.h"
#include "due/book.h"
#include "due/due_tpl.h"
#include "due/due_views.h"
#include "html/page.h"

enum { HOLIDAYS_MAX = 40 };

enum bad { BAD_DATE = 1, BAD_NAME = 2, BAD_HOURS = 4 };
static const struct fault faults[] = {
	{BAD_DATE, "date", W_calendar_bad_date},
	{BAD_NAME, "name", W_calendar_bad_name},
	{BAD_HOURS, "opens-1", W_calendar_bad_hours},
	{0, NULL, 0},
};

static const enum word weekdays[] = {
	[1] = W_weekday_1, [2] = W_weekday_2, [3] = W_weekday_3,
	[4] = W_weekday_4, [5] = W_weekday_5, [6] = W_weekday_6,
	[7] = W_weekday_7,
};

struct edit {
	unsigned bad;
	unsigned bad_days; /* of the opening hours: bit weekday */
	bool typed_hours;
	int status;
};

static struct calendar_day day_of(struct request *req, struct date d,
				  const char *name)
{
	return (struct calendar_day){
		.at_us = date_start_us(d),
		.iso = date_iso(req->arena, d),
		.name = name,
		.weekday = weekdays[date_weekday(d)],
		.gone = date_end_us(d) <= clock_now_us(),
	};
}

static void add_days_of(struct request *req, const struct due_book *b,
			struct calendar_view *v)
{
	struct calendar_day *own, *holidays;
	struct date d = date_of(clock_now_us());
	int last = d.year + 1;

	own = arena_array(req->arena, b->calendar.closed_count, sizeof(*own));
	for (size_t i = 0; i < b->calendar.closed_count; i++)
		own[i] = day_of(req, b->closed[i].date, b->closed[i].name);
	v->closed = own;
	v->closed_count = b->calendar.closed_count;
	holidays = arena_array(req->arena, HOLIDAYS_MAX, sizeof(*holidays));
	for (; d.year <= last && v->holiday_count < HOLIDAYS_MAX;
	     d = add_days(d, 1))
		if (is_holiday(d))
			holidays[v->holiday_count++] = day_of(req, d, NULL);
	v->holidays = holidays;
}

static void add_hours(struct request *req, const struct due_book *b,
		      const struct edit *e, struct calendar_view *v)
{
	for (int day = 1; day <= 7; day++) {
		struct open_hours h = b->calendar.week[day];
		struct calendar_hours *to = &v->week[day - 1];
		bool shut = h.opens >= h.closes;

		to->day = weekdays[day];
		to->opens_name = arena_printf(req->arena, "opens-%d", day);
		to->closes_name = arena_printf(req->arena, "closes-%d", day);
		to->opens = shut ? "" : minute_text(req->arena, h.opens);
		to->closes = shut ? "" : minute_text(req->arena, h.closes);
		to->bad = e->bad_days & 1u << day;
		if (!e->typed_hours)
			continue;
		to->opens = req_field(req, to->opens_name);
		to->closes = req_field(req, to->closes_name);
	}
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	enum lang l = req->lang;
	struct calendar_view v = {
		.done = done_notice(req),
		.errors = fault_summary(req->arena, faults, e->bad, l),
		.date = {.name = "date",
			 .label = word(l, W_calendar_date),
			 .value = req_field(req, "date"),
			 .error = fault_text(faults, e->bad, "date", l),
			 .type = "date",
			 .required = true},
		.name = {.name = "name",
			 .label = word(l, W_calendar_name),
			 .hint = word(l, W_calendar_name_hint),
			 .value = req_field(req, "name"),
			 .error = fault_text(faults, e->bad, "name", l),
			 .maxlength = CLOSED_NAME_MAX},
	};
	const struct due_book *b;
	struct out *o;
	enum err err = due_book(req->db, &b);

	if (err)
		return err;
	add_days_of(req, b, &v);
	add_hours(req, b, e, &v);
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(l, W_calendar_title),
			       .nav = NAV_ADMIN,
			       .status = e->status,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_due_calendar(o, &v);
	return page_end(o);
}

static enum err saved(struct request *req, struct response *res)
{
	return res_redirect(req, res, "/staff/admin/calendar?done=saved");
}

enum err due_page_calendar(struct request *req, struct response *res)
{
	return show(req, res, &(struct edit){0});
}

enum err due_page_closed_add(struct request *req, struct response *res)
{
	const char *name = field_line(req, "name");
	struct edit e = {.status = 422};
	struct date d;
	enum err err;

	if (date_typed(field_line(req, "date"), &d))
		e.bad |= BAD_DATE;
	if (utf8_length(name) > CLOSED_NAME_MAX)
		e.bad |= BAD_NAME;
	if (e.bad)
		return show(req, res, &e);
	err = closed_day_add(req->db, req->arena, req->session->staff_id, d,
			     name);
	if (err == ERR_INVALID) {
		e.bad = BAD_DATE;
		return show(req, res, &e);
	}
	return err ? err : saved(req, res);
}

enum err due_page_closed_remove(struct request *req, struct response *res)
{
	struct date d;
	enum err err = date_typed(req_field(req, "date"), &d);

	if (!err)
		err = closed_day_remove(req->db, req->arena,
					req->session->staff_id, d);
	return err ? err : saved(req, res);
}

/* Both empty: closed that day. */
static bool read_day(struct request *req, int day, struct open_hours *ret_hours)
{
	const char *opens =
		field_line(req, arena_printf(req->arena, "opens-%d", day));
	const char *closes =
		field_line(req, arena_printf(req->arena, "closes-%d", day));
	struct open_hours h = {0, 0};

	if (!str_empty(opens) || !str_empty(closes)) {
		if (minute_typed(opens, &h.opens) ||
		    minute_typed(closes, &h.closes) || h.closes <= h.opens)
			return false;
	}
	*ret_hours = h;
	return true;
}

enum err due_page_hours_save(struct request *req, struct response *res)
{
	struct edit e = {.typed_hours = true, .status = 422};
	struct open_hours week[8] = {{0, 0}};
	enum err err;

	for (int day = 1; day <= 7; day++)
		if (!read_day(req, day, &week[day]))
			e.bad_days |= 1u << day;
	if (e.bad_days || !opening_hours_ok(week)) {
		e.bad = BAD_HOURS;
		return show(req, res, &e);
	}
	err = opening_hours_change(req->db, req->arena, req->session->staff_id,
				   week);
	return err ? err : saved(req, res);
}
