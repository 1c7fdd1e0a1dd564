/*
 * form.c: what the forms of the administration share.
 */
#include "tenant/form.h"

#include "base/id.h"
#include "base/str.h"
#include "html/out.h"

#include <inttypes.h>
#include <sodium.h>

const char *fault_text(const struct fault *table, unsigned bad,
		       const char *field, enum lang lang)
{
	for (; table->bit; table++)
		if ((bad & table->bit) && str_same(table->field, field))
			return word(lang, (enum word)table->text);
	return NULL;
}

struct error_summary fault_summary(struct arena *a, const struct fault *table,
				   unsigned bad, enum lang lang)
{
	struct form_error *errors;
	size_t n = 0, max = 0;

	while (table[max].bit)
		max++;
	errors = arena_array(a, max + 1, sizeof(*errors));
	for (size_t i = 0; i < max; i++) {
		if (!(bad & table[i].bit))
			continue;
		errors[n++] = (struct form_error){
			table[i].field, word(lang, (enum word)table[i].text)};
	}
	return (struct error_summary){errors, n};
}

void error_add(struct request *req, struct error_summary *s, const char *field,
	       const char *error)
{
	const size_t n = s->error_count;
	struct form_error *list;

	if (str_empty(error))
		return;
	list = arena_array(req->arena, n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++)
		list[i] = s->errors[i];
	list[n] = (struct form_error){field, error};
	*s = (struct error_summary){list, n + 1};
}

const struct name_field name_fields[LANG__COUNT] = {
	[LANG_FI] = {"name_fi", W_admin_name_fi},
	[LANG_SV] = {"name_sv", W_admin_name_sv},
	[LANG_EN] = {"name_en", W_admin_name_en},
};

const char *yes_no(const struct request *req, bool yes)
{
	return word(req->lang, yes ? W_common_yes : W_common_no);
}

void conflict_add(struct conflict *c, const char *label, const char *now,
		  const char *typed)
{
	if (c->count == CONFLICT_LINES || str_same(now, typed))
		return;
	c->lines[c->count++] = (struct conflict_line){label, now, typed};
}

const char *text_line(struct arena *a, const char *text)
{
	char *line = arena_strdup(a, text);

	for (char *p = line; *p; p++)
		if (*p == '\n' || *p == '\t' || *p == '\r')
			*p = ' ';
	return str_trim(a, line);
}

const char *field_line(const struct request *req, const char *name)
{
	return text_line(req->arena, req_field(req, name));
}

int64_t field_id(const struct request *req, const char *name)
{
	int64_t id;

	if (!*req_field(req, name))
		return 0;
	return field_int(req, name, &id) || id < 0 ? -1 : id;
}

const char *number_value(const struct request *req, const char *name,
			 int64_t now)
{
	if (req_has_field(req, name))
		return field_line(req, name);
	return arena_printf(req->arena, "%" PRId64, now);
}

enum err path_id(const struct request *req, int hole, int64_t *ret_id)
{
	return param_int(req, hole, ret_id) ? ERR_NOT_FOUND : OK;
}

const char *text_digest(struct arena *a, const char *text, size_t n)
{
	unsigned char digest[16];

	crypto_generichash(digest, sizeof(digest), (const unsigned char *)text,
			   n, NULL, 0);
	return hex_encode(a, digest, sizeof(digest));
}

static const struct {
	const char *done;
	int text;
} notices[] = {
	{"created", W_done_created},   {"saved", W_common_saved},
	{"imported", W_done_imported}, {"invited", W_done_invited},
	{"reset", W_done_reset},       {"deactivated", W_done_deactivated},
	{"password", W_done_password}, {"signed_out", W_done_signed_out},
	{"removed", W_done_removed},   {"again", W_done_again},
	{"forgot", W_done_forgot},     {"kept", W_done_kept},
};

struct notice done_notice(const struct request *req)
{
	const char *done = req_arg(req, "done");

	for (size_t i = 0; i < sizeof(notices) / sizeof(*notices); i++)
		if (str_same(done, notices[i].done))
			return (struct notice){
				.tone = TONE_SUCCESS,
				.text = word(req->lang,
					     (enum word)notices[i].text),
			};
	return (struct notice){.tone = TONE_NEUTRAL};
}
