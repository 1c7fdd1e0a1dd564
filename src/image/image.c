/*
 * image.c: see image.h. Nothing is given back here: the process ends with its
 * photo.
 */
#include "image/image.h"

#include <dlfcn.h>
#include <vips/vips.h>

enum {
	BANDS = 3,
	WEBP_QUALITY = 80,
	JPEG_QUALITY = 82,
	RIFF_HEAD = 12, /* of a WebP */
	CHUNK_HEAD = 8,
	MIN_BYTES = 24, /* no picture is smaller */
};

/* ---- the library ---- */

#define CALLS(X)               \
 X(vips_init)                  \
 X(vips_concurrency_set)       \
 X(vips_error_buffer)          \
 X(vips_operation_block_set)   \
 X(vips_image_new_from_buffer) \
 X(vips_image_get_width)       \
 X(vips_image_get_height)      \
 X(vips_image_get_bands)       \
 X(vips_image_hasalpha)        \
 X(vips_thumbnail_buffer)      \
 X(vips_thumbnail_image)       \
 X(vips_flatten)               \
 X(vips_array_double_newv)     \
 X(vips_colourspace)           \
 X(vips_cast_uchar)            \
 X(vips_copy)                  \
 X(vips_image_write_to_memory) \
 X(vips_image_new_from_memory) \
 X(vips_webpsave_buffer)       \
 X(vips_jpegsave_buffer)

#define MEMBER(f) __typeof__(f) *(f);
static struct {
	CALLS(MEMBER)
} v;

#define FIND(f) {#f, (void *)&v.f},
static const struct {
	const char *name;
	void *at; /* of the pointer in v */
} calls[] = {CALLS(FIND)};

/* The name is the same in Debian 12 and 13. */
static bool find_calls(void)
{
	void *lib = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; lib && i < sizeof(calls) / sizeof(*calls); i++) {
		void *found = dlsym(lib, calls[i].name);

		if (!found)
			return false;
		memcpy(calls[i].at, &found, sizeof(found));
	}
	return lib != NULL;
}

/* Four kinds of photos are opened, whatever else the library knows. */
static void allow_few_kinds(void)
{
	static const char *const kinds[] = {
		"VipsForeignLoadJpeg",
		"VipsForeignLoadPng",
		"VipsForeignLoadWebp",
		"VipsForeignLoadHeif",
	};

	v.vips_operation_block_set("VipsForeignLoad", TRUE);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		v.vips_operation_block_set(kinds[i], FALSE);
}

/* What a library has to say of a photo is for nobody's log. */
static GLogWriterOutput quiet(GLogLevelFlags level, const GLogField *fields,
			      gsize n, gpointer data)
{
	(void)level;
	(void)fields;
	(void)n;
	(void)data;
	return G_LOG_WRITER_HANDLED;
}

bool image_load(void)
{
	g_log_set_writer_func(quiet, NULL, NULL);
	/* In the sandbox there is no file to put a large picture into. */
	setenv("VIPS_DISC_THRESHOLD", "2g", 1);
	/* Nor memory that can be run, for code made on the way. */
	setenv("VIPS_NOVECTOR", "1", 1);
	if (!find_calls() || v.vips_init("kaiku"))
		return false;
	v.vips_concurrency_set(1);
	allow_few_kinds();
	return true;
}

/* ---- from bytes to pixels ---- */

struct pixels {
	unsigned char *at; /* BANDS bytes each, by rows */
	size_t size;
	int width, height;
};

/* What it says about itself, before anything is unpacked. */
static enum image_fate look(const char *in, size_t n)
{
	VipsImage *image = v.vips_image_new_from_buffer(in, n, "", NULL);
	int64_t width, height;

	if (!image)
		return IMAGE_BROKEN;
	width = v.vips_image_get_width(image);
	height = v.vips_image_get_height(image);
	if (width < 1 || height < 1)
		return IMAGE_BROKEN;
	if (width * height > IMAGE_PIXELS_MAX)
		return IMAGE_TOO_LARGE;
	return IMAGE_MADE;
}

/* Upright and in sRGB; a profile nobody understands is done without. */
static VipsImage *open_small(const char *in, size_t n)
{
	VipsImage *image = NULL;
	void *bytes = (void *)(uintptr_t)in;

	if (!v.vips_thumbnail_buffer(bytes, n, &image, IMAGE_LARGE, "height",
				     IMAGE_LARGE, "size", VIPS_SIZE_DOWN,
				     "fail_on", VIPS_FAIL_ON_ERROR,
				     "export_profile", "srgb", NULL))
		return image;
	if (!v.vips_thumbnail_buffer(bytes, n, &image, IMAGE_LARGE, "height",
				     IMAGE_LARGE, "size", VIPS_SIZE_DOWN,
				     "fail_on", VIPS_FAIL_ON_ERROR, NULL))
		return image;
	return NULL;
}

