/*
 * typo.h: words that were meant, near the word that was typed.
 *
 * Two words with one letter wrong share a form: each as it is or with one of
 * its first letters left out. So a table of the forms of all known words finds
 * the near ones by equality alone; typo_distance() then says how near.
 */
#ifndef TEXT_TYPO_H
#define TEXT_TYPO_H

#include "base/arena.h"

#include <stddef.h>

/* Of a word's beginning; ä and a, ö and o are the same letter here. */
enum { TYPO_LETTERS_MIN = 4, TYPO_LETTERS = 7, TYPO_FORMS = TYPO_LETTERS + 1 };

/* How many forms; 0 for a word too short to guess at. Each once. */
size_t typo_forms(struct arena *a, const char *word,
		  const char *ret_forms[TYPO_FORMS]);

/*
 * How far what was typed is from the known word: 2 for each letter that is
 * wrong, 1 for each of an ending of its own, which may have five. "katuvallot"
 * is 3 from "katuvalo". Swapped neighbours are one wrong letter. INT_MAX: more
 * than so many are wrong.
 */
int typo_distance(const char *typed, const char *known, int wrong_max);

#endif
