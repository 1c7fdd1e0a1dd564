/*
 * photo.c: rules of photos: what may be covered, and who sees what.
 */
#include "attach/photo.h"

#include "attach/photo_store.h"
#include "base/str.h"

enum err (*photo_unpack)(struct arena *a, const struct photo_in *in,
			 struct image_made *ret_made, const char **ret_out);

bool photo_is(const char *media_type)
{
	return str_starts(media_type, "image/");
}

const char *picture_type(enum image_picture which)
{
	return which == IMAGE_LARGE_WEBP || which == IMAGE_SMALL_WEBP
		       ? "image/webp"
		       : "image/jpeg";
}

const struct photo *photo_find(const struct photo *list, size_t count,
			       int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

/* why: the covers could not be made. */
bool photo_ready(const struct photo *p)
{
	return p->state == PHOTO_MADE &&
	       (!p->cover_count || (!p->todo && p->why == IMAGE_MADE));
}

static bool is_area(const struct image_cover *c)
{
	return c->x >= 0 && c->y >= 0 && c->w > 0 && c->h > 0 &&
	       c->x + c->w <= IMAGE_WHOLE && c->y + c->h <= IMAGE_WHOLE;
}

enum err photo_cover(struct db *db, struct arena *a, const struct photo *p,
		     const struct image_cover *covers, size_t count)
{
	if (p->state != PHOTO_MADE || count > IMAGE_COVERS_MAX)
		return ERR_INVALID;
	for (size_t i = 0; i < count; i++)
		if (!is_area(&covers[i]))
			return ERR_INVALID;
	return store_photo_cover(db, a, p, covers, count);
}
