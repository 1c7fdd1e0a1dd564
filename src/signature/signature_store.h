/*
 * signature_store.h: signatures in and out of the database.
 */
#ifndef SIGNATURE_SIGNATURE_STORE_H
#define SIGNATURE_SIGNATURE_STORE_H

#include "signature/signature.h"

/* "" takes it away. */
MUST_CHECK enum err store_signature_put(struct db *db, enum signer signer,
					int64_t signer_id, enum lang lang,
					const char *text);

#endif
