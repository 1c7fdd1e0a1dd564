/*
 * file_pages.h: what residents sent along, for staff.
 */
#ifndef MATTER_FILE_PAGES_H
#define MATTER_FILE_PAGES_H

#include "http/http.h"

struct attachment;
/* To be saved, never shown in a page; the caller knows who may have it. */
enum err file_give(struct request *req, struct response *res,
		   const struct attachment *f);
enum err file_page_download(struct request *req, struct response *res);
/* The same of a confidential matter: the look is written down. */
enum err file_page_download_logged(struct request *req, struct response *res);

#endif
