/*
 * memory.h: what a process remembers of each municipality for two seconds:
 * names, promises, rules, areas. A change made in this process is seen here at
 * once, and by the others when they ask next.
 *
 * What was read stays valid while a request reads it anew once: the copy
 * before is kept, the one before that is not.
 */
#ifndef TENANT_MEMORY_H
#define TENANT_MEMORY_H

#include "base/arena.h"
#include "sql/sql.h"

enum { MEMORY_SLOTS = 16 };

struct memory {
	/* Reads all of it into the arena. */
	enum err (*read)(struct db *db, struct arena *a, const void **ret_what);
	/* A cheaper look first: is what was read still so? NULL = read. */
	enum err (*still)(struct db *db, const void *what, bool *ret_still);
	bool by_age; /* what others change is seen by age alone */
	struct memory_slot {
		int64_t tenant; /* 0 = empty */
		int64_t looked_us, changes;
		struct arena arena, old;
		const void *what;
	} slots[MEMORY_SLOTS];
};

MUST_CHECK enum err memory_get(struct memory *m, struct db *db,
			       const void **ret_what);
/* After a change: here at once; the other processes hear of it. */
void memory_changed(struct memory *m, struct db *db);
/* Whoever knows that it is no more so: looks when asked next. */
void memory_forget(struct memory *m, struct db *db);

#endif
