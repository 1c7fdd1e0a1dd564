/*
 * public_kept.c: see public_kept.h. A table by a hash of the address; a newer
 * answer takes the place of whatever stood there.
 */
#include "matter/public_kept.h"

#include "base/clock.h"
#include "base/str.h"
#include "matter/facet.h"

static struct kept {
	int64_t tenant, stamp, made_us;
	const char *path, *query, *type, *body;
	size_t body_len;
	struct arena arena;
} kept[KEPT_ANSWERS];

static struct kept *place_of(const struct request *req)
{
	uint32_t h = 2166136261u ^ (uint32_t)db_tenant(req->db);

	for (const char *c = req->path; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	for (const char *c = req->query; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	return &kept[(h ^ h >> 16) % KEPT_ANSWERS];
}

enum err public_kept_find(struct request *req, struct response *res,
			  int64_t *ret_stamp, bool *ret_found)
{
	struct kept *k = place_of(req);
	enum err err = public_stamp(req->db, req->arena, ret_stamp);

	*ret_found = false;
	if (err || !k->body || k->tenant != db_tenant(req->db) ||
	    k->stamp != *ret_stamp || !str_same(k->path, req->path) ||
	    !str_same(k->query, req->query) ||
	    clock_mono_us() - k->made_us > KEPT_SECONDS * (int64_t)SECOND_US)
		return err;
	res->type = k->type;
	res->body = arena_strndup(req->arena, k->body, k->body_len);
	res->body_len = k->body_len;
	*ret_found = true;
	return OK;
}

void public_kept_keep(struct request *req, const struct response *res,
		      int64_t stamp)
{
	struct kept *k = place_of(req);

	if (res->body_len > KEPT_BYTES_MAX)
		return;
	arena_release(&k->arena);
	k->tenant = db_tenant(req->db);
	k->stamp = stamp;
	k->made_us = clock_mono_us();
	k->path = arena_strdup(&k->arena, req->path);
	k->query = arena_strdup(&k->arena, req->query);
	k->type = res->type; /* a constant */
	k->body = arena_strndup(&k->arena, res->body, res->body_len);
	k->body_len = res->body_len;
}
