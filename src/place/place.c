/*
 * place.c: bringing areas in, and the memory of their shapes.
 */
#include "place/place.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "place/place_store.h"
#include "tenant/audit.h"
#include "tenant/memory.h"

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

/* The areas, and by what one sees that they are the same still. */
struct remembered {
	struct area_stamp stamp;
	struct area_book book;
};

static enum err read_areas(struct db *db, struct arena *a,
			   const void **ret_what)
{
	struct remembered *r = arena_alloc(a, sizeof(*r));
	struct area *list;
	enum err err;

	err = store_area_stamp(db, a, &r->stamp);
	if (!err)
		err = store_area_shapes(db, a, &list, &r->book.count);
	if (err)
		return err;
	r->book.areas = list;
	*ret_what = r;
	return OK;
}

static enum err areas_still(struct db *db, const void *what, bool *ret_still)
{
	const struct remembered *r = what;
	struct arena a = ARENA_INIT;
	struct area_stamp now;
	enum err err;

	err = store_area_stamp(db, &a, &now);
	arena_release(&a);
	if (err)
		return err;
	*ret_still = now.count == r->stamp.count && now.stamp == r->stamp.stamp;
	return OK;
}

static struct memory books = {.read = read_areas, .still = areas_still};

enum err area_book(struct db *db, const struct area_book **ret_book)
{
	const void *what;
	enum err err = memory_get(&books, db, &what);

	if (!err)
		*ret_book = &((const struct remembered *)what)->book;
	return err;
}

bool area_holds(const struct area_book *b, int64_t area_id, struct geo_point p)
{
	const struct area *x = area_find(b->areas, b->count, area_id);

	return x && geo_inside(&x->shape, p);
}

enum err area_version(struct db *db, struct arena *a, int64_t *ret_version)
{
	struct area_stamp now;
	enum err err = store_area_stamp(db, a, &now);

	/* The newest one's id, and how many: one may have gone. */
	if (!err)
		*ret_version = now.stamp * 1024 + now.count % 1024;
	return err;
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
	memory_changed(&books, db);
	if (!staff_id)
		return OK;
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
	memory_changed(&books, db);
	return audit_add(db, a, "area_removed", staff_id,
			 arena_printf(a, "{\"area\":%lld}", (long long)id));
}
