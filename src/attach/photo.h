/*
 * photo.h: a file that is a photo, and the pictures made of it. The file stays
 * as it was sent, with all that is in it, for staff alone; everybody else sees
 * pictures, which hold pixels and nothing else (image/image.h). What somebody
 * covered is not in the pictures that others get.
 *
 *	waiting -> made      pictures are there
 *	        -> failed    it is no picture, or one that cannot be opened
 *	made: covers change -> todo, until covered pictures are there
 *
 * Published is a photo by itself: with words for who cannot see it, once its
 * covers are done, and never longer than the page of its matter.
 */
#ifndef ATTACH_PHOTO_H
#define ATTACH_PHOTO_H

#include "attach/attach.h"
#include "image/image.h"

enum photo_state { PHOTO_WAITING, PHOTO_MADE, PHOTO_FAILED };
enum photo_publication { PHOTO_PRIVATE, PHOTO_PUBLIC, PHOTO_HIDDEN };

enum { PHOTO_ALT_MAX = 300 };

struct photo {
	int64_t id; /* of the attachment */
	int64_t matter_id;
	enum photo_state state;
	enum image_fate why; /* of PHOTO_FAILED */
	bool todo;           /* covered pictures are being made */
	int64_t tries;
	int64_t width, height, small_width, small_height;
	struct image_cover covers[IMAGE_COVERS_MAX];
	size_t cover_count;
	int64_t edition;
	enum photo_publication publication;
	const char *alt;
	int64_t published_at;
};

struct picture {
	const char *digest, *file;
	int64_t bytes;
};

/* The last part of a picture's address: "large.webp". */
extern const char *const picture_names[];
const char *picture_type(enum image_picture which);
/* ERR_NOT_FOUND: there is no such picture of any photo. */
MUST_CHECK enum err picture_parse(const char *name,
				  enum image_picture *ret_which);

/* Is a file of this kind a photo? */
bool photo_is(const char *media_type);

/* Pictures will be made of it. Part of attach_add(). */
MUST_CHECK enum err photo_add(struct db *db, int64_t id, int64_t matter_id);
MUST_CHECK enum err photo_get(struct db *db, struct arena *a, int64_t id,
			      struct photo *ret_photo);
/* Of a matter, in the order they came. */
MUST_CHECK enum err photo_list(struct db *db, struct arena *a,
			       int64_t matter_id, struct photo **ret_list,
			       size_t *ret_count);
/* The one with this id, or NULL. */
const struct photo *photo_find(const struct photo *list, size_t count,
			       int64_t id);

/* What others than staff and its sender may see: the edition with the covers
 * there are. False: it is not made yet. */
bool photo_ready(const struct photo *p);
/* One picture: without covers, or as others see it. ERR_NOT_FOUND when it is
 * not made. */
MUST_CHECK enum err picture_get(struct db *db, struct arena *a,
				const struct photo *p, bool covered,
				enum image_picture which,
				struct picture *ret_picture);

/* Other covers; a public photo is private again. ERR_CONFLICT when edition is
 * not its edition any more, ERR_INVALID for what is no area. */
MUST_CHECK enum err photo_cover(struct db *db, struct arena *a,
				const struct photo *p,
				const struct image_cover *covers, size_t count);
/* The caller knows that it may be; ERR_CONFLICT when it has changed. */
MUST_CHECK enum err photo_publish(struct db *db, const struct photo *p,
				  const char *alt, int64_t now);
MUST_CHECK enum err photo_hide(struct db *db, int64_t id);
/* Every one of a matter that is public. */
MUST_CHECK enum err photo_hide_all(struct db *db, int64_t matter_id);

/* ---- unpacking (app/imager.h) ---- */

struct photo_in {
	const char *bytes;
	size_t n;
	const struct image_cover *covers;
	size_t cover_count;
};

/* OK: what became of it stands in *ret_made, its pictures in ret_out. ERR_BUSY:
 * nothing here can unpack photos. app/ sets it. */
extern enum err (*photo_unpack)(struct arena *a, const struct photo_in *in,
				struct image_made *ret_made,
				const char **ret_out);

#endif
