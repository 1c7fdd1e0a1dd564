/*
 * shown.c: what the sender said, see shown.h.
 */
#include "matter/shown.h"

#include "attach/attach.h"
#include "base/id.h"
#include "base/str.h"
#include "entry/entry.h"
#include "matter/passing.h"
#include "matter/photo_view.h"
#include "tenant/form.h"

#include <inttypes.h>

static enum err add_more(struct request *req, const struct matter *m,
			 struct shown_message *v)
{
	struct shown_addition *to;
	struct entry *list;
	size_t n;
	enum err err = entry_list(req->db, req->arena, m->id, 0, &list, &n);

	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		if (str_same(list[i].author, "resident") &&
		    str_empty(list[i].hidden_why))
			to[v->more_count++] = (struct shown_addition){
				id_time_us(list[i].id), list[i].text};
	v->more = to;
	return OK;
}

/* Its one picture is where its file would be. */
static enum err add_photo(struct request *req, int64_t id, size_t number,
			  struct work_file *f)
{
	struct photo p;
	enum err err;

	if (!f->is_photo)
		return OK;
	err = photo_get(req->db, req->arena, id, &p);
	if (err)
		return err;
	f->photo = photo_view_make(req, &p, f->href, NULL, number);
	f->photo.made = photo_ready(&p);
	return OK;
}

static enum err add_files(struct request *req, const struct matter *m,
			  const char *base, struct shown_message *v)
{
	struct attachment *list;
	struct work_file *to;
	size_t n;
	enum err err;

	err = sender_files(req->db, req->arena, m->id, &list, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n && !err; i++) {
		to[i] = (struct work_file){
			.href = arena_printf(req->arena, "%s/files/%" PRId64,
					     base, list[i].id),
			.name = list[i].name,
			.bytes = list[i].bytes,
			.is_photo = photo_is(list[i].media_type),
		};
		err = add_photo(req, list[i].id, i + 1, &to[i]);
	}
	v->files = to;
	v->file_count = n;
	return err;
}

enum err shown_make(struct request *req, const struct matter *m,
		    const char *base, struct shown_message *ret_shown)
{
	struct shown_message v = {
		.lang = lang_codes[m->lang],
		.title = m->title,
		.text = m->text,
		.place = m->place,
		.received_us = m->received_at,
	};
	enum err err;

	if (m->has_point)
		v.point =
			arena_printf(req->arena, "%.5f, %.5f", m->lat, m->lon);
	err = add_more(req, m, &v);
	if (!err)
		err = add_files(req, m, base, &v);
	if (!err)
		*ret_shown = v;
	return err;
}

enum err shown_file(struct request *req, struct response *res,
		    const struct matter *m)
{
	struct attachment *list;
	size_t n, i = 0;
	int64_t id;
	enum err err = path_id(req, 1, &id);

	if (!err)
		err = sender_files(req->db, req->arena, m->id, &list, &n);
	if (err)
		return err;
	while (i < n && list[i].id != id)
		i++;
	return i < n ? photo_or_file(req, res, &list[i]) : ERR_NOT_FOUND;
}
