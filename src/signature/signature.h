/*
 * signature.h: the lines under an answer, per language: the person's, then
 * those of the unit that answers, or of the nearest unit above it that has
 * some.
 */
#ifndef SIGNATURE_SIGNATURE_H
#define SIGNATURE_SIGNATURE_H

#include "base/lang.h"
#include "http/http.h"

enum { SIGNATURE_MAX = 500 };

enum signer { SIGNER_STAFF, SIGNER_UNIT };

struct signature {
	const char *text[LANG__COUNT]; /* "" = none in this language */
};

MUST_CHECK enum err signature_get(struct db *db, struct arena *a,
				  enum signer signer, int64_t signer_id,
				  struct signature *ret_signature);
/* For commands; people write theirs by signature_put. */
MUST_CHECK enum err signature_save(struct db *db, enum signer signer,
				   int64_t signer_id,
				   const struct signature *signature);
/* With the event of who did it. ERR_INVALID when one is longer than
 * SIGNATURE_MAX. */
MUST_CHECK enum err signature_put(struct db *db, struct arena *a,
				  const struct session *s, enum signer signer,
				  int64_t signer_id,
				  const struct signature *signature);

/* What this person's answer to a matter of this unit (0 = the person's own)
 * is signed with; "" when nobody has written any. */
MUST_CHECK enum err signature_of(struct db *db, struct arena *a,
				 const struct session *s, int64_t unit_id,
				 enum lang lang, const char **ret_text);

/* The text and, after an empty line, its signature. */
const char *signature_under(struct arena *a, const char *text,
			    const char *signature);

#endif
