/*
 * photo_store.c: rows of photos and pictures in and out of the database.
 */
#include "attach/photo_store.h"

#include "attach/photo_sql.h"
#include "base/shared.h"
#include "base/str.h"

static const char *const state_names[] = {"waiting", "made", "failed", NULL};
static const char *const publication_names[] = {"private", "public", "hidden",
						NULL};
static const char *const why_names[] = {"", "broken", "too_large", "too_slow",
					NULL};

const char *const picture_names[] = {"large.webp", "large.jpg", "small.webp",
				     "small.jpg", NULL};

/* Where a name stands; 0 when it is none of them. */
static int place_of(const char *const *names, const char *name)
{
	for (int i = 0; names[i]; i++)
		if (str_same(names[i], name))
			return i;
	return 0;
}

enum err picture_parse(const char *name, enum image_picture *ret_which)
{
	int i = place_of(picture_names, name);

	if (!str_same(picture_names[i], name))
		return ERR_NOT_FOUND;
	*ret_which = (enum image_picture)i;
	return OK;
}

/* ---- covers: "x,y,w,h;x,y,w,h" ---- */

static const char *covers_text(struct arena *a,
			       const struct image_cover *covers, size_t count)
{
	struct str s;

	str_init(&s, a, 64);
	for (size_t i = 0; i < count; i++)
		str_printf(&s, "%s%d,%d,%d,%d", i ? ";" : "", covers[i].x,
			   covers[i].y, covers[i].w, covers[i].h);
	return s.ptr;
}

/* The next number, and what comes behind it and its comma or semicolon. */
static const char *number(const char *text, int32_t *ret_number)
{
	char *end;

	*ret_number = (int32_t)strtol(text, &end, 10);
	return *end ? end + 1 : end;
}

/* Our own text, written by covers_text(). */
static void covers_read(const char *text, struct photo *p)
{
	while (*text && p->cover_count < IMAGE_COVERS_MAX) {
		struct image_cover *c = &p->covers[p->cover_count++];

		text = number(text, &c->x);
		text = number(text, &c->y);
		text = number(text, &c->w);
		text = number(text, &c->h);
	}
}

/* ---- photos ---- */

static struct photo read_photo(const struct rows *r)
{
	struct photo p = {
		.id = rows_int(r, 0),
		.matter_id = rows_int(r, 1),
		.state = place_of(state_names, rows_text(r, 2)),
		.why = place_of(why_names, rows_text(r, 3)),
		.todo = rows_int(r, 4) != 0,
		.tries = rows_int(r, 5),
		.width = rows_int(r, 6),
		.height = rows_int(r, 7),
		.small_width = rows_int(r, 8),
		.small_height = rows_int(r, 9),
		.edition = rows_int(r, 11),
		.publication = place_of(publication_names, rows_text(r, 12)),
		.alt = rows_text(r, 13),
		.published_at = rows_int(r, 14),
	};

	covers_read(rows_text(r, 10), &p);
	return p;
}

enum err photo_add(struct db *db, int64_t id, int64_t matter_id)
{
	shared_wake_jobs(db_tenant(db));
	return db_exec(db, &Q_photo_insert,
		       ARGS(ARG_INT(id), ARG_INT(matter_id)));
}

static enum err one(struct rows *r, struct photo *ret_photo)
{
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_photo = read_photo(r);
	return OK;
}

enum err photo_get(struct db *db, struct arena *a, int64_t id,
		   struct photo *ret_photo)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_photo_by_id, ARGS(ARG_INT(id)), &r);
	return err ? err : one(r, ret_photo);
}

enum err store_photo_next(struct db *db, struct arena *a,
			  struct photo *ret_photo)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_photo_next, NULL, 0, &r);
	return err ? err : one(r, ret_photo);
}

