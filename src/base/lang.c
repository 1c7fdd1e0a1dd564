/*
 * lang.c: the codes of the languages.
 */
#include "base/lang.h"

#include "base/str.h"

const char *const lang_codes[LANG__COUNT] = {"fi", "sv", "en"};

bool lang_parse(const char *code, enum lang *ret_lang)
{
	int i;

	for (i = 0; i < LANG__COUNT; i++) {
		if (str_same(code, lang_codes[i])) {
			*ret_lang = (enum lang)i;
			return true;
		}
	}
	return false;
}
