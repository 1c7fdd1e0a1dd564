/*
 * pdf.c: lines on pages. Characters beyond the font's plane (emoji) become a
 * mark: the library knows 16 bits.
 */
#include "text/pdf.h"

#include "base/str.h"
#include "base/utf8.h"

#include <hpdf.h>
#include <unistd.h>

static const char font_file[] = "/usr/share/fonts/truetype/dejavu/"
				"DejaVuSans.ttf";

enum { MARGIN = 62, TOP = 770, BOTTOM = 70, BODY = 10, HEAD = 13 };
#define WIDTH      (595 - 2 * MARGIN) /* of A4, in points */
#define LEADING    1.45F
#define BEYOND_BMP 0x10000

struct paper {
	HPDF_Doc doc;
	HPDF_Font font;
	HPDF_Page page;
	struct arena *arena;
	float y;
	int pages;
};

/* The document keeps the first error; asked for at the end. */
static void on_error(HPDF_STATUS error, HPDF_STATUS detail, void *data)
{
	(void)error;
	(void)detail;
	(void)data;
}

static void free_doc(void *doc)
{
	HPDF_Free(doc);
}

static void put_at(struct paper *p, float size, float y, const char *text)
{
	HPDF_Page_SetFontAndSize(p->page, p->font, size);
	HPDF_Page_BeginText(p->page);
	HPDF_Page_TextOut(p->page, MARGIN, y, text);
	HPDF_Page_EndText(p->page);
}

static void new_page(struct paper *p)
{
	p->page = HPDF_AddPage(p->doc);
	HPDF_Page_SetSize(p->page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
	p->y = TOP;
	p->pages++;
	put_at(p, BODY - 2, BOTTOM - 30,
	       arena_printf(p->arena, "%d", p->pages));
}

/* How many bytes fit in the line: whole words, or what there is of a long one;
 * always at least a character. */
static size_t fits(struct paper *p, float size, const char *text)
{
	const char *end = text;
	HPDF_UINT n;

	HPDF_Page_SetFontAndSize(p->page, p->font, size);
	n = HPDF_Page_MeasureText(p->page, text, WIDTH, HPDF_TRUE, NULL);
	if (!n)
		n = HPDF_Page_MeasureText(p->page, text, WIDTH, HPDF_FALSE,
					  NULL);
	if (n)
		return n;
	utf8_next(&end);
	return (size_t)(end - text);
}

static void put_line(struct paper *p, float size, const char *line)
{
	do {
		const size_t n = *line ? fits(p, size, line) : 0;

		if (p->y < BOTTOM)
			new_page(p);
		if (n)
			put_at(p, size, p->y, arena_strndup(p->arena, line, n));
		p->y -= size * LEADING;
		line += n;
	} while (*line);
}

/* No tabs, no controls, nothing beyond 16 bits. */
static const char *printable(struct arena *a, const char *text)
{
	struct str s;
	uint32_t c;
	char bytes[4];

	str_init(&s, a, strlen(text) + 1);
	while ((c = utf8_next(&text)) != 0) {
		if (c >= BEYOND_BMP)
			c = '*';
		if (c < ' ')
			c = ' ';
		str_add(&s, bytes, utf8_put(bytes, c));
	}
	return s.ptr;
}

static void put_text(struct paper *p, float size, const char *text)
{
	while (*text) {
		const size_t n = strcspn(text, "\n");

		put_line(p, size,
			 printable(p->arena, arena_strndup(p->arena, text, n)));
		text += n + (text[n] == '\n');
	}
}

static void put_part(struct paper *p, const struct pdf_part *part)
{
	if (p->y < BOTTOM + 3 * HEAD) /* a heading stands on its text */
		new_page(p);
	if (!str_empty(part->heading)) {
		p->y -= HEAD;
		put_text(p, HEAD, part->heading);
		p->y -= 2;
	}
	put_text(p, BODY, part->text);
}

static enum err begin(struct arena *a, const char *title, struct paper *ret)
{
	struct paper p = {.doc = HPDF_New(on_error, NULL), .arena = a};
	const char *name;

	if (!p.doc)
		return ERR_UNAVAILABLE;
	arena_defer(a, free_doc, p.doc);
	HPDF_SetCompressionMode(p.doc, HPDF_COMP_ALL);
	HPDF_UseUTFEncodings(p.doc);
	HPDF_SetInfoAttr(p.doc, HPDF_INFO_TITLE, title);
	name = HPDF_LoadTTFontFromFile(p.doc, font_file, HPDF_TRUE);
	p.font = name ? HPDF_GetFont(p.doc, name, "UTF-8") : NULL;
	if (!p.font)
		return ERR_UNAVAILABLE;
	*ret = p;
	return OK;
}

static enum err take_bytes(struct paper *p, const char **ret_bytes,
			   size_t *ret_len)
{
	HPDF_UINT32 n;
	HPDF_BYTE *bytes;

	if (HPDF_GetError(p->doc) != HPDF_OK ||
	    HPDF_SaveToStream(p->doc) != HPDF_OK)
		return ERR_UNAVAILABLE;
	n = HPDF_GetStreamSize(p->doc);
	bytes = arena_alloc(p->arena, n + 1);
	HPDF_ResetStream(p->doc);
	if (HPDF_ReadFromStream(p->doc, bytes, &n) != HPDF_OK)
		return ERR_UNAVAILABLE;
	*ret_bytes = (const char *)bytes;
	*ret_len = n;
	return OK;
}

enum err pdf_make(struct arena *a, const struct pdf *pdf,
		  const char **ret_bytes, size_t *ret_len)
{
	struct paper p;
	enum err err;

	if (access(font_file, R_OK))
		return ERR_NOT_FOUND;
	err = begin(a, pdf->title, &p);
	if (err)
		return err;
	new_page(&p);
	put_text(&p, HEAD + 4, pdf->title);
	for (size_t i = 0; i < pdf->count; i++)
		put_part(&p, &pdf->parts[i]);
	return take_bytes(&p, ret_bytes, ret_len);
}
