/*
 * due_pages.h: promises, closed days and opening hours in the administration.
 */
#ifndef DUE_DUE_PAGES_H
#define DUE_DUE_PAGES_H

#include "http/http.h"

/* promise_pages.c: of a topic, and of the whole municipality */
enum err due_page_promise(struct request *req, struct response *res);
enum err due_page_promise_save(struct request *req, struct response *res);
enum err due_page_promise_all(struct request *req, struct response *res);
enum err due_page_promise_all_save(struct request *req, struct response *res);

/* calendar_pages.c */
enum err due_page_calendar(struct request *req, struct response *res);
enum err due_page_closed_add(struct request *req, struct response *res);
enum err due_page_closed_remove(struct request *req, struct response *res);
enum err due_page_hours_save(struct request *req, struct response *res);

#endif
