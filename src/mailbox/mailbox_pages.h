/*
 * mailbox_pages.h: the mailboxes of the city in the administration.
 */
#ifndef MAILBOX_MAILBOX_PAGES_H
#define MAILBOX_MAILBOX_PAGES_H

#include "http/http.h"

enum err mailbox_page_list(struct request *req, struct response *res);
enum err mailbox_page_new(struct request *req, struct response *res);
enum err mailbox_page_create(struct request *req, struct response *res);
enum err mailbox_page_edit(struct request *req, struct response *res);
enum err mailbox_page_save(struct request *req, struct response *res);

#endif
