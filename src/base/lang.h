/*
 * lang.h: the languages people are served in. Adding one is a po file, a
 * line here and a column of names.
 */
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include <stdbool.h>

enum lang { LANG_FI, LANG_SV, LANG_EN, LANG__COUNT };

extern const char *const lang_codes[LANG__COUNT]; /* "fi", "sv", "en" */

/* False when the code is none of ours; *ret_lang is untouched then. */
bool lang_parse(const char *code, enum lang *ret_lang);

#endif
