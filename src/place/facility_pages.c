/*
 * facility_pages.c: facilities as a list, and one of them to edit.
 */
#include "place/facility_pages.h"

#include "base/str.h"
#include "geo/project.h"
#include "html/page.h"
#include "place/facility_views.h"
#include "place/place_tpl.h"
#include "unit/unit_views.h"

#include <inttypes.h>

#define BASE "/staff/admin/facilities"

enum { LINES_SHOWN = 200 };

static const struct fault faults[] = {
	{FACILITY_BAD_NAME, "name_fi", W_facility_bad_name},
	{FACILITY_BAD_CODE, "code", W_facility_bad_code},
	{FACILITY_CODE_TAKEN, "code", W_facility_code_taken},
	{FACILITY_TOO_MANY, "code", W_facility_full},
	{FACILITY_BAD_KIND, "kind", W_facility_bad_kind},
	{FACILITY_BAD_ADDRESS, "address", W_facility_bad_address},
	{FACILITY_BAD_POINT, "lat", W_facility_bad_point},
	{FACILITY_BAD_UNIT, "unit", W_facility_bad_unit},
	{FACILITY_BAD_PHONE, "phone", W_facility_bad_phone},
	{FACILITY_BAD_HOURS, "hours", W_facility_bad_hours},
	{FACILITY_BAD_WEB, "web", W_facility_bad_web},
	{0, NULL, 0},
};

/* ---- the list ---- */

static struct facility_line line_of(struct request *req,
				    const struct facility *x)
{
	return (struct facility_line){
		.id = x->id,
		.name = facility_name(x, req->lang),
		.code = x->code,
		.address = x->address,
		.kind = facility_kind(x->kind)->word,
		.closed = x->closed,
		.no_point = !x->has_point,
	};
}

/* What is found first; without a question the closed ones, too. */
static void add_lines(struct request *req, const struct facility_book *b,
		      struct facility_list_view *v)
{
	const struct facility **found =
		arena_array(req->arena, LINES_SHOWN + 1, sizeof(*found));
	struct facility_line *to =
		arena_array(req->arena, LINES_SHOWN, sizeof(*to));
	size_t n = 0;

	if (!str_empty(v->query.value))
		n = facility_search(req->arena, b, v->query.value, found,
				    LINES_SHOWN + 1);
	else
		for (; n < b->count && n <= LINES_SHOWN; n++)
			found[n] = &b->list[n];
	v->more = n > LINES_SHOWN;
	v->line_count = v->more ? LINES_SHOWN : n;
	for (size_t i = 0; i < v->line_count; i++)
		to[i] = line_of(req, found[i]);
	v->lines = to;
}

enum err facility_page_list(struct request *req, struct response *res)
{
	struct facility_list_view v = {
		.crumb = {NULL, NULL},
		.done = done_notice(req),
		.query = {.name = "q",
			  .label = word(req->lang, W_facility_query),
			  .value = req_arg(req, "q"),
			  .type = "search",
			  .plain = true},
	};
	const struct facility_book *b;
	struct out *o;
	enum err err = facility_book(req->db, &b);

	if (err)
		return err;
	add_lines(req, b, &v);
	v.all = (int64_t)b->count;
	v.none.title = word(req->lang,
			    v.all ? W_facility_none_found : W_facility_none);
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_facility_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true,
		       });
	tpl_place_facility_list(o, &v);
	return page_end(o);
}

/* ---- one facility ---- */

/* One in its form: as it is, or as typed with what is wrong. */
struct edit {
	const struct facility_book *book;
	struct unit *units;
	size_t unit_count;
	struct facility x;
	const char *lat, *lon;
	unsigned bad;
	struct conflict conflict;
	int status;
};

static const char *degrees(struct request *req, const struct facility *x,
			   double v)
{
	return x->has_point ? arena_printf(req->arena, "%.7f", v) : "";
}

static struct field text_field(struct request *req, const struct edit *e,
			       const char *name, enum word label,
			       const char *value)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = value,
		.error = fault_text(faults, e->bad, name, req->lang),
	};
}

static struct choice kind_of(struct request *req, const struct edit *e)
{
	enum { KINDS_MAX = 20 };
	struct option *to = arena_array(req->arena, KINDS_MAX, sizeof(*to));
	size_t n = 0;

