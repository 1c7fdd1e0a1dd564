/*
 * memory.c: slots by municipality, see memory.h.
 */
#include "tenant/memory.h"

#include "base/clock.h"
#include "base/shared.h"
#include "tenant/tenant.h"

static const int64_t fresh_us = 2 * (int64_t)SECOND_US;

static int64_t changes_now(const struct memory *m)
{
	return shared && !m->by_age ? atomic_load(&shared->tenants_changed) : 0;
}

/* The tenant's slot, else the one looked after longest ago. */
static struct memory_slot *slot_of(struct memory *m, int64_t tenant)
{
	struct memory_slot *oldest = &m->slots[0];

	for (int i = 0; i < MEMORY_SLOTS; i++) {
		if (m->slots[i].tenant == tenant)
			return &m->slots[i];
		if (m->slots[i].looked_us < oldest->looked_us)
			oldest = &m->slots[i];
	}
	return oldest;
}

static enum err read_anew(struct memory *m, struct db *db,
			  struct memory_slot *s)
{
	struct arena arena = ARENA_INIT;
	const void *what;
	enum err err;

	err = m->read(db, &arena, &what);
	if (err) {
		arena_release(&arena);
		return err;
	}
	arena_release(&s->old);
	s->old = s->arena;
	s->arena = arena;
	s->what = what;
	s->tenant = db_tenant(db);
	return OK;
}

static enum err look(struct memory *m, struct db *db, struct memory_slot *s)
{
	const int64_t changes = changes_now(m);
	bool still = false;
	enum err err = OK;

	if (m->still && s->tenant == db_tenant(db))
		err = m->still(db, s->what, &still);
	if (!err && !still)
		err = read_anew(m, db, s);
	if (err)
		return err;
	s->looked_us = clock_mono_us();
	s->changes = changes;
	return OK;
}

enum err memory_get(struct memory *m, struct db *db, const void **ret_what)
{
	struct memory_slot *s = slot_of(m, db_tenant(db));
	enum err err = OK;

	if (s->tenant != db_tenant(db) || s->changes != changes_now(m) ||
	    clock_mono_us() - s->looked_us >= fresh_us)
		err = look(m, db, s);
	if (!err)
		*ret_what = s->what;
	return err;
}

void memory_forget(struct memory *m, struct db *db)
{
	slot_of(m, db_tenant(db))->changes = -1;
}

void memory_changed(struct memory *m, struct db *db)
{
	memory_forget(m, db);
	tenant_changed();
}
