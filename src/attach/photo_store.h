/*
 * photo_store.h: rows of photos, for this folder only.
 */
#ifndef ATTACH_PHOTO_STORE_H
#define ATTACH_PHOTO_STORE_H

#include "attach/photo.h"

/* ERR_NOT_FOUND: none is to be made. */
MUST_CHECK enum err store_photo_next(struct db *db, struct arena *a,
				     struct photo *ret_photo);
MUST_CHECK enum err store_photo_try(struct db *db, int64_t id);
MUST_CHECK enum err store_photo_made(struct db *db, const struct photo *p,
				     const struct image_made *made);
MUST_CHECK enum err store_photo_failed(struct db *db, const struct photo *p,
				       enum image_fate why);
MUST_CHECK enum err store_photo_cover(struct db *db, struct arena *a,
				      const struct photo *p,
				      const struct image_cover *covers,
				      size_t count);
/* A picture of the edition that was being made. */
MUST_CHECK enum err store_picture(struct db *db, const struct photo *p,
				  enum image_picture which,
				  const struct upload *u);
/* With its pictures, before the rows of the files go. */
MUST_CHECK enum err store_photo_drop(struct db *db, int64_t matter_id,
				     int64_t entry_id);

#endif
