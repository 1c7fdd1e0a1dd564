/*
 * problem.h: one HTTP status for each of the nine errors.
 */
#ifndef HTTP_PROBLEM_H
#define HTTP_PROBLEM_H

#include "http/http.h"

/* INVALID 422, DENIED 403, LOGIN 401 (pages: 303 to sign-in), NOT_FOUND 404,
 * CONFLICT 409, TOO_LARGE 413, BUSY 429, UNAVAILABLE 503, INTERNAL 500. */
int problem_status(enum err err);

/* html/page.c sets this at start, so that floor 2 need not know floor 3. */
extern void (*problem_page)(struct request *req, struct response *res,
			    int status);

#endif
