/*
 * notice_near.h: for this folder only.
 */
#ifndef NOTICE_NOTICE_NEAR_H
#define NOTICE_NOTICE_NEAR_H

#include "sql/sql.h"

/* Something about them has changed. */
void notice_forget(struct db *db);

#endif
