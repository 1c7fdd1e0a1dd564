/*
 * repeat.c: the second click, the reload and the retry after a lost reply.
 *
 * All forms of a page share one form key, so a use is kept under the key and
 * a hash of the address and the actor. Where dispatch answers (every route
 * but those with own_repeat) the fields are in that hash too: a page gone
 * back to and filled in anew is a new act, only the very same submission is a
 * repeat.
 */
#include "http/repeat.h"

#include "base/id.h"
#include "base/seal.h"
#include "http/repeat_sql.h"

#include <inttypes.h>
#include <sodium.h>

enum { FINGERPRINT_BYTES = 32, USE_BYTES = 16 };

static void hash_text(crypto_generichash_state *h, const char *text)
{
	/* With its NUL, so that no two lists of texts hash alike. */
	crypto_generichash_update(h, (const unsigned char *)text,
				  strlen(text) + 1);
}

/*
 * What the submission says: every field but those that only guard it. Sealed,
 * because a field may be a password: a stolen row must not help to guess it.
 */
static const char *fingerprint(const struct request *req)
{
	unsigned char code[SEAL_BYTES];
	unsigned char sum[FINGERPRINT_BYTES];
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, sizeof(sum));
	for (size_t i = 0; i < req->form->field_count; i++) {
		const struct pair *f = &req->form->fields[i];

		if (strcmp(f->name, "key") == 0 || strcmp(f->name, "csrf") == 0)
			continue;
		hash_text(&h, f->name);
		hash_text(&h, f->value);
	}
	for (size_t i = 0; i < req->form->upload_count; i++) {
		hash_text(&h, req->form->uploads[i].field);
		hash_text(&h, req->form->uploads[i].digest);
	}
	crypto_generichash_final(&h, sum, sizeof(sum));
	seal_make("fingerprint", db_tenant(req->db), sum, sizeof(sum), code);
	return hex_encode(req->arena, code, sizeof(code));
}

static const char *actor(const struct request *req)
{
	if (!req->session)
		return "";
	return arena_printf(req->arena, "%" PRId64, req->session->staff_id);
}

static const char *use_key(const struct request *req, const char *print)
{
	unsigned char sum[USE_BYTES];
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, sizeof(sum));
	/* The same form in another language is the same form. */
	hash_text(&h, req->route->own_repeat ? req->route->path : req->path);
	hash_text(&h, actor(req));
	if (!req->route->own_repeat)
		hash_text(&h, print);
	crypto_generichash_final(&h, sum, sizeof(sum));
	return arena_printf(req->arena, "%s.%s", req_field(req, "key"),
			    hex_encode(req->arena, sum, sizeof(sum)));
}

enum err repeat_look(struct request *req, struct repeat *ret_repeat)
{
	const char *print = fingerprint(req);
	struct rows *rows;
	enum err err;

	err = db_rows(req->db, req->arena, &Q_repeat_find,
		      ARGS(ARG_TEXT(use_key(req, print))), &rows);
	if (err)
		return err;
	*ret_repeat = (struct repeat){.ref = ""};
	if (!rows_next(rows))
		return OK;
	ret_repeat->seen = true;
	ret_repeat->same_body = strcmp(rows_text(rows, 0), print) == 0;
	ret_repeat->ref = rows_text(rows, 1);
	return OK;
}

enum err repeat_keep(struct request *req, const char *ref)
{
	const char *print = fingerprint(req);

	return db_send(req->db, &Q_repeat_add,
		       ARGS(ARG_TEXT(use_key(req, print)),
			    ARG_TEXT(req->route->path), ARG_TEXT(actor(req)),
			    ARG_TEXT(print), ARG_TEXT(ref)));
}

enum err repeat_forget(struct db *db, struct arena *a, int64_t made_before_us)
{
	return db_exec(db, &Q_repeat_forget,
		       ARGS(ARG_TEXT(form_key_from(a, made_before_us))));
}
