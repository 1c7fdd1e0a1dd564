/*
 * desk_pages.h: the staff pages of matters, for app/routes.c.
 */
#ifndef MATTER_DESK_PAGES_H
#define MATTER_DESK_PAGES_H

#include "http/http.h"

/* desk_pages.c */
enum err desk_page_home(struct request *req, struct response *res);
enum err desk_page_queue(struct request *req, struct response *res);
enum err desk_page_spam(struct request *req, struct response *res);
enum err desk_page_search(struct request *req, struct response *res);
enum err desk_page_show(struct request *req, struct response *res);
enum err desk_page_show_logged(struct request *req, struct response *res);

/* desk_act_pages.c: one POST each, back to the matter */
enum err desk_page_take(struct request *req, struct response *res);
enum err desk_page_mark(struct request *req, struct response *res);
enum err desk_page_urgent(struct request *req, struct response *res);
enum err desk_page_calm(struct request *req, struct response *res);
enum err desk_page_lift(struct request *req, struct response *res);
enum err desk_page_accept(struct request *req, struct response *res);
enum err desk_page_return(struct request *req, struct response *res);
enum err desk_page_route(struct request *req, struct response *res);
enum err desk_page_note(struct request *req, struct response *res);
enum err desk_page_close(struct request *req, struct response *res);
enum err desk_page_reopen(struct request *req, struct response *res);
enum err desk_page_hide(struct request *req, struct response *res);
enum err desk_page_take_up(struct request *req, struct response *res);

/* desk_due_pages.c */
enum err desk_page_due(struct request *req, struct response *res);
enum err desk_page_due_logged(struct request *req, struct response *res);
enum err desk_page_promise(struct request *req, struct response *res);
enum err desk_page_remind(struct request *req, struct response *res);

/* desk_answer_pages.c */
enum err desk_page_answer(struct request *req, struct response *res);
enum err desk_page_answer_logged(struct request *req, struct response *res);
enum err desk_page_answer_send(struct request *req, struct response *res);

/* desk_filter.c: filters that are kept */
enum err desk_page_filter_keep(struct request *req, struct response *res);
enum err desk_page_filter_remove(struct request *req, struct response *res);

/* desk_batch_pages.c: one act on many matters */
enum err desk_page_batch(struct request *req, struct response *res);
enum err desk_page_batch_do(struct request *req, struct response *res);
enum err desk_page_batch_done(struct request *req, struct response *res);

/* desk_here_pages.c: who has what open */
enum err desk_page_here(struct request *req, struct response *res);
enum err desk_page_here_all(struct request *req, struct response *res);

/* desk_undo_pages.c */
enum err desk_page_undo(struct request *req, struct response *res);

/* desk_letter_pages.c */
enum err desk_page_letter(struct request *req, struct response *res);
enum err desk_page_letter_logged(struct request *req, struct response *res);

/* desk_publish_pages.c */
enum err desk_page_publish(struct request *req, struct response *res);
enum err desk_page_publish_send(struct request *req, struct response *res);

/* What came of a call, and giving it up (desk_call_pages.c). */
enum err desk_page_call(struct request *req, struct response *res);
enum err desk_page_call_end(struct request *req, struct response *res);
/* Accepts or drops a mail from an address nobody knows (desk_mail_pages.c). */
enum err desk_page_mail(struct request *req, struct response *res);

#endif
