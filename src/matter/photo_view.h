/*
 * photo_view.h: pictures of photos, for every page that shows them, and the
 * replies that are pictures.
 */
#ifndef MATTER_PHOTO_VIEW_H
#define MATTER_PHOTO_VIEW_H

#include "attach/photo.h"
#include "http/http.h"
#include "matter/photo_views.h"

/* base: "/task/TOKEN/photos/5". alt NULL: its words, or "Photo 2" by number. */
struct photo_view photo_view_make(struct request *req, const struct photo *p,
				  const char *base, const char *alt,
				  size_t number);
/* Why there is no picture yet, or never will be. */
enum word photo_word(const struct photo *p);

/*
 * The picture that the last hole of the path names. covered: as others than
 * staff and the sender see it. To be shown in a page; the caller knows who may.
 */
enum err photo_give_as(struct request *req, struct response *res,
		       const struct photo *p, bool covered,
		       enum image_picture which);
/* For who may not have the file itself: of a photo one picture, as others see
 * it. ERR_NOT_FOUND: it is not made. */
enum err photo_or_file(struct request *req, struct response *res,
		       const struct attachment *f);
enum err photo_give(struct request *req, struct response *res,
		    const struct photo *p, bool covered, int hole);

#endif
