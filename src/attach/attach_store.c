/*
 * attach_store.c: rows of files in and out of the database.
 */
#include "attach/attach.h"

#include "attach/attach_sql.h"
#include "attach/photo_store.h"

enum err attach_add(struct db *db, const struct attachment *f)
{
	int64_t id = db_new_id(db);
	int64_t n;
	enum err err;

	err = db_change(db, &Q_attachment_insert,
			ARGS(ARG_INT(id), ARG_INT(f->matter_id),
			     f->entry_id ? ARG_INT(f->entry_id) : ARG_NULL,
			     ARG_TEXT(f->name), ARG_TEXT(f->media_type),
			     ARG_INT(f->bytes), ARG_TEXT(f->digest),
			     ARG_TEXT(f->file)),
			&n);
	if (err)
		return err;
	if (n != 1)
		return ERR_CONFLICT;
	return photo_is(f->media_type) ? photo_add(db, id, f->matter_id) : OK;
}

enum err attach_uploads(struct db *db, int64_t matter_id, int64_t entry_id,
			const struct upload *uploads, size_t count)
{
	enum err err = OK;

	for (size_t i = 0; i < count && !err; i++)
		err = attach_add(db,
				 &(struct attachment){
					 .matter_id = matter_id,
					 .entry_id = entry_id,
					 .name = uploads[i].name,
					 .media_type = uploads[i].media_type,
					 .bytes = uploads[i].bytes,
					 .digest = uploads[i].digest,
					 .file = uploads[i].file,
				 });
	return err;
}

static struct attachment read_attachment(const struct rows *r)
{
	return (struct attachment){
		.id = rows_int(r, 0),
		.matter_id = rows_int(r, 1),
		.entry_id = rows_int(r, 2),
		.name = rows_text(r, 3),
		.media_type = rows_text(r, 4),
		.bytes = rows_int(r, 5),
		.digest = rows_text(r, 6),
		.file = rows_text(r, 7),
	};
}

enum err attach_list(struct db *db, struct arena *a, int64_t matter_id,
		     struct attachment **ret_list, size_t *ret_count)
{
	struct attachment *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_attachment_list, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = read_attachment(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err attach_get(struct db *db, struct arena *a, int64_t id,
		    struct attachment *ret_file)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_attachment_by_id, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_file = read_attachment(r);
	return OK;
}

enum err attach_is_free(struct db *db, struct arena *a, const char *file,
			bool *ret_free)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_attachment_by_file, ARGS(ARG_TEXT(file)), &r);
	if (err)
		return err;
	*ret_free = !rows_next(r);
	return OK;
}

enum err attach_move(struct db *db, int64_t matter_id, int64_t entry_id,
		     int64_t to_entry_id)
{
	return db_exec(db, &Q_attachment_move,
		       ARGS(ARG_INT(matter_id), ARG_INT(entry_id),
			    ARG_INT(to_entry_id)));
}

enum err attach_drop(struct db *db, int64_t matter_id, int64_t entry_id)
{
	enum err err = store_photo_drop(db, matter_id, entry_id);

	return err ? err
		   : db_exec(db, &Q_attachment_drop,
			     ARGS(ARG_INT(matter_id), ARG_INT(entry_id)));
}

struct upload attach_upload(const struct attachment *f)
{
	return (struct upload){
		.field = "",
		.bytes = f->bytes,
		.file = f->file,
		.digest = f->digest,
		.media_type = f->media_type,
		.name = f->name,
	};
}
