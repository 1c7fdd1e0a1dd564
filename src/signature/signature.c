/*
 * signature.c: who signs an answer, and with which lines.
 */
#include "signature/signature.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "signature/signature_store.h"
#include "tenant/audit.h"
#include "unit/unit.h"

static enum err audit(struct db *db, struct arena *a, const struct session *s,
		      enum signer signer, int64_t signer_id)
{
	struct json j;
	struct str text;

	str_init(&text, a, 64);
	json_init(&j, &text);
	json_open(&j, '{');
	json_put_int(&j, signer == SIGNER_UNIT ? "unit" : "staff", signer_id);
	json_close(&j, '}');
	return audit_add(db, a, "signature_saved", s->staff_id, text.ptr);
}

enum err signature_save(struct db *db, enum signer signer, int64_t signer_id,
			const struct signature *signature)
{
	enum err err = OK;

	for (int l = 0; l < LANG__COUNT; l++)
		if (utf8_length(signature->text[l]) > SIGNATURE_MAX)
			return ERR_INVALID;
	for (int l = 0; l < LANG__COUNT && !err; l++)
		err = store_signature_put(db, signer, signer_id, (enum lang)l,
					  signature->text[l]);
	return err;
}

enum err signature_put(struct db *db, struct arena *a, const struct session *s,
		       enum signer signer, int64_t signer_id,
		       const struct signature *signature)
{
	enum err err = signature_save(db, signer, signer_id, signature);

	return err ? err : audit(db, a, s, signer, signer_id);
}

/* The unit's, or that of the nearest one above it. */
static enum err unit_lines(struct db *db, struct arena *a, int64_t unit_id,
			   enum lang lang, const char **ret_text)
{
	struct signature s;
	struct unit u;
	enum err err;

	*ret_text = "";
	for (int up = 0; unit_id && up <= UNIT_DEPTH_MAX; up++) {
		err = signature_get(db, a, SIGNER_UNIT, unit_id, &s);
		if (err)
			return err;
		if (!str_empty(s.text[lang])) {
			*ret_text = s.text[lang];
			return OK;
		}
		err = unit_get(db, a, unit_id, &u);
		if (err)
			return err == ERR_NOT_FOUND ? OK : err;
		unit_id = u.parent_id;
	}
	return OK;
}

enum err signature_of(struct db *db, struct arena *a, const struct session *s,
		      int64_t unit_id, enum lang lang, const char **ret_text)
{
	struct signature own;
	const char *unit;
	enum err err;

	err = signature_get(db, a, SIGNER_STAFF, s->staff_id, &own);
	if (!err)
		err = unit_lines(db, a, unit_id ? unit_id : s->unit_id, lang,
				 &unit);
	if (err)
		return err;
	if (str_empty(own.text[lang]) || str_empty(unit))
		*ret_text = str_empty(unit) ? own.text[lang] : unit;
	else
		*ret_text = arena_printf(a, "%s\n%s", own.text[lang], unit);
	return OK;
}

const char *signature_under(struct arena *a, const char *text,
			    const char *signature)
{
	if (str_empty(signature))
		return text;
	return arena_printf(a, "%s\n\n%s", text, signature);
}
