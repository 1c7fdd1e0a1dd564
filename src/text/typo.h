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
 * Letters that are wrong in what was typed for the known word, an ending of its
 * own not counted: "katuvallot" is 1 from "katuvalo". Swapped neighbours count
 * once. More than max: max + 1.
 */
int typo_distance(const char *typed, const char *known, int max);

#endif
