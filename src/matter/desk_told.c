/*
 * desk_told.c: the fields for an answer given on the phone, by letter or at the
 * desk: when, and by whom. Without them the answer is sent.
 */
#include "matter/desk_told.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/typed.h"
#include "base/utf8.h"
#include "html/out.h"
#include "tenant/form.h"

enum word desk_told_word(enum told_how how)
{
	static const enum word words[TOLD__COUNT] = {
		[TOLD_SENT] = W_told_sent,
		[TOLD_PHONE] = W_told_phone,
		[TOLD_LETTER] = W_told_letter,
		[TOLD_DESK] = W_told_desk,
	};

	return words[how];
}

static bool read_time(struct desk_told *t, int64_t *ret_at)
{
	struct date d;
	int minute;

	if (date_typed(t->date, &d) || minute_typed(t->time, &minute))
		return false;
	*ret_at = date_minute_us(d, minute);
	return true;
}

/* The minute it came in, and this one, are in time. */
static int64_t within(const struct matter *m, int64_t at)
{
	const int64_t now = clock_now_us();

	if (at > now && at < now + MINUTE_US)
		return now;
	return at < m->received_at && at > m->received_at - MINUTE_US
		       ? m->received_at
		       : at;
}

static const char *hour_text(struct arena *a, int64_t at)
{
	int hour, minute;

	clock_local_hm(at, &hour, &minute);
	return minute_text(a, hour * 60 + minute);
}

struct desk_told desk_told_read(struct request *req, const struct matter *m)
{
	const int64_t now = clock_now_us();
	struct date today = date_of(now);
	struct desk_told t = {.how = req_field(req, "told")};

	t.told.how = told_parse(t.how);
	t.date = req_has_field(req, "told_date")
			 ? field_line(req, "told_date")
			 : arena_printf(req->arena, "%d.%d.%d", today.day,
					today.month, today.year);
	t.time = req_has_field(req, "told_time") ? field_line(req, "told_time")
						 : hour_text(req->arena, now);
	t.by = req_has_field(req, "told_by") ? field_line(req, "told_by")
					     : req->session->name;
	if (t.told.how == TOLD_SENT)
		return t;
	t.told.by = t.by;
	t.bad_by = str_empty(t.by) || utf8_length(t.by) > NAME_MAX;
	t.bad_date = !read_time(&t, &t.told.at);
	if (t.bad_date)
		return t;
	t.told.at = within(m, t.told.at);
	t.bad_date = t.told.at > now || t.told.at < m->received_at;
	return t;
}

void desk_told_fields(struct request *req, const struct desk_told *t,
		      struct desk_told_form *ret_form)
{
	const enum lang l = req->lang;
	struct option *to = arena_array(req->arena, TOLD__COUNT, sizeof(*to));

	for (int i = 0; i < TOLD__COUNT; i++)
		to[i] = (struct option){
			.value = told_names[i],
			.label = word(l, desk_told_word((enum told_how)i)),
			.selected = t->told.how == (enum told_how)i,
		};
	*ret_form = (struct desk_told_form){
		.open = t->told.how != TOLD_SENT,
		.how = {.name = "told",
			.label = word(l, W_desk_told_how),
			.plain = true,
			.options = to,
			.option_count = TOLD__COUNT},
		.date = {.name = "told_date",
			 .label = word(l, W_desk_told_date),
			 .value = t->date,
			 .plain = true,
			 .maxlength = 10},
		.time = {.name = "told_time",
			 .label = word(l, W_desk_told_time),
			 .value = t->time,
			 .plain = true,
			 .maxlength = 5},
		.by = {.name = "told_by",
		       .label = word(l, W_desk_told_by),
		       .value = t->by,
		       .plain = true,
		       .maxlength = NAME_MAX},
	};
	if (t->bad_date)
		ret_form->date.error = word(l, W_desk_told_bad_date);
	if (t->bad_by)
		ret_form->by.error = word(l, W_desk_told_bad_by);
}
