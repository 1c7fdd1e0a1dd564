/*
 * staff_pages.h: signing in, one's own account, and people in the
 * administration.
 */
#ifndef STAFF_STAFF_PAGES_H
#define STAFF_STAFF_PAGES_H

#include "http/http.h"

/* login_pages.c */
enum err staff_page_login(struct request *req, struct response *res);
enum err staff_page_login_prepare(struct request *req, struct work *ret_work);
enum err staff_page_login_try(struct request *req, struct response *res);
enum err staff_page_logout(struct request *req, struct response *res);
enum err staff_page_logout_all(struct request *req, struct response *res);
enum err staff_page_forgot(struct request *req, struct response *res);
enum err staff_page_forgot_send(struct request *req, struct response *res);

/* An address to go on to: a page of the staff's own, never another site, never
 * another line in the reply's head. */
bool staff_next_ok(const char *next);

/* link_pages.c */
enum err staff_page_link(struct request *req, struct response *res);
enum err staff_page_link_prepare(struct request *req, struct work *ret_work);
enum err staff_page_link_use(struct request *req, struct response *res);

/* account_pages.c */
enum err staff_page_account(struct request *req, struct response *res);
enum err staff_page_account_prepare(struct request *req, struct work *ret_work);
enum err staff_page_account_save(struct request *req, struct response *res);
enum err staff_page_lang(struct request *req, struct response *res);
enum err staff_page_shortcuts(struct request *req, struct response *res);

/* admin_pages.c */
enum err staff_page_admin(struct request *req, struct response *res);
enum err staff_page_list(struct request *req, struct response *res);
enum err staff_page_export(struct request *req, struct response *res);
enum err staff_page_import(struct request *req, struct response *res);
enum err staff_page_preview(struct request *req, struct response *res);
enum err staff_page_apply(struct request *req, struct response *res);

/* edit_pages.c */
enum err staff_page_new(struct request *req, struct response *res);
enum err staff_page_create(struct request *req, struct response *res);
enum err staff_page_edit(struct request *req, struct response *res);
enum err staff_page_save(struct request *req, struct response *res);

/* absence_pages.c: one's own, and an administrator's for somebody */
enum err absence_page_own(struct request *req, struct response *res);
enum err absence_page_own_set(struct request *req, struct response *res);
enum err absence_page_own_end(struct request *req, struct response *res);
enum err absence_page_of(struct request *req, struct response *res);
enum err absence_page_of_set(struct request *req, struct response *res);
enum err absence_page_of_end(struct request *req, struct response *res);

/* act_pages.c */
enum err staff_page_deactivate(struct request *req, struct response *res);
enum err staff_page_deactivate_do(struct request *req, struct response *res);
enum err staff_page_activate(struct request *req, struct response *res);
enum err staff_page_send_link(struct request *req, struct response *res);
/* After a link was made: told by mail, or shown to hand over. */
enum err staff_show_link(struct request *req, struct response *res,
			 const char *name, const char *url);

#endif