enum err photo_list(struct db *db, struct arena *a, int64_t matter_id,
		    struct photo **ret_list, size_t *ret_count)
{
	struct photo *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_photo_of_matter, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = read_photo(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

/* ---- pictures ---- */

enum err picture_get(struct db *db, struct arena *a, const struct photo *p,
		     bool covered, enum image_picture which,
		     struct picture *ret_picture)
{
	int64_t edition = covered && p->cover_count ? p->edition : 0;
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_picture_by_kind,
		      ARGS(ARG_INT(p->id), ARG_INT(edition),
			   ARG_TEXT(picture_names[which])),
		      &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_picture = (struct picture){
		.digest = rows_text(r, 0),
		.file = rows_text(r, 1),
		.bytes = rows_int(r, 2),
	};
	return OK;
}

enum err store_picture(struct db *db, const struct photo *p,
		       enum image_picture which, const struct upload *u)
{
	int64_t edition = p->state == PHOTO_WAITING ? 0 : p->edition;

	return db_exec(db, &Q_picture_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(p->id),
			    ARG_INT(edition), ARG_TEXT(picture_names[which]),
			    ARG_INT(u->bytes), ARG_TEXT(u->digest),
			    ARG_TEXT(u->file)));
}

/* ---- what becomes of them ---- */

enum err store_photo_try(struct db *db, int64_t id)
{
	return db_exec(db, &Q_photo_try, ARGS(ARG_INT(id)));
}

enum err store_photo_made(struct db *db, const struct photo *p,
			  const struct image_made *made)
{
	const struct image_file *large = &made->file[IMAGE_LARGE_WEBP];
	const struct image_file *small = &made->file[IMAGE_SMALL_WEBP];

	if (p->state != PHOTO_WAITING)
		return db_exec(db, &Q_photo_covered,
			       ARGS(ARG_INT(p->id), ARG_INT(p->edition)));
	return db_exec(db, &Q_photo_made,
		       ARGS(ARG_INT(p->id), ARG_INT(large->width),
			    ARG_INT(large->height), ARG_INT(small->width),
			    ARG_INT(small->height)));
}

enum err store_photo_failed(struct db *db, const struct photo *p,
			    enum image_fate why)
{
	return db_exec(db, &Q_photo_failed,
		       ARGS(ARG_INT(p->id), ARG_TEXT(why_names[why]),
			    ARG_INT(p->edition)));
}

static enum err changed(enum err err, int64_t rows)
{
	if (err)
		return err;
	return rows == 1 ? OK : ERR_CONFLICT;
}

enum err store_photo_cover(struct db *db, struct arena *a,
			   const struct photo *p,
			   const struct image_cover *covers, size_t count)
{
	int64_t n = 0;
	enum err err;

	err = db_change(db, &Q_photo_cover,
			ARGS(ARG_INT(p->id), ARG_INT(p->edition),
			     ARG_TEXT(covers_text(a, covers, count)),
			     ARG_INT(count > 0)),
			&n);
	err = changed(err, n);
	shared_wake_jobs(db_tenant(db));
	return err ? err
		   : db_exec(db, &Q_picture_drop_covered, ARGS(ARG_INT(p->id)));
}

enum err photo_publish(struct db *db, const struct photo *p, const char *alt,
		       int64_t now)
{
	int64_t n = 0;
	enum err err = db_change(db, &Q_photo_publish,
				 ARGS(ARG_INT(p->id), ARG_INT(p->edition),
				      ARG_TEXT(alt), ARG_INT(now)),
				 &n);

	return changed(err, n);
}

enum err photo_hide(struct db *db, int64_t id)
{
	return db_exec(db, &Q_photo_hide, ARGS(ARG_INT(id)));
}

enum err photo_hide_all(struct db *db, int64_t matter_id)
{
	return db_exec(db, &Q_photo_hide_all, ARGS(ARG_INT(matter_id)));
}

enum err store_photo_drop(struct db *db, int64_t matter_id, int64_t entry_id)
{
	enum err err = db_exec(db, &Q_picture_drop,
			       ARGS(ARG_INT(matter_id), ARG_INT(entry_id)));

	return err ? err
		   : db_exec(db, &Q_photo_drop,
			     ARGS(ARG_INT(matter_id), ARG_INT(entry_id)));
}
