/*
 * question_pages.h: what a topic asks, for everybody and in the administration.
 */
#ifndef QUESTION_QUESTION_PAGES_H
#define QUESTION_QUESTION_PAGES_H

#include "http/http.h"

enum err question_page_ask(struct request *req, struct response *res);
enum err question_page_list(struct request *req, struct response *res);
enum err question_page_move(struct request *req, struct response *res);
enum err question_page_new(struct request *req, struct response *res);
enum err question_page_create(struct request *req, struct response *res);
enum err question_page_edit(struct request *req, struct response *res);
enum err question_page_save(struct request *req, struct response *res);

#endif
