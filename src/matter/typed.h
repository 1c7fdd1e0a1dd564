/*
 * typed.h: what a resident typed into a form, with what is wrong with it.
 * Shared by the pages of this folder; nothing typed is ever lost.
 */
#ifndef MATTER_TYPED_H
#define MATTER_TYPED_H

#include "html/page.h"
#include "html/words.h"
#include "matter/give_views.h"
#include "matter/matter.h"
#include "question/question_ask.h"
#include "topic/topic.h"

/* The files of one form: those just sent and those kept by tickets. */
struct typed_files {
	struct upload list[HTTP_FILES_MAX];
	size_t count;
	enum word wrong; /* W_file_... */
	bool is_wrong;
};
MUST_CHECK enum err typed_files_read(struct request *req,
				     struct typed_files *ret_files);
/* And those of tickets that were kept elsewhere, by spaces. */
MUST_CHECK enum err typed_files_add(struct request *req, const char *tickets,
				    struct typed_files *f);
const struct kept_file *typed_files_keep(struct request *req,
					 const struct typed_files *f);

/* The field for files named "photo"; f NULL: none came yet. */
struct photo_field typed_photo(struct request *req, const struct typed_files *f,
			       enum word label, enum word hint);
/* What to say about a text that is longer than a message may be, or NULL. */
const char *typed_too_long(struct request *req, const char *text);

/* Only to be looked at in another language: nothing of it is stored. */
bool typed_look(const struct request *req);
/* So that the page that answers this POST changes its language with all that
 * was typed and sent. */
void typed_again(struct request *req, const struct kept_file *files,
		 size_t count, struct page *p);

struct typed {
	struct give g;
	struct topic topic;
	const char *lat, *lon, *wants_reply;
	bool send_anyway;
	struct typed_files files;
	struct question_asked asked; /* the questions of the topic */
	enum give_fault fault[GIVE__COUNT];
	bool warn; /* ask once before it is sent */
};
/* Fields, files and faults of the form "give". */
MUST_CHECK enum err typed_read(struct request *req, struct typed *ret_typed);
/* Its lat and lon as the point of g: both or neither; false for anything
 * between. */
bool typed_point(struct request *req, struct typed *t);
bool typed_good(const struct typed *t);
/* Stores it with its files, and keeps its key. */
MUST_CHECK enum err typed_store(struct request *req, struct typed *t,
				struct given *ret_given);
/* The form again, with everything in it (give_view.c). */
MUST_CHECK enum err give_view_make(struct request *req, const struct typed *t,
				   struct give_view *ret_view);

#endif
