/*
 * first_refs.c: suggestions by name, as they travel in forms and in a cookie.
 */
#include "matter/first.h"

#include "base/str.h"
#include "http/http.h"

#include <inttypes.h>

static const char letters[FIRST__COUNT] = {'m', 'n', 'x'};

const char *const first_choices[FIRST_CHOICES] = {
	[FIRST_SHOWN] = "shown",
	[FIRST_ANSWERS] = "answers",
	[FIRST_SAME] = "same",
	[FIRST_DIFFERENT] = "different",
};

/* Digits only, and no more than an id has. */
static bool read_number(const char **at, int64_t *ret_value)
{
	enum { DIGITS_MAX = 17 };
	int64_t value = 0;
	int digits = 0;

	for (; **at >= '0' && **at <= '9' && digits <= DIGITS_MAX; digits++)
		value = value * 10 + (*(*at)++ - '0');
	*ret_value = value;
	return digits > 0 && digits <= DIGITS_MAX;
}

/* One of them, and nothing behind it but the next. */
static bool read_ref(const char **at, struct first_ref *ret_ref)
{
	const char *letter = memchr(letters, **at, sizeof(letters));
	struct first_ref r = {0};

	if (!letter)
		return false;
	r.kind = (enum first_kind)(letter - letters);
	(*at)++;
	if (!read_number(at, &r.id))
		return false;
	if (**at == '.') {
		(*at)++;
		if (!read_number(at, &r.day))
			return false;
	}
	*ret_ref = r;
	return !**at || strchr(" _", **at);
}

void first_refs_read(const char *text, struct first_refs *ret_refs)
{
	struct first_refs refs = {.count = 0};
	struct first_ref r;

	while (*(text += strspn(text, " _"))) {
		if (read_ref(&text, &r))
			first_refs_add(&refs, r);
		text += strcspn(text, " _");
	}
	*ret_refs = refs;
}

const char *first_refs_text(struct arena *a, const struct first_refs *refs,
			    char between)
{
	struct str s;

	str_init(&s, a, 32);
	for (size_t i = 0; i < refs->count; i++) {
		const struct first_ref *r = &refs->list[i];

		if (i)
			str_putc(&s, between);
		str_printf(&s, "%c%" PRId64, letters[r->kind], r->id);
		if (r->day)
			str_printf(&s, ".%" PRId64, r->day);
	}
	return s.ptr;
}

bool first_refs_have(const struct first_refs *refs, enum first_kind kind,
		     int64_t id)
{
	for (size_t i = 0; i < refs->count; i++)
		if (refs->list[i].kind == kind && refs->list[i].id == id)
			return true;
	return false;
}

void first_refs_add(struct first_refs *refs, struct first_ref ref)
{
	if (refs->count < FIRST_REFS_MAX &&
	    !first_refs_have(refs, ref.kind, ref.id))
		refs->list[refs->count++] = ref;
}
