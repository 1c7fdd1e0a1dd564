/*
 * topic_pages.h: topics in the administration.
 */
#ifndef TOPIC_TOPIC_PAGES_H
#define TOPIC_TOPIC_PAGES_H

#include "http/http.h"

enum err topic_page_list(struct request *req, struct response *res);
enum err topic_page_new(struct request *req, struct response *res);
enum err topic_page_create(struct request *req, struct response *res);
enum err topic_page_edit(struct request *req, struct response *res);
enum err topic_page_save(struct request *req, struct response *res);

#endif
