/*
 * photo_views.h: photos on pages: their pictures, what waits, what cannot be.
 */
#ifndef MATTER_PHOTO_VIEWS_H
#define MATTER_PHOTO_VIEWS_H

#include "html/html_views.h"

/* The addresses of one photo's pictures, smaller ones and larger ones. */
struct photo_view {
	bool made;
	bool failed;     /* never will be */
	enum word why;   /* while it is not made */
	const char *alt; /* for who cannot see it */
	const char *small_webp, *small_jpeg, *large_webp, *large_jpeg;
	int64_t width, height, small_width, small_height;
	const char *lang; /* of alt, or NULL: the reader's */
};

/* A file of a message, on a page of staff's. */
struct desk_file {
	const char *name, *href;
	int64_t bytes;
	bool is_photo;
	struct photo_view photo;
	const char *page; /* where it is covered and published, or NULL */
	bool is_secret;   /* a look at it is written down */
	bool is_public, is_covered;
};

#endif
