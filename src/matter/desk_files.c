/*
 * desk_files.c: what came with a matter, for the staff's page of it: photos as
 * small pictures, other files by name. The pictures of a confidential matter
 * are behind links, for every look is written down.
 */
#include "attach/photo.h"
#include "matter/desk.h"
#include "matter/photo_view.h"

#include <inttypes.h>

static void photo_of(struct request *req, const struct photo *p, bool secret,
		     size_t number, struct desk_file *to)
{
	struct arena *a = req->arena;
	const char *base =
		arena_printf(a,
			     secret ? "/staff/confidential/photos/%" PRId64
				    : "/staff/photos/%" PRId64,
			     p->id);

	to->is_photo = true;
	to->photo = photo_view_make(req, p, base, NULL, number);
	to->is_public = p->publication == PHOTO_PUBLIC;
	to->is_covered = p->cover_count > 0;
	to->is_secret = secret;
	if (!secret)
		to->page = base;
}

enum err desk_files_add(struct request *req, const struct matter *m,
			struct desk_show *v)
{
	bool secret = matter_confidential(req->db, req->arena, m);
	struct attachment *list;
	struct photo *photos;
	struct desk_file *out;
	size_t n, photo_count;
	enum err err;

	err = attach_list(req->db, req->arena, m->id, &list, &n);
	if (!err)
		err = photo_list(req->db, req->arena, m->id, &photos,
				 &photo_count);
	if (err)
		return err;
	out = arena_array(req->arena, n, sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		const struct photo *p =
			photo_find(photos, photo_count, list[i].id);

		out[i] = (struct desk_file){
			.name = list[i].name,
			.bytes = list[i].bytes,
			.href = arena_printf(req->arena,
					     "/staff/files/%" PRId64,
					     list[i].id),
		};
		if (p)
			photo_of(req, p, secret, ++v->photo_count, &out[i]);
	}
	v->files = out;
	v->file_count = n;
	return OK;
}
