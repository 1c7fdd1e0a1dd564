/*
 * signature_store.c: signatures in and out of the database.
 */
#include "signature/signature_store.h"

#include "base/str.h"
#include "signature/signature_sql.h"

static const char *const names[] = {
	[SIGNER_STAFF] = "staff",
	[SIGNER_UNIT] = "unit",
};

enum err signature_get(struct db *db, struct arena *a, enum signer signer,
		       int64_t signer_id, struct signature *ret_signature)
{
	struct signature s = {{"", "", ""}};
	struct rows *r;
	enum lang lang;
	enum err err;

	err = db_rows(db, a, &Q_signature_list,
		      ARGS(ARG_TEXT(names[signer]), ARG_INT(signer_id)), &r);
	if (err)
		return err;
	while (rows_next(r))
		if (lang_parse(rows_text(r, 0), &lang))
			s.text[lang] = rows_text(r, 1);
	*ret_signature = s;
	return OK;
}

enum err store_signature_put(struct db *db, enum signer signer,
			     int64_t signer_id, enum lang lang,
			     const char *text)
{
	if (str_empty(text))
		return db_exec(db, &Q_signature_delete,
			       ARGS(ARG_TEXT(names[signer]), ARG_INT(signer_id),
				    ARG_TEXT(lang_codes[lang])));
	return db_exec(db, &Q_signature_put,
		       ARGS(ARG_TEXT(names[signer]), ARG_INT(signer_id),
			    ARG_TEXT(lang_codes[lang]), ARG_TEXT(text)));
}