	for (const struct facility_kind *k = facility_kinds; k->name; k++)
		to[n++] = (struct option){
			.value = k->name,
			.label = word(req->lang, k->word),
			.selected = str_same(k->name, e->x.kind),
		};
	return (struct choice){
		.name = "kind",
		.label = word(req->lang, W_facility_kind),
		.error = fault_text(faults, e->bad, "kind", req->lang),
		.required = true,
		.options = to,
		.option_count = n,
	};
}

static struct choice unit_of(struct request *req, const struct edit *e)
{
	struct choice c = {
		.name = "unit",
		.label = word(req->lang, W_facility_unit),
		.hint = word(req->lang, W_facility_unit_hint),
		.empty = word(req->lang, W_facility_unit_none),
		.error = fault_text(faults, e->bad, "unit", req->lang),
	};

	c.options = unit_options(req->arena, e->units, e->unit_count, req->lang,
				 e->x.unit_id, &c.option_count);
	return c;
}

static void fill_fields(struct request *req, const struct edit *e,
			struct facility_edit_view *v)
{
	const struct facility *x = &e->x;

	for (int l = 0; l < LANG__COUNT; l++) {
		v->name[l] =
			text_field(req, e, name_fields[l].field,
				   (enum word)name_fields[l].label, x->name[l]);
		v->name[l].required = l == LANG_FI;
	}
	v->code = text_field(req, e, "code", W_facility_code, x->code);
	v->code.hint = word(req->lang, W_facility_code_hint);
	v->code.required = true;
	v->address =
		text_field(req, e, "address", W_facility_address, x->address);
	v->lat = text_field(req, e, "lat", W_give_lat, e->lat);
	v->lon = text_field(req, e, "lon", W_give_lon, e->lon);
	v->lat.inputmode = v->lon.inputmode = "decimal";
	v->lat.hint = word(req->lang, W_facility_point_hint);
	v->phone = text_field(req, e, "phone", W_facility_phone, x->phone);
	v->hours = text_field(req, e, "hours", W_facility_hours, x->hours);
	v->web = text_field(req, e, "web", W_facility_web, x->web);
	v->closed = text_field(req, e, "closed", W_facility_closed, NULL);
	v->closed.hint = word(req->lang, W_facility_closed_hint);
	v->closed.checked = x->closed;
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	struct facility_edit_view v = {
		.crumb = {BASE, word(req->lang, W_facility_title)},
		.done = done_notice(req),
		.errors = fault_summary(req->arena, faults, e->bad, req->lang),
		.conflict = e->conflict,
		.version = e->x.stamp,
		.title = word(req->lang, W_facility_new),
		.action = BASE "/new",
		.is_new = !e->x.id,
		.code_now = e->x.code,
		.kind = kind_of(req, e),
		.unit = unit_of(req, e),
	};
	struct out *o;

	if (e->x.id) {
		v.title = page_title(req, W_facility_edit,
				     facility_name(&e->x, req->lang));
		v.action = arena_printf(req->arena, BASE "/%" PRId64, e->x.id);
		v.open = arena_printf(req->arena, "/%s/places/%s",
				      lang_codes[req->lang], e->x.code);
	}
	fill_fields(req, e, &v);
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = NAV_ADMIN,
			       .status = e->status,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_place_facility_edit(o, &v);
	return page_end(o);
}

static enum err begin(struct request *req, struct edit *e)
{
	enum err err = facility_book(req->db, &e->book);

	if (err)
		return err;
	return unit_list(req->db, req->arena, &e->units, &e->unit_count);
}

enum err facility_page_new(struct request *req, struct response *res)
{
	struct edit e = {
		.x = {.code = "",
		      .name = {"", "", ""},
		      .kind = "other",
		      .address = "",
		      .phone = "",
		      .hours = "",
		      .web = ""},
		.lat = "",
		.lon = "",
	};
	enum err err = begin(req, &e);

	return err ? err : show(req, res, &e);
}

/* The facility as it is now, from the path. */
static enum err read_now(struct request *req, struct edit *e)
{
	const struct facility *now;
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = begin(req, e);
	if (err)
		return err;
	now = facility_by_id(e->book, id);
	if (!now)
		return ERR_NOT_FOUND;
	e->x = *now;
	e->lat = degrees(req, now, now->at.lat);
	e->lon = degrees(req, now, now->at.lon);
	return OK;
}

