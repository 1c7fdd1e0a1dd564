/*
 * axes.c: the values of the axes as the database and the outside spell them,
 * the public number and what a matter is called. A value once sent to the outside is never renamed.
 */
#include "matter/matter.h"

#include "base/str.h"
#include "base/utf8.h"
#include "matter/rules.h"

#include <inttypes.h>

const char *const handling_names[HANDLING__COUNT] = {
	[HANDLING_RECEIVED] = "received",
	[HANDLING_TRIAGE] = "triage",
	[HANDLING_ASSIGNED] = "assigned",
	[HANDLING_IN_WORK] = "in_work",
	[HANDLING_WAITING_RESIDENT] = "waiting_resident",
	[HANDLING_WAITING_EXTERNAL] = "waiting_external",
	[HANDLING_PLANNED] = "planned",
	[HANDLING_ANSWERED] = "answered",
	[HANDLING_CLOSED] = "closed",
};

const char *const outcome_names[OUTCOME__COUNT] = {
	[OUTCOME_NONE] = "",
	[OUTCOME_DONE] = "done",
	[OUTCOME_ANSWERED] = "answered",
	[OUTCOME_WONT_DO] = "wont_do",
	[OUTCOME_NOT_OURS] = "not_ours",
	[OUTCOME_TO_REGISTRY] = "to_registry",
	[OUTCOME_IMPROPER] = "improper",
	[OUTCOME_SPAM] = "spam",
	[OUTCOME_WITHDRAWN] = "withdrawn",
	[OUTCOME_NOT_FOUND] = "not_found",
};

enum handling handling_parse(const char *name)
{
	int h = 0;

	while (h < HANDLING_CLOSED && !str_same(handling_names[h], name))
		h++;
	return (enum handling)h;
}

enum err outcome_parse(const char *name, enum outcome *ret_outcome)
{
	for (int o = 0; o < OUTCOME__COUNT; o++)
		if (str_same(outcome_names[o], name)) {
			*ret_outcome = (enum outcome)o;
			return OK;
		}
	return ERR_INVALID;
}

const char *matter_number(struct arena *a, const struct matter *m)
{
	return arena_printf(a, "%" PRId64 "-%" PRId64, m->number_year,
			    m->number);
}

const char *matter_heading(struct arena *a, const char *title, const char *text)
{
	enum { HEADING_MAX = 80 };

	return str_empty(title) ? utf8_clip_words(a, text, HEADING_MAX) : title;
}

enum err matter_number_parse(const char *text, int64_t *ret_year,
			     int64_t *ret_number)
{
	char year[5] = "";
	int64_t y, n;

	if (strspn(text, "0123456789") != 4 || text[4] != '-')
		return ERR_INVALID;
	memcpy(year, text, 4);
	if (parse_int(year, &y) || parse_int(text + 5, &n) || n < 1)
		return ERR_INVALID;
	*ret_year = y;
	*ret_number = n;
	return OK;
}
