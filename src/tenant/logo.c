/*
 * logo.c: what may be a logo, and where it lies: in files/, under a name the
 * sweeper of uploads leaves alone and a backup takes along.
 */
#include "tenant/logo.h"

#include "base/log.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { DIGEST_SHOWN = 16 };

static const struct {
	const char *type, *ending;
} kinds[] = {
	{"image/png", ".png"},
	{"image/jpeg", ".jpg"},
	{"image/webp", ".webp"},
};

const char *logo_type(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_same(dot, kinds[i].ending))
			return kinds[i].type;
	return "application/octet-stream";
}

static const char *ending_of(const char *type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_same(type, kinds[i].type))
			return kinds[i].ending;
	return NULL;
}

/* ---- how large is it? ---- */

static int big_endian(const unsigned char *p, int count)
{
	int v = 0;

	for (int i = 0; i < count; i++)
		v = v << 8 | p[i];
	return v;
}

static bool png_size(const unsigned char *p, size_t n, int *w, int *h)
{
	if (n < 24 || memcmp(p, "\x89PNG\r\n\x1a\n", 8) != 0 ||
	    memcmp(p + 12, "IHDR", 4) != 0 || p[16] > 0x7f || p[20] > 0x7f)
		return false;
	*w = big_endian(p + 16, 4);
	*h = big_endian(p + 20, 4);
	return true;
}

/* From marker to marker until the one that begins a frame. */
static bool jpeg_size(const unsigned char *p, size_t n, int *w, int *h)
{
	size_t at = 2;

	if (n < 4 || p[0] != 0xff || p[1] != 0xd8)
		return false;
	while (at + 9 < n && p[at] == 0xff) {
		int marker = p[at + 1];
		bool frame = marker >= 0xc0 && marker <= 0xcf &&
			     marker != 0xc4 && marker != 0xc8 && marker != 0xcc;

		if (frame) {
			*h = big_endian(p + at + 5, 2);
			*w = big_endian(p + at + 7, 2);
			return true;
		}
		at += 2 + (size_t)big_endian(p + at + 2, 2);
	}
	return false;
}

static int little_endian(const unsigned char *p, int count)
{
	int v = 0;

	while (count--)
		v = v << 8 | p[count];
	return v;
}

static bool webp_size(const unsigned char *p, size_t n, int *w, int *h)
{
	if (n < 30 || memcmp(p, "RIFF", 4) != 0 ||
	    memcmp(p + 8, "WEBPVP8", 7) != 0)
		return false;
	if (p[15] == ' ' && !memcmp(p + 23, "\x9d\x01\x2a", 3)) {
		*w = little_endian(p + 26, 2) & 0x3fff;
		*h = little_endian(p + 28, 2) & 0x3fff;
	} else if (p[15] == 'L' && p[20] == 0x2f) {
		*w = (little_endian(p + 21, 2) & 0x3fff) + 1;
		*h = (little_endian(p + 22, 3) >> 6 & 0x3fff) + 1;
	} else if (p[15] == 'X') {
		*w = little_endian(p + 24, 3) + 1;
		*h = little_endian(p + 27, 3) + 1;
	} else {
		return false;
	}
	return true;
}

bool picture_size(const unsigned char *bytes, size_t n, int *ret_width,
		  int *ret_height)
{
	int w = 0, h = 0;

	if (!png_size(bytes, n, &w, &h) && !jpeg_size(bytes, n, &w, &h) &&
	    !webp_size(bytes, n, &w, &h))
		return false;
	*ret_width = w;
	*ret_height = h;
	return true;
}

static bool size_fits(const struct logo *l)
{
	int longer = l->width > l->height ? l->width : l->height;
	int shorter = l->width > l->height ? l->height : l->width;

	return shorter >= LOGO_SIDE_MIN && longer <= LOGO_SIDE_MAX &&
	       longer <= shorter * LOGO_RATIO_MAX;
}

/* ---- keeping it ---- */

static size_t read_start(const char *path, unsigned char *bytes, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, bytes, room);

	if (fd >= 0)
		close(fd);
	return n < 0 ? 0 : (size_t)n;
}

static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);

	if (fd >= 0)
		close(fd);
	return good;
}

/* The same bytes have the same name: what is there already is it. */
static enum err keep(struct request *req, const char *from, const char *name)
{
	const char *folder = arena_printf(req->arena, "%s/files", req->folder);
	const char *to = arena_printf(req->arena, "%s/%s", folder, name);

	if ((link(from, to) && errno != EEXIST) || !sync_folder(folder)) {
		log_error("logo not kept: errno=%d", errno);
		return ERR_UNAVAILABLE;
	}
	return OK;
}

enum err logo_keep(struct request *req, const struct upload *u,
		   struct logo *ret_logo)
{
	const char *from =
		arena_printf(req->arena, "%s/files/%s", req->folder, u->file);
	unsigned char *bytes = arena_alloc(req->arena, LOGO_BYTES_MAX);
	const char *ending = ending_of(u->media_type);
	struct logo l = {.name = ""};
	enum err err;

	if (u->bytes > LOGO_BYTES_MAX)
		return ERR_TOO_LARGE;
	if (!ending ||
	    !picture_size(bytes, read_start(from, bytes, LOGO_BYTES_MAX),
			  &l.width, &l.height) ||
	    !size_fits(&l))
		return ERR_INVALID;
	l.name = arena_printf(req->arena, "logo-%.*s%s", DIGEST_SHOWN,
			      u->digest, ending);
	err = keep(req, from, l.name);
	if (!err)
		*ret_logo = l;
	return err;
}