/* On white where one can see through it. */
static VipsImage *solid(VipsImage *in)
{
	VipsImage *colour = NULL, *flat = NULL, *bytes = NULL;

	if (v.vips_colourspace(in, &colour, VIPS_INTERPRETATION_sRGB, NULL))
		return NULL;
	flat = colour;
	if (v.vips_image_hasalpha(colour) &&
	    v.vips_flatten(colour, &flat, "background",
			   v.vips_array_double_newv(1, 255.0), NULL))
		return NULL;
	return v.vips_cast_uchar(flat, &bytes, NULL) ? NULL : bytes;
}

/* libjpeg fills up with grey what did not come, and only says so. */
static bool is_part_only(void)
{
	return strstr(v.vips_error_buffer(), "Premature end") != NULL;
}

static bool read_pixels(const char *in, size_t n, struct pixels *ret_pixels)
{
	VipsImage *image = open_small(in, n);
	struct pixels p;

	if (image)
		image = solid(image);
	if (!image || v.vips_image_get_bands(image) != BANDS)
		return false;
	p.width = v.vips_image_get_width(image);
	p.height = v.vips_image_get_height(image);
	p.at = v.vips_image_write_to_memory(image, &p.size);
	if (!p.at || p.size != (size_t)p.width * p.height * BANDS ||
	    is_part_only())
		return false;
	*ret_pixels = p;
	return true;
}

/* ---- what somebody covered ---- */

/* A share of a side in pixels; up or down, so that an edge is covered too. */
static int down(int side, int share)
{
	return (int)((int64_t)side * share / IMAGE_WHOLE);
}

static int up(int side, int share)
{
	return (int)(((int64_t)side * share + IMAGE_WHOLE - 1) / IMAGE_WHOLE);
}

static int within(int share)
{
	return share < 0 ? 0 : share > IMAGE_WHOLE ? IMAGE_WHOLE : share;
}

static void cover(struct pixels *p, const struct image_cover *c)
{
	int left = down(p->width, within(c->x));
	int right = up(p->width, within(c->x + c->w));
	int top = down(p->height, within(c->y));
	int bottom = up(p->height, within(c->y + c->h));

	for (int y = top; y < bottom; y++)
		if (right > left)
			memset(p->at + ((size_t)y * p->width + left) * BANDS,
			       0x26, (size_t)(right - left) * BANDS);
}

/* ---- a WebP's numbers ---- */

static uint32_t number_at(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24;
}

static void number_put(char *at, uint32_t n)
{
	for (int i = 0; i < 4; i++, n >>= 8)
		at[i] = (char)(n & 0xff);
}

static void name_put(char *at, const char *name)
{
	for (int i = 0; i < 4; i++)
		at[i] = name[i];
}

static size_t padded(uint32_t n)
{
	return (size_t)n + n % 2;
}

/* ---- from pixels to pictures ---- */

struct writer {
	char *out;
	size_t used;
	struct image_made *made;
};

static bool put(struct writer *w, enum image_picture which, VipsImage *image,
		const void *bytes, size_t n)
{
	if (n > IMAGE_OUT_MAX - w->used)
		return false;
	memcpy(w->out + w->used, bytes, n);
	w->made->file[which] = (struct image_file){
		.width = (uint32_t)v.vips_image_get_width(image),
		.height = (uint32_t)v.vips_image_get_height(image),
		.at = w->used,
		.n = n,
	};
	w->used += n;
	return true;
}

/* libvips writes an EXIF block of its own into every WebP: only the pixels are
 * taken, with a new head before them. */
static bool put_webp(struct writer *w, enum image_picture which,
		     VipsImage *image)
{
	void *found = NULL;
	char *bytes, *at;
	size_t n = 0;

	if (v.vips_webpsave_buffer(image, &found, &n, "Q", WEBP_QUALITY,
				   "strip", TRUE, NULL))
		return false;
	bytes = found;
	for (at = bytes + RIFF_HEAD; at + CHUNK_HEAD <= bytes + n;
	     at += CHUNK_HEAD + padded(number_at(at + 4)))
		if (!memcmp(at, "VP8 ", 4))
			break;
	if (at + CHUNK_HEAD > bytes + n)
		return false;
	n = RIFF_HEAD + CHUNK_HEAD + padded(number_at(at + 4));
	at -= RIFF_HEAD;
	name_put(at, "RIFF");
	number_put(at + 4, (uint32_t)n - CHUNK_HEAD);
	name_put(at + 8, "WEBP");
	return put(w, which, image, at, n);
}

