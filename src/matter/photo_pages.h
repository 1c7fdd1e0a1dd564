/*
 * photo_pages.h: photos for staff, and what the public sees of them.
 */
#ifndef MATTER_PHOTO_PAGES_H
#define MATTER_PHOTO_PAGES_H

#include "http/http.h"

/* One photo of a matter: what is covered, whether it is public. */
enum err photo_page_show(struct request *req, struct response *res);
enum err photo_page_cover(struct request *req, struct response *res);
enum err photo_page_publish(struct request *req, struct response *res);
enum err photo_page_hide(struct request *req, struct response *res);

/* Pictures: for staff; of a confidential matter, where the look is written
 * down; for everybody, while they are public. */
enum err photo_page_picture(struct request *req, struct response *res);
enum err photo_page_picture_logged(struct request *req, struct response *res);
enum err photo_page_public(struct request *req, struct response *res);

#endif
