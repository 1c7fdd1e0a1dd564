/*
 * device.h: browsers that have signed in before. A cookie of a year and a bit
 * says so; it signs nobody in. Whoever guesses at an account from elsewhere
 * uses up the tries of strangers, never those of such a browser: nobody can
 * lock a colleague out.
 */
#ifndef STAFF_DEVICE_H
#define STAFF_DEVICE_H

#include "http/http.h"

/* What names this browser when it has signed in to this account before (mail
 * in lower case), else NULL. */
const char *device_known(struct request *req, const char *mail);
/* After a right password. The cookie of one who has it already stays. */
void device_remember(struct request *req, struct response *res,
		     const char *mail);

#endif
