/*
 * ask_pages.h: the pages behind the links that go out of the house.
 */
#ifndef MATTER_ASK_PAGES_H
#define MATTER_ASK_PAGES_H

#include "http/http.h"

/* ask_pages.c: the resident, by a link of the mail or from the follow page */
enum err ask_page_show(struct request *req, struct response *res);
enum err ask_page_send(struct request *req, struct response *res);
enum err ask_page_follow(struct request *req, struct response *res);
enum err ask_page_follow_send(struct request *req, struct response *res);

/* work_pages.c: the contractor */
enum err work_page_show(struct request *req, struct response *res);
enum err work_page_send(struct request *req, struct response *res);
enum err work_page_file(struct request *req, struct response *res);
enum err work_page_photo(struct request *req, struct response *res);

/* desk_ask_pages.c: the staff */
enum err desk_page_ask(struct request *req, struct response *res);
enum err desk_page_ask_logged(struct request *req, struct response *res);
enum err desk_page_ask_send(struct request *req, struct response *res);
enum err desk_page_contract(struct request *req, struct response *res);
enum err desk_page_contract_send(struct request *req, struct response *res);
enum err desk_page_ask_revoke(struct request *req, struct response *res);

#endif
