/*
 * handover_store.h: rows of hand-overs that wait, and what is said of them.
 * For handover.c only.
 */
#ifndef MATTER_HANDOVER_STORE_H
#define MATTER_HANDOVER_STORE_H

#include "matter/matter_store.h"
#include "matter/rules.h"

enum { HANDOVER_BATCH = 100 };

/* Matters whose time to be accepted is over, the longest overdue first. */
MUST_CHECK enum err store_handover_due(struct db *db, struct arena *a,
				       int64_t now, int limit,
				       struct id_list *ret_ids);
/* ERR_CONFLICT when the matter has changed since it was read. */
MUST_CHECK enum err store_handover_reminded(struct db *db,
					    const struct matter *m,
					    int64_t due_at, int64_t now);

MUST_CHECK enum err store_handover_accepted(struct db *db, int64_t matter_id);

/* ---- handover_mail.c ---- */

/* A reminder to the person it was given to, else to the unit's mailbox, else
 * to those who work there. due_at: when it goes back. */
MUST_CHECK enum err tell_handover(struct act *act, int64_t due_at,
				  size_t *ret_told);

#endif
