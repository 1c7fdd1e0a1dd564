/*
 * fill.c: variables of templates. People write them in their own language:
 * {asianumero}, {ärendenummer} and {number} are the same.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "template/template.h"

enum { NAME_MAX_LETTERS = 40 };

static const struct {
	enum word name, hint;
} vars[VAR__COUNT] = {
	[VAR_NUMBER] = {W_var_number, W_var_number_hint},
	[VAR_TITLE] = {W_var_title, W_var_title_hint},
	[VAR_NAME] = {W_var_name, W_var_name_hint},
	[VAR_TOPIC] = {W_var_topic, W_var_topic_hint},
	[VAR_PLACE] = {W_var_place, W_var_place_hint},
	[VAR_RECEIVED] = {W_var_received, W_var_received_hint},
	[VAR_DUE] = {W_var_due, W_var_due_hint},
	[VAR_TODAY] = {W_var_today, W_var_today_hint},
	[VAR_UNIT] = {W_var_unit, W_var_unit_hint},
	[VAR_HANDLER] = {W_var_handler, W_var_handler_hint},
	[VAR_TENANT] = {W_var_tenant, W_var_tenant_hint},
};

const char *template_var_name(enum template_var v, enum lang lang)
{
	return word(lang, vars[v].name);
}

const char *template_var_hint(enum template_var v, enum lang lang)
{
	return word(lang, vars[v].hint);
}

/* The length of the "{...}" at this place, 0 when it is none. */
static size_t braced(const char *at)
{
	size_t n = strcspn(at + 1, "{}\n");

	if (*at != '{' || !n || at[n + 1] != '}')
		return 0;
	if (n > 4 * (size_t)NAME_MAX_LETTERS)
		return 0;
	return n + 2;
}

static bool is_named(const char *name, enum template_var v)
{
	for (int l = 0; l < LANG__COUNT; l++)
		if (str_same(name, template_var_name(v, (enum lang)l)))
			return true;
	return false;
}

static enum template_var var_of(struct arena *a, const char *at, size_t n)
{
	const char *name =
		str_lower(a, str_trim(a, arena_strndup(a, at + 1, n - 2)));
	int v = 0;

	while (v < VAR__COUNT && !is_named(name, (enum template_var)v))
		v++;
	return (enum template_var)v;
}

const char *template_fill(struct arena *a, const char *text,
			  const char *const values[VAR__COUNT])
{
	struct str s;

	str_init(&s, a, strlen(text) + 64);
	while (*text) {
		const size_t n = braced(text);
		enum template_var v = n ? var_of(a, text, n) : VAR__COUNT;

		if (v == VAR__COUNT || str_empty(values[v])) {
			str_add(&s, text, n ? n : 1);
			text += n ? n : 1;
			continue;
		}
		str_puts(&s, values[v]);
		text += n;
	}
	return s.ptr;
}

const char *template_unfilled(struct arena *a, const char *text)
{
	for (; *text; text++) {
		const size_t n = braced(text);

		if (!n)
			continue;
		const char *found = arena_strndup(a, text, n);

		if (utf8_length(found) <= NAME_MAX_LETTERS + 2)
			return found;
	}
	return NULL;
}
