/*
 * place.c: bringing areas in, and the memory of their shapes.
 */
#include "place/place.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/shared.h"
#include "base/str.h"
#include "base/utf8.h"
#include "place/place_store.h"
#include "tenant/audit.h"
#include "tenant/tenant.h"

const struct area *area_find(const struct area *list, size_t count, int64_t id)
{
	for (size_t i = 0; id && i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

const char *area_name(const struct area *x, enum lang lang)
{
	return str_empty(x->name[lang]) ? x->name[LANG_FI] : x->name[lang];
}

/* ---- the memory ---- */

enum { SLOTS = 16 };
static const int64_t fresh_us = 2 * (int64_t)SECOND_US;

static struct slot {
	int64_t tenant; /* 0 = empty */
	int64_t looked_us, changes;
	struct area_stamp stamp;
	struct arena arena;
	struct arena old; /* what a handler that began before still reads */
	struct area_book book;
} slots[SLOTS];

static int64_t changes_now(void)
{
	return shared ? atomic_load(&shared->tenants_changed) : 0;
}

/* The tenant's slot, else the one looked after longest ago. */
static struct slot *slot_of(int64_t tenant)
{
	struct slot *oldest = &slots[0];

	for (int i = 0; i < SLOTS; i++) {
		if (slots[i].tenant == tenant)
			return &slots[i];
		if (slots[i].looked_us < oldest->looked_us)
			oldest = &slots[i];
	}
	return oldest;
}

static enum err read_book(struct db *db, struct slot *s)
{
	struct arena arena = ARENA_INIT;
	struct area *list;
	size_t count;
	enum err err;

	err = store_area_shapes(db, &arena, &list, &count);
	if (err) {
		arena_release(&arena);
		return err;
	}
	arena_release(&s->old);
	s->old = s->arena;
	s->arena = arena;
	s->book = (struct area_book){list, count};
	s->tenant = db_tenant(db);
	return OK;
}

static enum err look(struct db *db, struct slot *s, int64_t changes)
{
	struct arena a = ARENA_INIT;
	struct area_stamp now = {0};
	enum err err;

	err = store_area_stamp(db, &a, &now);
	arena_release(&a);
	if (!err &&
	    (s->tenant != db_tenant(db) || now.count != s->stamp.count ||
	     now.stamp != s->stamp.stamp))
		err = read_book(db, s);
	if (err)
		return err;
	s->stamp = now;
	s->looked_us = clock_mono_us();
	s->changes = changes;
	return OK;
}

enum err area_book(struct db *db, const struct area_book **ret_book)
{
	struct slot *s = slot_of(db_tenant(db));
	const int64_t changes = changes_now();
	enum err err = OK;

	if (s->tenant != db_tenant(db) || s->changes != changes ||
	    clock_mono_us() - s->looked_us >= fresh_us)
		err = look(db, s, changes);
	if (!err)
		*ret_book = &s->book;
	return err;
}

/* Here at once; the other processes hear of it. */
static void changed(struct db *db)
{
	slot_of(db_tenant(db))->changes = -1;
	tenant_changed();
}

bool area_holds(const struct area_book *b, int64_t area_id, struct geo_point p)
{
	const struct area *x = area_find(b->areas, b->count, area_id);

	return x && geo_inside(&x->shape, p);
}

/* ---- bringing them in ---- */

/* The code is the name where there is none of its own. */
static struct area area_of(const struct geo_feature *f)
{
	struct area x = {
		.code = f->code,
		.name = {f->name[0], f->name[1], f->name[2]},
	};

	for (int i = LANG__COUNT - 1; i >= 0; i--)
		if (str_empty(x.name[LANG_FI]))
			x.name[LANG_FI] = x.name[i];
	if (str_empty(x.code))
		x.code = x.name[LANG_FI];
	if (str_empty(x.name[LANG_FI]))
		x.name[LANG_FI] = x.code;
	return x;
}

static bool named(const struct area *x)
{
	for (int i = 0; i < LANG__COUNT; i++)
		if (utf8_length(x->name[i]) > AREA_NAME_MAX)
			return false;
	return !str_empty(x->code) && utf8_length(x->code) <= AREA_CODE_MAX;
}

static bool known(const struct area *list, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (str_same(list[i].code, code))
			return true;
	return false;
}

struct import {
	struct geo_feature *features;
	struct area *areas;
	size_t count;
};

static bool judge(struct arena *a, struct import *in, struct area_import *ret)
{
	in->areas = arena_array(a, in->count, sizeof(*in->areas));
	for (size_t i = 0; i < in->count; i++) {
		in->areas[i] = area_of(&in->features[i]);
		ret->unnamed |= !named(&in->areas[i]);
		ret->twice |= known(in->areas, i, in->areas[i].code);
	}
	return !ret->unnamed && !ret->twice;
}

static enum err put_all(struct db *db, struct arena *a, const struct import *in,
			struct area_import *ret)
{
	struct area *now;
	size_t count;
	enum err err;

	err = area_list(db, a, &now, &count);
	for (size_t i = 0; !err && i < in->count; i++) {
		if (known(now, count, in->areas[i].code))
			ret->changed++;
		else
			ret->added++;
		err = store_area_put(
			db, &in->areas[i],
			geojson_shape_text(a, &in->features[i].shape));
	}
	return err;
}

enum err area_import(struct db *db, struct arena *a, int64_t staff_id,
		     const char *bytes, size_t size, struct area_import *ret)
{
	struct import in = {0};
	enum err err;

	*ret = (struct area_import){0};
	ret->fault = geojson_read(a, bytes, size, &in.features, &in.count);
	if (ret->fault || !judge(a, &in, ret))
		return ERR_INVALID;
	err = put_all(db, a, &in, ret);
	if (err)
		return err;
	changed(db);
	return audit_add(db, a, "areas_imported", staff_id,
			 arena_printf(a, "{\"added\":%zu,\"changed\":%zu}",
				      ret->added, ret->changed));
}

enum err area_remove(struct db *db, struct arena *a, int64_t staff_id,
		     int64_t id)
{
	enum err err;

	err = store_area_delete(db, id);
	if (err)
		return err;
	changed(db);
	return audit_add(db, a, "area_removed", staff_id,
			 arena_printf(a, "{\"area\":%lld}", (long long)id));
}
