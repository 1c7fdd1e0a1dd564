/*
 * qr.c: see qr.h. The matrix is libqrencode's; a run of dark modules in a row
 * is one rectangle of the path.
 */
#include "base/qr.h"

#include "base/str.h"

#include <qrencode.h>

static void free_code(void *code)
{
	QRcode_free(code);
}

static bool is_dark(const QRcode *code, int x, int y)
{
	return x < code->width && (code->data[y * code->width + x] & 1);
}

static void put_row(struct str *s, const QRcode *code, int y)
{
	for (int x = 0; x < code->width; x++) {
		int n = 0;

		while (is_dark(code, x + n, y))
			n++;
		if (n)
			str_printf(s, "M%d %dh%dv1h-%dz", x + QR_QUIET,
				   y + QR_QUIET, n, n);
		x += n;
	}
}

enum err qr_make(struct arena *a, const char *text, struct qr *ret_qr)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_Q);
	struct str s;

	if (!code)
		return ERR_TOO_LARGE;
	arena_defer(a, free_code, code);
	str_init(&s, a, 4096);
	for (int y = 0; y < code->width; y++)
		put_row(&s, code, y);
	*ret_qr = (struct qr){code->width + 2 * QR_QUIET, s.ptr};
	return OK;
}
