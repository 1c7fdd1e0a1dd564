/*
 * choose.h: choosing a new password: two fields and what can be wrong.
 */
#ifndef STAFF_CHOOSE_H
#define STAFF_CHOOSE_H

#include "html/html_views.h"
#include "http/http.h"

enum {
	CHOOSE_BAD = 1 << 0,     /* password_good says no */
	CHOOSE_DIFFERS = 1 << 1, /* the two fields are not the same */
	CHOOSE_WRONG = 1 << 2,   /* the current one is wrong */
	CHOOSE_LIMITED = 1 << 3, /* too many wrong ones */
};

/* Of the fields "password" and "again" for the account of this address. */
unsigned choose_faults(const struct request *req, const char *mail);
void choose_fields(struct request *req, unsigned bad,
		   struct error_summary *ret_errors, struct field *ret_password,
		   struct field *ret_again);
/* The text for a field, or NULL. */
const char *choose_error(struct request *req, unsigned bad, const char *field);

#endif
