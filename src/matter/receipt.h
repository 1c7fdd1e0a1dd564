/*
 * receipt.h: what there is to tell the one who gave a message, on the page
 * that answers it and on the paper an info desk hands over.
 */
#ifndef MATTER_RECEIPT_H
#define MATTER_RECEIPT_H

#include "matter/give_views.h"

/* Of what is being stored: nothing of it needs to be read back. */
MUST_CHECK enum err receipt_make(struct request *req, const struct give *g,
				 const struct given *given,
				 struct receipt_view *ret_view);
/* The same of a matter that is there already. */
MUST_CHECK enum err receipt_read(struct request *req, const struct matter *m,
				 struct receipt_view *ret_view);

#endif
