/*
 * group_pages.h: pages of groups, for app/routes.c.
 */
#ifndef MATTER_GROUP_PAGES_H
#define MATTER_GROUP_PAGES_H

#include "http/http.h"

enum err group_page_join(struct request *req, struct response *res);
enum err group_page_leave(struct request *req, struct response *res);
enum err group_page_show(struct request *req, struct response *res);
enum err group_page_answer(struct request *req, struct response *res);
enum err group_page_answer_send(struct request *req, struct response *res);
enum err group_page_answer_expired(struct request *req, struct response *res);
enum err group_page_undo(struct request *req, struct response *res);

#endif
