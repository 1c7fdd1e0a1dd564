/*
 * figures.c: see figures.h.
 */
#include "stats/figures.h"

#include "base/str.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int64_t span_hour(int64_t seconds)
{
	return (seconds + 1800) / 3600;
}

/* Where the hour is, or where it belongs. */
static size_t find(const struct spans *s, int64_t hour)
{
	size_t from = 0, to = s->used;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (s->list[mid].hour < hour)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

static void make_room(struct arena *a, struct spans *s)
{
	size_t room = s->room ? s->room * 2 : 8;
	struct hours *list;

	if (s->used < s->room)
		return;
	list = arena_array(a, room, sizeof(*list));
	if (s->used)
		memcpy(list, s->list, s->used * sizeof(*list));
	s->list = list;
	s->room = room;
}

void spans_add(struct arena *a, struct spans *s, int64_t hour, int64_t count)
{
	size_t at = find(s, hour);

	s->n += count;
	if (at < s->used && s->list[at].hour == hour) {
		s->list[at].count += count;
		return;
	}
	make_room(a, s);
	memmove(&s->list[at + 1], &s->list[at],
		(s->used - at) * sizeof(*s->list));
	s->list[at] = (struct hours){hour, count};
	s->used++;
}

int64_t spans_rank(const struct spans *s, int percent)
{
	int64_t rank = (s->n * percent + 99) / 100, seen = 0;

	for (size_t i = 0; i < s->used; i++) {
		seen += s->list[i].count;
		if (seen >= rank)
			return s->list[i].hour;
	}
	return -1;
}

const char *spans_text(struct arena *a, const struct spans *s)
{
	struct str text;

	str_init(&text, a, 16);
	for (size_t i = 0; i < s->used; i++)
		str_printf(&text, "%s%" PRId64 ":%" PRId64, i ? " " : "",
			   s->list[i].hour, s->list[i].count);
	return text.ptr;
}

void spans_parse(struct arena *a, struct spans *s, const char *text)
{
	while (*text) {
		char *end;
		int64_t hour = strtoll(text, &end, 10), count;

		if (end == text || *end != ':')
			return;
		count = strtoll(end + 1, &end, 10);
		if (count > 0)
			spans_add(a, s, hour, count);
		text = *end == ' ' ? end + 1 : end;
	}
}

void reasons_add(struct figures *f, const char *name, int64_t count)
{
	const struct verdict_reason *r = verdict_reason(false, name);

	if (r)
		f->reasons[r - verdict_reasons] += count;
}

int64_t reasons_told(const struct figures *f)
{
	int64_t n = 0;

	for (int i = 0; i < VERDICT_REASONS; i++)
		n += f->reasons[i];
	return n;
}

const char *reasons_text(struct arena *a, const struct figures *f)
{
	struct str text;

	str_init(&text, a, 16);
	for (int i = 0; i < VERDICT_REASONS; i++)
		if (f->reasons[i])
			str_printf(&text, "%s%s:%" PRId64, text.len ? " " : "",
				   verdict_reasons[i].name, f->reasons[i]);
	return text.len ? text.ptr : "";
}

static void parse_one(struct figures *f, const char *text, size_t len)
{
	char name[32];

	if (len >= sizeof(name))
		return;
	memcpy(name, text, len);
	name[len] = '\0';
	reasons_add(f, name, strtoll(text + len + 1, NULL, 10));
}

void reasons_parse(struct figures *f, const char *text)
{
	while (*text) {
		size_t one = strcspn(text, " "), name = strcspn(text, ":");

		if (name < one)
			parse_one(f, text, name);
		text += one + (text[one] == ' ');
	}
}

static void merge(struct arena *a, struct spans *to, const struct spans *from)
{
	for (size_t i = 0; i < from->used; i++)
		spans_add(a, to, from->list[i].hour, from->list[i].count);
	to->sum_s += from->sum_s;
}

void figures_add(struct arena *a, struct figures *to, const struct figures *f)
{
	to->arrived += f->arrived;
	to->answered += f->answered;
	to->no_answer += f->no_answer;
	to->waiting += f->waiting;
	to->late += f->late;
	to->late_now += f->late_now;
	to->unreacted += f->unreacted;
	to->reopened += f->reopened;
	to->satisfied += f->satisfied;
	to->unsatisfied += f->unsatisfied;
	for (int i = 0; i < VERDICT_REASONS; i++)
		to->reasons[i] += f->reasons[i];
	if (f->oldest_at && (!to->oldest_at || f->oldest_at < to->oldest_at))
		to->oldest_at = f->oldest_at;
	merge(a, &to->reaction, &f->reaction);
	merge(a, &to->answer, &f->answer);
}

static bool spans_same(const struct spans *x, const struct spans *y)
{
	if (x->used != y->used || x->n != y->n || x->sum_s != y->sum_s)
		return false;
	for (size_t i = 0; i < x->used; i++)
		if (x->list[i].hour != y->list[i].hour ||
		    x->list[i].count != y->list[i].count)
			return false;
	return true;
}

bool figures_same(const struct figures *x, const struct figures *y)
{
	return x->arrived == y->arrived && x->answered == y->answered &&
	       x->no_answer == y->no_answer && x->waiting == y->waiting &&
	       x->oldest_at == y->oldest_at && x->late == y->late &&
	       x->late_now == y->late_now && x->unreacted == y->unreacted &&
	       x->reopened == y->reopened && x->satisfied == y->satisfied &&
	       x->unsatisfied == y->unsatisfied &&
	       !memcmp(x->reasons, y->reasons, sizeof(x->reasons)) &&
	       spans_same(&x->reaction, &y->reaction) &&
	       spans_same(&x->answer, &y->answer);
}
