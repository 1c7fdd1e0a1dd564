/*
 * give_pages.h: the form a resident writes in, and its receipt.
 */
#ifndef MATTER_GIVE_PAGES_H
#define MATTER_GIVE_PAGES_H

#include "http/http.h"

enum err give_page_form(struct request *req, struct response *res);
/* own_repeat: the same submission shows the same receipt, another text under
 * the same key is added to the first matter. */
enum err give_page_send(struct request *req, struct response *res);

#endif