static bool put_both(struct writer *w, enum image_picture webp,
		     enum image_picture jpeg, VipsImage *image)
{
	void *bytes = NULL;
	size_t n = 0;

	return put_webp(w, webp, image) &&
	       !v.vips_jpegsave_buffer(image, &bytes, &n, "Q", JPEG_QUALITY,
				       "strip", TRUE, "optimize_coding", TRUE,
				       "interlace", TRUE, NULL) &&
	       put(w, jpeg, image, bytes, n);
}

static bool write_pictures(struct writer *w, const struct pixels *p)
{
	VipsImage *plain = v.vips_image_new_from_memory(
		p->at, p->size, p->width, p->height, BANDS, VIPS_FORMAT_UCHAR);
	VipsImage *large = NULL, *small = NULL;

	if (!plain ||
	    v.vips_copy(plain, &large, "interpretation",
			VIPS_INTERPRETATION_sRGB, NULL) ||
	    v.vips_thumbnail_image(large, &small, IMAGE_SMALL, "height",
				   IMAGE_SMALL, "size", VIPS_SIZE_DOWN, NULL))
		return false;
	return put_both(w, IMAGE_LARGE_WEBP, IMAGE_LARGE_JPEG, large) &&
	       put_both(w, IMAGE_SMALL_WEBP, IMAGE_SMALL_JPEG, small);
}

void image_make(const char *in, size_t n, const struct image_cover *covers,
		size_t cover_count, char *out, struct image_made *ret_made)
{
	struct writer w = {.out = out, .made = ret_made};
	struct pixels p;

	*ret_made = (struct image_made){.fate = IMAGE_BROKEN};
	ret_made->fate = look(in, n);
	if (ret_made->fate)
		return;
	if (!read_pixels(in, n, &p)) {
		ret_made->fate = IMAGE_BROKEN;
		return;
	}
	for (size_t i = 0; i < cover_count; i++)
		cover(&p, &covers[i]);
	if (!write_pictures(&w, &p))
		ret_made->fate = IMAGE_TOO_LARGE;
}

/* ---- believed by nobody ---- */

/* A WebP of one chunk, which is its pixels. */
static bool is_bare_webp(const char *at, size_t n)
{
	return !memcmp(at, "RIFF", 4) && !memcmp(at + 8, "WEBPVP8 ", 8) &&
	       number_at(at + 4) == n - CHUNK_HEAD &&
	       padded(number_at(at + 16)) == n - RIFF_HEAD - CHUNK_HEAD;
}

/* A JPEG whose segments up to the first scan say how to read the pixels: none
 * for an application, but JFIF's, and no comment. */
static bool is_bare_jpeg(const char *bytes, size_t n)
{
	const unsigned char *at = (const unsigned char *)bytes;
	const unsigned char *end = at + n;

	if (at[0] != 0xff || at[1] != 0xd8)
		return false;
	for (at += 2; at + 4 <= end; at += 2 + (at[2] << 8 | at[3])) {
		if (at[0] != 0xff)
			return false;
		if (at[1] == 0xda)
			return true;
		if (at[1] > 0xe0 || (at[1] == 0xe0 && (at[2] || at[3] != 16)))
			return false;
	}
	return false;
}

static bool file_ok(const struct image_file *f, const char *out,
		    enum image_picture which)
{
	bool webp = which == IMAGE_LARGE_WEBP || which == IMAGE_SMALL_WEBP;
	bool large = which == IMAGE_LARGE_WEBP || which == IMAGE_LARGE_JPEG;
	uint32_t max = large ? IMAGE_LARGE : IMAGE_SMALL;

	return f->width >= 1 && f->width <= max && f->height >= 1 &&
	       f->height <= max && f->n >= MIN_BYTES && f->n <= IMAGE_OUT_MAX &&
	       f->at <= IMAGE_OUT_MAX - f->n &&
	       (webp ? is_bare_webp(out + f->at, f->n)
		     : is_bare_jpeg(out + f->at, f->n));
}

bool image_made_ok(const struct image_made *made, const char *out)
{
	for (int i = 0; i < IMAGE_PICTURE__COUNT; i++)
		if (!file_ok(&made->file[i], out, (enum image_picture)i))
			return false;
	return true;
}
