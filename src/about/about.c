/*
 * about.c: what may stand on the pages every municipality must have.
 */
#include "about/about.h"

#include "about/about_store.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "tenant/audit.h"
#include "tenant/tenant.h"

const struct about_kind about_kinds[ABOUT__COUNT] = {
	[ABOUT_ACCESSIBILITY] = {"accessibility", W_about_accessibility,
				 W_about_accessibility_text},
	[ABOUT_PRIVACY] = {"privacy", W_about_privacy, W_about_privacy_text},
	[ABOUT_HANDLING] = {"handling", W_about_handling,
			    W_about_handling_text},
};

bool about_parse(const char *name, enum about_page *ret_page)
{
	for (int i = 0; i < ABOUT__COUNT; i++)
		if (str_same(about_kinds[i].name, name)) {
			*ret_page = (enum about_page)i;
			return true;
		}
	return false;
}

/* A name is words, not Markdown. */
static const char *name_as_words(struct arena *a, const char *name)
{
	struct str s;

	str_init(&s, a, 64);
	for (; *name; name++) {
		if (strchr("\\`*_[]<>#!&", *name))
			str_putc(&s, '\\');
		str_putc(&s, *name);
	}
	return s.ptr;
}

const char *about_first(struct arena *a, enum about_page page, enum lang lang)
{
	const char *name = name_as_words(a, tenant_now()->brand.name[lang]);

	return word_fill(a, lang, (enum word)about_kinds[page].first,
			 WORDS(WORD_TEXT("name", name)));
}

enum err about_get(struct db *db, struct arena *a, enum about_page page,
		   enum lang lang, struct about *ret_about)
{
	enum err err = store_about(db, a, page, lang, ret_about);

	if (err != ERR_NOT_FOUND)
		return err;
	*ret_about = (struct about){.text = about_first(a, page, lang)};
	return OK;
}

bool about_text_ok(const char *text)
{
	return !str_empty(text) && utf8_length(text) <= ABOUT_MAX;
}

enum err about_save(struct db *db, struct arena *a, int64_t staff_id,
		    enum about_page page, enum lang lang,
		    const struct about *about)
{
	struct about now = *about;
	struct json j;
	struct str s;
	enum err err;

	if (!about_text_ok(about->text))
		return ERR_INVALID;
	now.saved_at = clock_now_us();
	err = store_about_put(db, page, lang, &now);
	if (err)
		return err;
	str_init(&s, a, 64);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "page", about_kinds[page].name);
	json_put_text(&j, "lang", lang_codes[lang]);
	json_close(&j, '}');
	return audit_add(db, a, "about_saved", staff_id, s.ptr);
}
