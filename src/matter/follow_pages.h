/*
 * follow_pages.h: the resident's own page of a matter, opened by the tracking
 * code. No GET changes anything: mail scanners open links.
 */
#ifndef MATTER_FOLLOW_PAGES_H
#define MATTER_FOLLOW_PAGES_H

#include "http/http.h"

enum err follow_page_find(struct request *req, struct response *res);
enum err follow_page_open(struct request *req, struct response *res);
enum err follow_page_file(struct request *req, struct response *res);
enum err follow_page_photo(struct request *req, struct response *res);
enum err follow_page_show(struct request *req, struct response *res);
enum err follow_page_reply(struct request *req, struct response *res);
enum err follow_page_photos(struct request *req, struct response *res);
enum err follow_page_verdict(struct request *req, struct response *res);
enum err follow_page_consent(struct request *req, struct response *res);
enum err follow_page_withdraw(struct request *req, struct response *res);

#endif
