/*
 * notice_form.h: the form of a notice: typed, filled, compared. For this folder
 * only.
 */
#ifndef NOTICE_NOTICE_FORM_H
#define NOTICE_NOTICE_FORM_H

#include "notice/notice.h"
#include "notice/notice_views.h"

struct notice_edit {
	struct public_notice n, now; /* as typed, as it is; now.id 0: new */
	const char *from, *until, *review; /* as typed */
	unsigned bad;
	struct conflict conflict;
	int status; /* 0 = 200 */
	bool preview, from_answer;
};

extern const enum word notice_kind_words[NOTICE__COUNT];
extern const enum word notice_lang_words[LANG__COUNT];

struct notice notice_done(const struct request *req);
void notice_form_empty(struct request *req, struct notice_edit *e);
/* What is typed is what is there now. */
void notice_form_from(struct request *req, struct notice_edit *e);
void notice_form_read(struct request *req, struct notice_edit *e);
/* Faults, and whether somebody saved since the form was opened. */
MUST_CHECK enum err notice_form_check(struct request *req,
				      struct notice_edit *e);
MUST_CHECK enum err notice_form_fill(struct request *req,
				     const struct notice_edit *e,
				     struct notice_edit_view *v);

#endif