enum err facility_page_edit(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = read_now(req, &e);

	return err ? err : show(req, res, &e);
}

static bool unit_ok(const struct edit *e, int64_t id)
{
	const struct unit *u = unit_find(e->units, e->unit_count, id);

	return !id || (u && u->kind == UNIT_OWN);
}

/* What was typed, into what it is of. */
static void read_typed(struct request *req, struct edit *e)
{
	struct facility *x = &e->x;

	for (int l = 0; l < LANG__COUNT; l++)
		x->name[l] = field_line(req, name_fields[l].field);
	if (!x->id)
		x->code = field_line(req, "code");
	x->kind = req_field(req, "kind");
	x->address = field_line(req, "address");
	x->unit_id = field_id(req, "unit");
	x->phone = field_line(req, "phone");
	x->hours = field_line(req, "hours");
	x->web = field_line(req, "web");
	x->closed = req_has_field(req, "closed");
	if (field_int(req, "version", &x->stamp))
		x->stamp = 0;
	e->lat = field_line(req, "lat");
	e->lon = field_line(req, "lon");
	x->has_point = geo_from_words(e->lat, e->lon, &x->at);
	if (!x->has_point && (*e->lat || *e->lon))
		e->bad |= FACILITY_BAD_POINT;
	if (!unit_ok(e, x->unit_id))
		e->bad |= FACILITY_BAD_UNIT;
	e->bad |= facility_faults(e->book, x);
}

static const char *unit_text(struct request *req, const struct edit *e,
			     int64_t id)
{
	const struct unit *u = unit_find(e->units, e->unit_count, id);

	return u ? unit_name(u, req->lang)
		 : word(req->lang, W_facility_unit_none);
}

static const char *kind_text(struct request *req, const char *name)
{
	const struct facility_kind *k = facility_kind(name);

	return k ? word(req->lang, k->word) : name;
}

/* Somebody saved after this form was opened; the next try has their version. */
static void compare(struct request *req, const struct facility *now,
		    struct edit *e)
{
	struct conflict *c = &e->conflict;
	const enum lang l = req->lang;

	c->any = true;
	for (int i = 0; i < LANG__COUNT; i++)
		conflict_add(c, word(l, (enum word)name_fields[i].label),
			     now->name[i], e->x.name[i]);
	conflict_add(c, word(l, W_facility_kind), kind_text(req, now->kind),
		     kind_text(req, e->x.kind));
	conflict_add(c, word(l, W_facility_address), now->address,
		     e->x.address);
	conflict_add(c, word(l, W_give_lat), degrees(req, now, now->at.lat),
		     e->lat);
	conflict_add(c, word(l, W_give_lon), degrees(req, now, now->at.lon),
		     e->lon);
	conflict_add(c, word(l, W_facility_unit),
		     unit_text(req, e, now->unit_id),
		     unit_text(req, e, e->x.unit_id));
	conflict_add(c, word(l, W_facility_phone), now->phone, e->x.phone);
	conflict_add(c, word(l, W_facility_hours), now->hours, e->x.hours);
	conflict_add(c, word(l, W_facility_web), now->web, e->x.web);
	conflict_add(c, word(l, W_facility_closed), yes_no(req, now->closed),
		     yes_no(req, e->x.closed));
	e->x.stamp = now->stamp;
	e->status = 409;
}

static enum err save(struct request *req, struct response *res, struct edit *e)
{
	const struct facility *now = facility_by_id(e->book, e->x.id);
	enum err err;

	if (now && now->stamp != e->x.stamp)
		compare(req, now, e);
	else if (e->bad)
		e->status = 422;
	if (e->status)
		return show(req, res, e);
	e->x.kind = facility_kind(e->x.kind)->name;
	err = facility_change(req->db, req->arena, req->session->staff_id,
			      &e->x);
	return err ? err : res_redirect(req, res, BASE "?done=saved");
}

enum err facility_page_create(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = begin(req, &e);

	if (err)
		return err;
	read_typed(req, &e);
	return save(req, res, &e);
}

enum err facility_page_save(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = read_now(req, &e);

	if (err)
		return err;
	read_typed(req, &e);
	return save(req, res, &e);
}
