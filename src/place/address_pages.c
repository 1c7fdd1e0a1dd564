/*
 * address_pages.c: the local addresses in the administration.
 */
#include "place/facility_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "place/address_load.h"
#include "place/facility_views.h"
#include "place/place_tpl.h"

#include <fcntl.h>
#include <unistd.h>

#define BASE "/staff/admin/addresses"

enum { HEAD_BYTES = 16 * 1024 };

static enum word fault_word(const char *reason)
{
	static const enum word words[ROW__COUNT] = {
		[ROW_FINE] = W_address_bad_text,
		[ROW_STREET] = W_address_bad_street,
		[ROW_NUMBER] = W_address_bad_number,
		[ROW_POINT] = W_facility_bad_point,
		[ROW_TEXT] = W_address_bad_text,
	};

	for (int i = 1; i < ROW__COUNT; i++)
		if (str_same(load_faults[i], reason))
			return words[i];
	return W_address_bad_text;
}

/* "12 point" lines. */
static void add_bad_rows(struct request *req, const char *at,
			 struct address_view *v)
{
	struct address_bad_row *to =
		arena_array(req->arena, ADDRESS_BAD_SHOWN + 1, sizeof(*to));

	while (*at && v->bad_count < ADDRESS_BAD_SHOWN) {
		size_t n = strcspn(at, "\n"), line = strcspn(at, " ");

		if (line < n)
			to[v->bad_count++] = (struct address_bad_row){
				arena_strndup(req->arena, at, line),
				fault_word(arena_strndup(req->arena,
							 at + line + 1,
							 n - line - 1)),
			};
		at += n + (at[n] == '\n');
	}
	v->bad_rows = to;
}

static void add_load(struct request *req, const struct address_load *l,
		     struct address_view *v)
{
	switch (l->state) {
	case LOAD_CURRENT:
		v->has_current = true;
		v->current_name = l->name;
		v->current_rows = l->rows;
		break;
	case LOAD_READING:
		v->is_reading = true;
		v->next_name = l->name;
		v->percent = l->bytes ? 100 * l->read_bytes / l->bytes : 0;
		break;
	case LOAD_WAITING:
		v->is_waiting = true;
		v->next_name = l->name;
		v->waiting_id = l->id;
		v->rows = l->rows;
		v->bad = l->bad;
		add_bad_rows(req, l->bad_rows, v);
		v->more_bad = v->bad > (int64_t)v->bad_count;
		break;
	case LOAD_GONE:
	case LOAD__COUNT:
		break;
	}
}

static enum err show(struct request *req, struct response *res,
		     const char *problem)
{
	struct address_view v = {
		.crumb = {"/staff/admin/facilities",
			  word(req->lang, W_facility_title)},
		.done = done_notice(req),
		.file = {.name = "file",
			 .label = word(req->lang, W_import_file),
			 .hint = word(req->lang, W_address_file_hint),
			 .error = problem,
			 .accept = ".csv,.txt,text/csv,text/plain",
			 .plain = true},
	};
	struct address_load *list;
	struct out *o;
	size_t n;
	enum err err = address_loads(req->db, req->arena, &list, &n);

	if (err)
		return err;
	for (size_t i = n; i > 0; i--)
		add_load(req, &list[i - 1], &v);
	error_add(req, &v.errors, "file", problem);
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_address_title),
			       .nav = NAV_ADMIN,
			       .status = problem ? 422 : 0,
			       .error_count = problem ? 1 : 0,
			       .secret = true,
			       .wide = true,
		       });
	tpl_place_addresses(o, &v);
	return page_end(o);
}

enum err address_page_show(struct request *req, struct response *res)
{
	return show(req, res, NULL);
}

/* What is wrong with the file as a whole, or NULL. */
static const char *problem_of(struct request *req, const struct upload *u)
{
	const char *path =
		arena_printf(req->arena, "%s/files/%s", req->folder, u->file);
	char *head = arena_alloc(req->arena, HEAD_BYTES);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd < 0 ? -1 : read(fd, head, HEAD_BYTES);
	const char *lacks;

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return word(req->lang, W_import_nothing);
	lacks = address_lacks(req->arena, head, (size_t)n);
	if (!lacks)
		return NULL;
	return word_fill(req->arena, req->lang, W_import_missing_column,
			 WORDS(WORD_TEXT("name", lacks)));
}

enum err address_page_upload(struct request *req, struct response *res)
{
	const struct form *f = req->form;
	const struct upload *u = f->uploads;
	const char *problem;
	enum err err;

	if (f->too_large)
		return show(req, res, word(req->lang, W_address_too_large));
	if (!f->upload_count || !u->bytes)
		return show(req, res, word(req->lang, W_import_nothing));
	problem = problem_of(req, u);
	if (problem)
		return show(req, res, problem);
	err = address_load_begin(req->db, req->arena, req->session->staff_id,
				 &(struct address_load){
					 .file = u->file,
					 .name = u->name,
					 .bytes = u->bytes,
				 });
	return err ? err : res_redirect(req, res, BASE);
}

/* Decided already, or another file came: the page shows how it is. */
static enum err decide(struct request *req, struct response *res, bool take)
{
	enum err err =
		address_load_decide(req->db, req->arena, req->session->staff_id,
				    field_id(req, "load"), take);

	if (err && err != ERR_CONFLICT)
		return err;
	return res_redirect(req, res, err ? BASE : BASE "?done=saved");
}

enum err address_page_take(struct request *req, struct response *res)
{
	return decide(req, res, true);
}

enum err address_page_drop(struct request *req, struct response *res)
{
	return decide(req, res, false);
}
