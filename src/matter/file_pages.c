/*
 * file_pages.c: files as residents sent them. Nobody has looked at them yet,
 * so they are never shown in a page of ours: they are saved, under a name that
 * cannot break a header, and run nothing (CSP sandbox).
 */
#include "matter/file_pages.h"

#include "attach/attach.h"
#include "base/str.h"
#include "http/url.h"
#include "matter/desk.h"
#include "matter/matter.h"

#include <inttypes.h>

/* RFC 6266: the name in percent-encoded UTF-8; ASCII for old browsers. */
static const char *disposition(struct arena *a, const char *name)
{
	char *ascii = arena_strdup(a, name);

	for (char *c = ascii; *c; c++)
		if (*c < ' ' || *c > '~' || strchr("\"\\%;/", *c))
			*c = '_';
	return arena_printf(a,
			    "attachment; filename=\"%s\"; filename*=UTF-8''%s",
			    ascii, url_encode_value(a, name));
}

/* The file of the address, of a matter this session may see. */
static enum err find(struct request *req, struct attachment *ret_file,
		     struct matter *ret_matter)
{
	int64_t id;
	enum err err;

	if (param_int(req, 0, &id))
		return ERR_NOT_FOUND;
	err = attach_get(req->db, req->arena, id, ret_file);
	if (!err)
		err = matter_get(req->db, req->arena, ret_file->matter_id,
				 ret_matter);
	if (err)
		return err;
	return matter_visible(req->db, req->arena, req->session, ret_matter)
		       ? OK
		       : ERR_NOT_FOUND;
}

enum err file_give(struct request *req, struct response *res,
		   const struct attachment *f)
{
	res->file =
		arena_printf(req->arena, "%s/files/%s", req->folder, f->file);
	res->type = str_empty(f->media_type) ? "application/octet-stream"
					     : f->media_type;
	res->csp = "default-src 'none'; sandbox";
	res->secret = true;
	res_header(res, "Content-Disposition",
		   disposition(req->arena, f->name));
	return OK;
}

enum err file_page_download(struct request *req, struct response *res)
{
	struct attachment f;
	struct matter m;
	enum err err;

	err = find(req, &f, &m);
	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &m))
		return res_redirect(req, res,
				    "/staff/confidential/files/%" PRId64, f.id);
	return file_give(req, res, &f);
}

enum err file_page_download_logged(struct request *req, struct response *res)
{
	struct attachment f;
	struct matter m;
	enum err err;

	err = find(req, &f, &m);
	if (!err)
		err = desk_look(req, res, &m);
	return err ? err : file_give(req, res, &f);
}
