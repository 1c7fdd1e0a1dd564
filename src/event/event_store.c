/*
 * event_store.c: the chain of events. Each link hashes the link before it,
 * the event's columns and a salted commitment to its payload (BLAKE2b-256).
 * Whoever erases a payload with its salt leaves the commitment, and the chain
 * still fits; whoever alters anything else breaks it from there on.
 */
#include "event/event.h"

#include "base/id.h"
#include "base/str.h"
#include "event/event_sql.h"

#include <sodium.h>

enum { SALT_BYTES = 16, HASH_BYTES = CHAIN_BYTES };

static void hash_int(crypto_generichash_state *h, int64_t value)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)value >> (56 - 8 * i));
	crypto_generichash_update(h, bytes, sizeof(bytes));
}

/* With its length, so that no two lists of texts hash alike. */
static void hash_text(crypto_generichash_state *h, const char *text)
{
	size_t n = strlen(text);

	hash_int(h, (int64_t)n);
	crypto_generichash_update(h, (const unsigned char *)text, n);
}

static void commit_to(const unsigned char salt[SALT_BYTES], const char *payload,
		      unsigned char ret_hash[HASH_BYTES])
{
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, HASH_BYTES);
	crypto_generichash_update(&h, salt, SALT_BYTES);
	hash_text(&h, payload);
	crypto_generichash_final(&h, ret_hash, HASH_BYTES);
}

/* The next link: chain goes in as the link before and comes out as this. */
static void chain_on(const struct event *e,
		     const unsigned char commitment[HASH_BYTES],
		     unsigned char chain[HASH_BYTES])
{
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, HASH_BYTES);
	crypto_generichash_update(&h, chain, HASH_BYTES);
	hash_int(&h, e->id);
	hash_int(&h, e->matter_id);
	hash_text(&h, e->kind);
	hash_text(&h, e->actor);
	hash_int(&h, e->staff_id);
	crypto_generichash_update(&h, commitment, HASH_BYTES);
	crypto_generichash_final(&h, chain, HASH_BYTES);
}

enum err event_add(struct db *db, struct arena *a, const struct event *e)
{
	struct event link = *e;
	struct head *head = db_head(db);
	unsigned char salt[SALT_BYTES], commitment[HASH_BYTES];

	link.id = db_new_id(db);
	if (!link.payload)
		link.payload = "{}";
	random_bytes(salt, sizeof(salt));
	commit_to(salt, link.payload, commitment);
	chain_on(&link, commitment, head->chain);
	return db_send(
		db, &Q_event_insert,
		ARGS(ARG_INT(link.id),
		     link.matter_id ? ARG_INT(link.matter_id) : ARG_NULL,
		     ARG_TEXT(link.kind), ARG_TEXT(link.actor),
		     link.staff_id ? ARG_INT(link.staff_id) : ARG_NULL,
		     ARG_TEXT(link.payload),
		     ARG_TEXT(hex_encode(a, salt, sizeof(salt))),
		     ARG_TEXT(hex_encode(a, commitment, sizeof(commitment))),
		     ARG_TEXT(hex_encode(a, head->chain, HASH_BYTES))));
}

