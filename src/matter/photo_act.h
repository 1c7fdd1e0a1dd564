/*
 * photo_act.h: what staff do to a photo of a matter.
 */
#ifndef MATTER_PHOTO_ACT_H
#define MATTER_PHOTO_ACT_H

#include "attach/photo.h"
#include "matter/matter.h"

/*
 * Other areas are covered; none: nothing is. ERR_CONFLICT when edition is not
 * its edition any more, ERR_INVALID for what is no area.
 */
MUST_CHECK enum err matter_photo_cover(struct db *db, struct arena *a,
				       const struct session *s,
				       const struct photo *p,
				       const struct image_cover *covers,
				       size_t count);

/* Why a photo cannot be published; PHOTO_MAY: it can. */
enum photo_hindrance {
	PHOTO_MAY,
	PHOTO_CONFIDENTIAL,
	PHOTO_WITHDRAWN,
	PHOTO_NO_CONSENT,
	PHOTO_OLD_CONSENT, /* its words did not speak of photos */
	PHOTO_NO_PAGE,     /* the message has no public page */
	PHOTO_NOT_SENDERS, /* the sender's permission is not about it */
	PHOTO_NOT_READY,
	PHOTO_HINDRANCE__COUNT
};
MUST_CHECK enum err photo_may_publish(struct db *db, struct arena *a,
				      const struct matter *m,
				      const struct photo *p,
				      enum photo_hindrance *ret_why);

/*
 * Puts it on the public page of its matter, as it is covered, with words for
 * who cannot see it. ERR_INVALID when it may not be, or the words are none, too
 * many, or tell who somebody is.
 */
MUST_CHECK enum err matter_photo_publish(struct db *db, struct arena *a,
					 const struct session *s,
					 const struct photo *p,
					 const char *alt);
MUST_CHECK enum err matter_photo_hide(struct db *db, struct arena *a,
				      const struct session *s,
				      const struct photo *p);

#endif
