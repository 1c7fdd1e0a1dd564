/*
 * evidence.c: the package for the police.
 */
#include "base/id.h"
#include "html/page.h"
#include "matter/package.h"

#include <sys/stat.h>

/* Among what is swept away when it is old: the reply is still to be sent. */
static const char *new_path(struct request *req)
{
	unsigned char random[16];

	random_bytes(random, sizeof(random));
	mkdir(arena_printf(req->arena, "%s/tmp", req->folder), 0700);
	return arena_printf(req->arena, "%s/tmp/evidence-%s.tar", req->folder,
			    hex_encode(req->arena, random, sizeof(random)));
}

enum err evidence_make(struct request *req, const struct matter *m,
		       const char **ret_path)
{
	const char *path = new_path(req);
	struct hold h;
	struct package_of of = {
		.db = req->db,
		.municipality = req->brand->name[LANG_FI],
		.made_by = req->session->name,
		.folder = req->folder,
		.hold = &h,
	};
	enum err err = matter_held(req->db, req->arena, m->id, &h);

	if (err)
		return err;
	if (!h.held)
		return ERR_INVALID;
	err = package_make(&of, req->arena, m, path);
	if (!err)
		*ret_path = path;
	return err;
}