enum err event_list(struct db *db, struct arena *a, int64_t matter_id,
		    struct event **ret_list, size_t *ret_count)
{
	struct event *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_event_list, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct event){
			.id = rows_int(r, 0),
			.matter_id = rows_int(r, 1),
			.kind = rows_text(r, 2),
			.actor = rows_text(r, 3),
			.staff_id = rows_int(r, 4),
			.staff_name = rows_text(r, 5),
			.payload = rows_text(r, 6),
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err event_links(struct db *db, struct arena *a, int64_t matter_id,
		     struct event_link **ret_list, size_t *ret_count)
{
	struct event_link *list;
	struct rows *r;
	size_t n = 0;
	enum err err =
		db_rows(db, a, &Q_event_links, ARGS(ARG_INT(matter_id)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct event_link){
			.e = {.id = rows_int(r, 0),
			      .matter_id = matter_id,
			      .kind = rows_text(r, 1),
			      .actor = rows_text(r, 2),
			      .staff_id = rows_int(r, 3),
			      .staff_name = rows_text(r, 4),
			      .payload = rows_text(r, 5)},
			.salt = rows_text(r, 6),
			.commitment = rows_text(r, 7),
			.chain = rows_text(r, 8),
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

/* ---- verifying ---- */

struct walk {
	int64_t id;    /* of the last link seen */
	int64_t count; /* links that fit */
	unsigned char chain[HASH_BYTES];
};

static bool commitment_fits(const struct rows *r,
			    const unsigned char commitment[HASH_BYTES])
{
	unsigned char salt[SALT_BYTES], made[HASH_BYTES];

	if (str_empty(rows_text(r, 6)) && str_empty(rows_text(r, 5)))
		return true; /* erased */
	if (hex_decode(rows_text(r, 6), salt, sizeof(salt)))
		return false;
	commit_to(salt, rows_text(r, 5), made);
	return sodium_memcmp(made, commitment, sizeof(made)) == 0;
}

static bool link_fits(struct walk *w, const struct rows *r)
{
	const struct event e = {
		.id = rows_int(r, 0),
		.matter_id = rows_int(r, 1),
		.kind = rows_text(r, 2),
		.actor = rows_text(r, 3),
		.staff_id = rows_int(r, 4),
	};
	unsigned char commitment[HASH_BYTES], kept[HASH_BYTES];

	if (hex_decode(rows_text(r, 7), commitment, sizeof(commitment)) ||
	    hex_decode(rows_text(r, 8), kept, sizeof(kept)))
		return false;
	chain_on(&e, commitment, w->chain);
	return commitment_fits(r, commitment) &&
	       sodium_memcmp(w->chain, kept, sizeof(kept)) == 0;
}

/* One batch; *ret_more is false at the end of the table. */
static enum err walk_batch(struct db *db, struct walk *w, bool *ret_more)
{
	struct arena batch = ARENA_INIT;
	struct rows *r;
	bool fits = true;
	enum err err;

	err = db_rows(db, &batch, &Q_event_walk, ARGS(ARG_INT(w->id)), &r);
	if (!err) {
		*ret_more = rows_count(r) > 0;
		while (fits && rows_next(r)) {
			w->id = rows_int(r, 0);
			fits = link_fits(w, r);
			w->count += fits;
		}
		err = fits ? OK : ERR_CONFLICT;
	}
	arena_release(&batch);
	return err;
}

/* Events cut off at the end leave a chain shorter than the head row says. */
static enum err check_end(struct db *db, struct arena *a, const struct walk *w)
{
	unsigned char end[HASH_BYTES];
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_event_chain_end, NO_ARGS, &r);
	if (err)
		return err;
	if (!rows_next(r) || hex_decode(rows_text(r, 0), end, sizeof(end)))
		return ERR_CONFLICT;
	return sodium_memcmp(end, w->chain, sizeof(end)) ? ERR_CONFLICT : OK;
}

enum err event_verify(struct db *db, struct arena *a, int64_t *ret_count,
		      int64_t *ret_bad)
{
	struct walk w = {0};
	bool more = true;
	enum err err = OK;

	while (more && !err)
		err = walk_batch(db, &w, &more);
	if (!err)
		err = check_end(db, a, &w);
	if (err == ERR_CONFLICT)
		*ret_bad = w.id;
	if (!err)
		*ret_count = w.count;
	return err;
}

/* ---- for those who follow ---- */

enum err event_newest(struct db *db, struct arena *a, int64_t *ret_id)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_event_newest, NO_ARGS, &r);

	if (err)
		return err;
	*ret_id = rows_next(r) ? rows_int(r, 0) : 0;
	return OK;
}

enum err event_after(struct db *db, struct arena *a, int64_t id, int64_t limit,
		     struct event_seen **ret_list, size_t *ret_count)
{
	struct event_seen *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_event_after,
			       ARGS(ARG_INT(id), ARG_INT(limit)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct event_seen){rows_int(r, 0), rows_int(r, 1),
						rows_text(r, 2)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}
