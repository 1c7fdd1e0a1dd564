/*
 * image.h: a photo as it was sent becomes pictures fit to be shown: upright,
 * in sRGB, not larger than a screen, and with nothing in them but pixels.
 *
 * The pixels are taken out of the photo, areas that somebody covered are
 * painted over, and the pictures are made of the pixels alone: what a file can
 * carry beside them (where it was taken, with what, by whom, a thumbnail, an
 * archive at its end) has no way over.
 *
 * This is for the sandbox (app/imager.h). libvips and the hundred libraries
 * behind it are loaded when that process begins, so that no other pays for
 * them, and the service starts without.
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	IMAGE_IN_MAX = 20 * 1024 * 1024,
	IMAGE_OUT_MAX = 16 * 1024 * 1024, /* all pictures of one photo */
	IMAGE_PIXELS_MAX = 64 * 1000 * 1000,
	IMAGE_LARGE = 1600, /* pixels of the longer side */
	IMAGE_SMALL = 320,
	IMAGE_COVERS_MAX = 20,
	IMAGE_WHOLE = 1000, /* a cover is measured in thousandths of a side */
};

struct image_cover {
	int32_t x, y, w, h;
};

enum image_fate {
	IMAGE_MADE,
	IMAGE_BROKEN,    /* no picture, or only a part of one */
	IMAGE_TOO_LARGE, /* more than IMAGE_PIXELS_MAX, or than the memory */
	IMAGE_TOO_SLOW,
	IMAGE_FATE__COUNT
};

enum image_picture {
	IMAGE_LARGE_WEBP,
	IMAGE_LARGE_JPEG,
	IMAGE_SMALL_WEBP,
	IMAGE_SMALL_JPEG,
	IMAGE_PICTURE__COUNT
};

struct image_file {
	uint32_t width, height;
	uint64_t at, n; /* where it is among the bytes */
};

struct image_made {
	uint32_t fate;
	struct image_file file[IMAGE_PICTURE__COUNT];
};

/* Once, before anything else. False: libvips is not there, or too old. */
bool image_load(void);

/*
 * in: n bytes of a photo. out: IMAGE_OUT_MAX bytes for the pictures. What became
 * of it stands in *ret_made.
 */
void image_make(const char *in, size_t n, const struct image_cover *covers,
		size_t cover_count, char *out, struct image_made *ret_made);

/* The pictures are where they say, of the sizes they may have, and hold nothing
 * but pixels: asked by whoever gets them from the sandbox. */
bool image_made_ok(const struct image_made *made, const char *out);

#endif
