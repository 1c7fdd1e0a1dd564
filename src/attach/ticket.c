/*
 * ticket.c: an upload that waits in a hidden field while the resident corrects
 * the form. The ticket is the upload's description and a code over it, so
 * nobody can name a file that is not theirs.
 *
 *	base64url(description) "." base64url(code over it)
 *	description: made-at, bytes, file, digest, media type, name, by newlines
 */
#include "attach/attach.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/seal.h"
#include "base/str.h"

#include <inttypes.h>
#include <sodium.h>

enum { PARTS = 6, TICKET_MAX = 4096, CODE_CHARS = 22 };

static void seal_over(int64_t tenant, const char *text,
		      unsigned char ret_code[SEAL_BYTES])
{
	seal_make("upload", tenant, text, strlen(text), ret_code);
}

const char *attach_ticket(struct arena *a, int64_t tenant,
			  const struct upload *u)
{
	const char *about = arena_printf(
		a, "%" PRId64 "\n%" PRId64 "\n%s\n%s\n%s\n%s", clock_now_us(),
		u->bytes, u->file, u->digest, u->media_type, u->name);
	unsigned char code[SEAL_BYTES];

	seal_over(tenant, about, code);
	return arena_printf(a, "%s.%s", base64url(a, about, strlen(about)),
			    base64url(a, code, sizeof(code)));
}

/* The description inside a ticket whose code is ours, or NULL. */
static char *open_ticket(struct arena *a, int64_t tenant, const char *ticket)
{
	const char *dot = strchr(ticket, '.');
	unsigned char made[SEAL_BYTES], code[SEAL_BYTES];
	size_t chars, bytes;
	char *about;

	if (!dot || strlen(ticket) > TICKET_MAX ||
	    strlen(dot + 1) != CODE_CHARS)
		return NULL;
	chars = (size_t)(dot - ticket);
	bytes = chars * 3 / 4;
	about = arena_alloc(a, bytes + 1);
	if (base64url_decode(arena_strndup(a, ticket, chars), about, bytes) ||
	    base64url_decode(dot + 1, code, sizeof(code)))
		return NULL;
	seal_over(tenant, about, made);
	return sodium_memcmp(made, code, sizeof(made)) ? NULL : about;
}

/* Cuts at newlines; the last part, the name, holds none. */
static bool split(char *about, char *parts[PARTS])
{
	for (int i = 0; i < PARTS; i++) {
		parts[i] = about;
		about = about ? strchr(about, '\n') : NULL;
		if (about)
			*about++ = '\0';
	}
	return parts[PARTS - 1] != NULL;
}

enum err attach_from_ticket(struct arena *a, int64_t tenant, const char *ticket,
			    struct upload *ret_upload)
{
	char *about = open_ticket(a, tenant, ticket);
	char *parts[PARTS];
	int64_t made_at, bytes;

	if (!about || !split(about, parts))
		return ERR_INVALID;
	if (parse_int(parts[0], &made_at) || parse_int(parts[1], &bytes))
		return ERR_INVALID;
	if (made_at + DAY_US < clock_now_us())
		return ERR_INVALID;
	*ret_upload = (struct upload){
		.field = "photo",
		.name = parts[5],
		.media_type = parts[4],
		.bytes = bytes,
		.digest = parts[3],
		.file = parts[2],
	};
	return OK;
}

enum err attach_tickets(struct db *db, struct arena *a, int64_t matter_id,
			int64_t entry_id, const char **ret_tickets)
{
	struct attachment *list;
	struct str s;
	size_t n;
	enum err err = attach_list(db, a, matter_id, &list, &n);

	if (err)
		return err;
	str_init(&s, a, 64);
	for (size_t i = 0; i < n; i++) {
		const struct upload u = attach_upload(&list[i]);

		if (list[i].entry_id == entry_id)
			str_printf(&s, "%s%s", s.len ? " " : "",
				   attach_ticket(a, db_tenant(db), &u));
	}
	*ret_tickets = s.len ? s.ptr : "";
	return OK;
}
