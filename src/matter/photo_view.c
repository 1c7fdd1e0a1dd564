/*
 * photo_view.c: see photo_view.h.
 */
#include "matter/photo_view.h"

#include "base/str.h"
#include "html/page.h"
#include "matter/file_pages.h"

#include <inttypes.h>

enum { TAG_CHARS = 32 };

enum word photo_word(const struct photo *p)
{
	static const enum word words[IMAGE_FATE__COUNT] = {
		[IMAGE_MADE] = W_photo_waiting,
		[IMAGE_BROKEN] = W_photo_broken,
		[IMAGE_TOO_LARGE] = W_photo_too_large,
		[IMAGE_TOO_SLOW] = W_photo_too_slow,
	};

	if (p->state == PHOTO_WAITING || p->todo)
		return W_photo_waiting;
	return words[p->why];
}

struct photo_view photo_view_make(struct request *req, const struct photo *p,
				  const char *base, const char *alt,
				  size_t number)
{
	struct arena *a = req->arena;
	struct photo_view v = {
		.made = p->state == PHOTO_MADE,
		.failed = p->state == PHOTO_FAILED,
		.why = photo_word(p),
		.alt = alt,
		.small_webp = arena_printf(a, "%s/small.webp", base),
		.small_jpeg = arena_printf(a, "%s/small.jpg", base),
		.large_webp = arena_printf(a, "%s/large.webp", base),
		.large_jpeg = arena_printf(a, "%s/large.jpg", base),
		.width = p->width,
		.height = p->height,
		.small_width = p->small_width,
		.small_height = p->small_height,
	};

	if (!v.alt)
		v.alt = word_fill(a, req->lang, W_photo_alt,
				  WORDS(WORD_INT("number", (int64_t)number)));
	return v;
}

/* The same picture that the browser has: RFC 9110, section 13.1.2. */
static bool is_fresh(const struct request *req, const char *tag)
{
	return strstr(req_header(req, "if-none-match"), tag) != NULL;
}

enum err photo_give_as(struct request *req, struct response *res,
		       const struct photo *p, bool covered,
		       enum image_picture which)
{
	struct picture pic;
	const char *tag;
	enum err err;

	if (covered && !photo_ready(p))
		return ERR_NOT_FOUND;
	err = picture_get(req->db, req->arena, p, covered, which, &pic);
	if (err)
		return err;
	tag = arena_printf(req->arena, "\"%.*s\"", TAG_CHARS, pic.digest);
	res_header(res, "ETag", tag);
	res->csp = "default-src 'none'; sandbox";
	if (is_fresh(req, tag)) {
		res->status = 304;
		res->body = "";
		return OK;
	}
	res->type = picture_type(which);
	res->file =
		arena_printf(req->arena, "%s/files/%s", req->folder, pic.file);
	return OK;
}

enum err photo_give(struct request *req, struct response *res,
		    const struct photo *p, bool covered, int hole)
{
	enum image_picture which;
	enum err err = picture_parse(req->param[hole], &which);

	return err ? err : photo_give_as(req, res, p, covered, which);
}

enum err photo_or_file(struct request *req, struct response *res,
		       const struct attachment *f)
{
	struct photo p;
	enum err err = photo_get(req->db, req->arena, f->id, &p);

	if (err == ERR_NOT_FOUND)
		return photo_is(f->media_type) ? err : file_give(req, res, f);
	return err ? err : photo_give_as(req, res, &p, true, IMAGE_LARGE_JPEG);
}
