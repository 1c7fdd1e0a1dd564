/*
 * cover_fields.c: see cover_fields.h.
 */
#include "matter/cover_fields.h"

#include "base/str.h"
#include "html/page.h"
#include "tenant/form.h"

enum { SIDES = 4 };

static const char *const side_names[SIDES] = {"x", "y", "w", "h"};

/* "12,5"; in English "12.5" */
static const char *percent(struct request *req, int thousandths)
{
	if (thousandths % 10 == 0)
		return arena_printf(req->arena, "%d", thousandths / 10);
	return arena_printf(req->arena, "%d%c%d", thousandths / 10,
			    req->lang == LANG_EN ? '.' : ',', thousandths % 10);
}

static const char *rest_of(const char *text, int *value)
{
	int digits = 0;

	while (*text >= '0' && *text <= '9' && digits++ < 3)
		*value = *value * 10 + (*text++ - '0');
	return digits ? text : NULL;
}

/* 0 to 100 with one decimal at most, and a % sign if one likes. */
static bool percent_read(const char *text, int *ret_thousandths)
{
	int value = 0;

	text = rest_of(text, &value);
	if (!text)
		return false;
	value *= 10;
	if ((*text == ',' || *text == '.') && text[1] >= '0' &&
	    text[1] <= '9') {
		value += text[1] - '0';
		for (text += 2; *text >= '0' && *text <= '9'; text++)
			;
	}
	text += strspn(text, " %");
	if (*text || value > IMAGE_WHOLE)
		return false;
	*ret_thousandths = value;
	return true;
}

static struct cover_row *row_new(struct request *req, struct cover_fields *f)
{
	struct cover_row *r = &f->row[f->row_count++];

	*r = (struct cover_row){
		.id = arena_printf(req->arena, "%zu", f->row_count),
		.x = "",
		.y = "",
		.w = "",
		.h = "",
	};
	return r;
}

static void draw(struct cover_row *r, const struct image_cover *c)
{
	r->drawn = true;
	r->left = c->x;
	r->top = c->y;
	r->width = c->w;
	r->height = c->h;
}

static void add_empty(struct request *req, struct cover_fields *f)
{
	for (int i = 0; i < COVER_ROWS_EMPTY && f->row_count < IMAGE_COVERS_MAX;
	     i++)
		row_new(req, f);
}

void cover_fields_of(struct request *req, const struct photo *p,
		     struct cover_fields *ret_fields)
{
	struct cover_fields *f = ret_fields;

	*f = (struct cover_fields){.count = p->cover_count};
	for (size_t i = 0; i < p->cover_count; i++) {
		const struct image_cover *c = &p->covers[i];
		struct cover_row *r = row_new(req, f);

		f->list[i] = *c;
		r->x = percent(req, c->x);
		r->y = percent(req, c->y);
		r->w = percent(req, c->w);
		r->h = percent(req, c->h);
		draw(r, c);
	}
	add_empty(req, f);
}

/* The nth field of this name, or NULL. */
static const char *nth(struct request *req, const char *name, size_t n)
{
	const struct form *form = req->form;

	for (size_t i = 0; i < form->field_count; i++)
		if (str_same(form->fields[i].name, name) && n-- == 0)
			return text_line(req->arena, form->fields[i].value);
	return NULL;
}

/* Cut at the picture's edges, where a hand easily goes over. */
static bool area_read(const struct cover_row *r, struct image_cover *ret_cover)
{
	int x, y, w, h;

	if (!percent_read(r->x, &x) || !percent_read(r->y, &y) ||
	    !percent_read(r->w, &w) || !percent_read(r->h, &h))
		return false;
	if (x + w > IMAGE_WHOLE)
		w = IMAGE_WHOLE - x;
	if (y + h > IMAGE_WHOLE)
		h = IMAGE_WHOLE - y;
	if (w < 1 || h < 1)
		return false;
	*ret_cover = (struct image_cover){x, y, w, h};
	return true;
}

static void read_row(struct request *req, struct cover_fields *f,
		     struct cover_row *r)
{
	struct image_cover c;

	if (str_empty(r->x) && str_empty(r->y) && str_empty(r->w) &&
	    str_empty(r->h)) {
		f->row_count--;
		return;
	}
	if (!area_read(r, &c)) {
		r->error = word(req->lang, W_photo_cover_error);
		f->is_wrong = true;
		return;
	}
	draw(r, &c);
	f->list[f->count++] = c;
}

void cover_fields_typed(struct request *req, struct cover_fields *ret_fields)
{
	struct cover_fields *f = ret_fields;

	*f = (struct cover_fields){.count = 0};
	for (size_t n = 0; f->row_count < IMAGE_COVERS_MAX; n++) {
		const char *side[SIDES];
		struct cover_row *r;

		for (int i = 0; i < SIDES; i++)
			side[i] = nth(req, side_names[i], n);
		if (!side[0])
			break;
		r = row_new(req, f);
		r->x = side[0];
		r->y = side[1] ? side[1] : "";
		r->w = side[2] ? side[2] : "";
		r->h = side[3] ? side[3] : "";
		read_row(req, f, r);
	}
	add_empty(req, f);
}
