/*
 * routing_pages.c: rules and areas on one page of the administration.
 */
#include "matter/routing_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/routing.h"
#include "matter/routing_views.h"
#include "staff/staff.h"
#include "tenant/import.h"

#include <inttypes.h>

#define BASE "/staff/admin/routing"

enum {
	BAD_NO_FILE = 1 << 8,
	BAD_TOO_LARGE = 1 << 9,
	BAD_JSON = 1 << 10,
	BAD_NO_AREAS = 1 << 11,
	BAD_SHAPE = 1 << 12,
	BAD_DEGREES = 1 << 13,
	BAD_TOO_MUCH = 1 << 14,
	BAD_UNNAMED = 1 << 15,
	BAD_TWICE = 1 << 16,
	BAD_IN_USE = 1 << 17,
};

static const struct fault faults[] = {
	{RULE_EMPTY, "topic", W_routing_bad_empty},
	{RULE_BAD_TOPIC, "topic", W_routing_bad_topic},
	{RULE_TWICE, "topic", W_routing_bad_twice},
	{RULE_TOO_MANY, "topic", W_routing_bad_many},
	{RULE_BAD_AREA, "area", W_routing_bad_area},
	{RULE_BAD_UNIT, "unit", W_routing_bad_unit},
	{BAD_NO_FILE, "geojson", W_routing_bad_file},
	{BAD_TOO_LARGE, "geojson", W_routing_bad_large},
	{BAD_JSON, "geojson", W_routing_bad_json},
	{BAD_NO_AREAS, "geojson", W_routing_bad_none},
	{BAD_SHAPE, "geojson", W_routing_bad_shape},
	{BAD_DEGREES, "geojson", W_routing_bad_degrees},
	{BAD_TOO_MUCH, "geojson", W_routing_bad_much},
	{BAD_UNNAMED, "geojson", W_routing_bad_unnamed},
	{BAD_TWICE, "geojson", W_routing_bad_same_code},
	{BAD_IN_USE, "areas", W_routing_bad_in_use},
	{0, NULL, 0},
};

/* ---- the page ---- */

static const char *or_null(const char *name)
{
	return str_empty(name) ? NULL : name;
}

static void add_rules(struct request *req, const struct routing_book *b,
		      const struct names *names, struct routing_view *v)
{
	struct routing_line *to =
		arena_array(req->arena, b->rule_count, sizeof(*to));

	for (size_t i = 0; i < b->rule_count; i++) {
		const struct route_rule *r = &b->rules[i];
		const struct area *x =
			area_find(b->areas->areas, b->areas->count, r->area_id);

		to[i] = (struct routing_line){
			.id = r->id,
			.topic = or_null(
				names_topic(names, r->topic_id, req->lang)),
			.area = x ? area_name(x, req->lang) : NULL,
			.unit = names_unit(names, r->unit_id, req->lang),
			.first = i == 0,
		};
	}
	v->lines = to;
	v->line_count = b->rule_count;
}

static struct choice choice_of(struct request *req, unsigned bad,
			       const char *name, enum word label)
{
	return (struct choice){
		.name = name,
		.label = word(req->lang, label),
		.error = fault_text(faults, bad, name, req->lang),
		.plain = true,
	};
}

static struct option option_of(struct request *req, const char *name,
			       int64_t id, const char *label)
{
	struct option o = {
		.value = arena_printf(req->arena, "%" PRId64, id),
		.label = label,
	};

	o.selected = str_same(o.value, req_field(req, name));
	return o;
}

static void add_topics(struct request *req, const struct names *names,
		       struct choice *c)
{
	const struct topic *list = names->topics_in[req->lang];
	struct option *to =
		arena_array(req->arena, names->topic_count, sizeof(*to));

	for (size_t i = 0; i < names->topic_count; i++)
		if (list[i].active)
			to[c->option_count++] =
				option_of(req, "topic", list[i].id,
					  topic_name(&list[i], req->lang));
	c->options = to;
	c->empty = word(req->lang, W_routing_any_topic);
}

/* Only units where somebody works. */
static enum err add_units(struct request *req, const struct names *names,
			  struct choice *c)
{
	const struct unit *list = names->units_in[req->lang];
	struct option *to =
		arena_array(req->arena, names->unit_count, sizeof(*to));
	struct unit_set manned;
	enum err err;

	err = staff_manned(req->db, req->arena, &manned);
	if (err)
		return err;
	for (size_t i = 0; i < names->unit_count; i++)
		if (list[i].active && unit_set_has(&manned, list[i].id))
			to[c->option_count++] =
				option_of(req, "unit", list[i].id,
					  unit_name(&list[i], req->lang));
	c->options = to;
	c->required = true;
	c->empty = word(req->lang, W_common_choose);
	return OK;
}

static enum err add_areas(struct request *req, struct routing_view *v)
{
	struct routing_area *lines;
	struct option *options;
	struct area *list;
	size_t n;
	enum err err;

	err = area_list(req->db, req->arena, &list, &n);
	if (err)
		return err;
	lines = arena_array(req->arena, n, sizeof(*lines));
	options = arena_array(req->arena, n, sizeof(*options));
	for (size_t i = 0; i < n; i++) {
		const char *name = area_name(&list[i], req->lang);

		lines[i] =
			(struct routing_area){list[i].id, list[i].code, name};
		options[i] = option_of(req, "area", list[i].id, name);
	}
	v->areas = lines;
	v->area_count = v->area.option_count = n;
	v->area.options = options;
	v->area.empty = word(req->lang, W_routing_any_area);
	return OK;
}

static enum err fill(struct request *req, struct routing_view *v)
{
	const struct names *names;
	struct routing_book b;
	enum err err;

	err = routing_book(req->db, &b);
	if (!err)
		err = names_get(req->db, &names);
	if (err)
		return err;
	add_rules(req, &b, names, v);
	add_topics(req, names, &v->topic);
	err = add_units(req, names, &v->unit);
	return err ? err : add_areas(req, v);
}

static struct notice imported(struct request *req)
{
	struct notice n = {.tone = TONE_NEUTRAL};
	int64_t count;

	if (parse_int(req_arg(req, "areas"), &count) || count < 1)
		return n;
	n.tone = TONE_SUCCESS;
	n.text = word_fill(req->arena, req->lang, W_routing_imported,
			   WORDS(WORD_INT("n", count)));
	return n;
}

static enum err show(struct request *req, struct response *res, unsigned bad)
{
	struct routing_view v = {
		.done = done_notice(req),
		.imported = imported(req),
		.errors = fault_summary(req->arena, faults, bad, req->lang),
		.topic = choice_of(req, bad, "topic", W_routing_topic),
		.area = choice_of(req, bad, "area", W_routing_area),
		.unit = choice_of(req, bad, "unit", W_routing_unit),
		.file = {.name = "geojson",
			 .label = word(req->lang, W_routing_file),
			 .hint = word(req->lang, W_routing_file_hint),
			 .error = fault_text(faults, bad, "geojson", req->lang),
			 .plain = true},
		.paste = {.name = "csv", /* as tenant/import.h reads it */
			  .label = word(req->lang, W_routing_paste),
			  .value = req_field(req, "csv"),
			  .plain = true,
			  .rows = 4},
	};
	struct out *o;
	enum err err;

	err = fill(req, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_routing_title),
			       .nav = NAV_ADMIN,
			       .status = bad ? 422 : 0,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_matter_routing(o, &v);
	return page_end(o);
}

static enum err done(struct request *req, struct response *res)
{
	return res_redirect(req, res, BASE "?done=saved");
}

enum err routing_page_show(struct request *req, struct response *res)
{
	return show(req, res, 0);
}

/* ---- rules ---- */

enum err routing_page_add(struct request *req, struct response *res)
{
	const struct route_rule r = {
		.topic_id = field_id(req, "topic"),
		.area_id = field_id(req, "area"),
		.unit_id = field_id(req, "unit"),
	};
	unsigned bad;
	enum err err;

	err = rule_faults(req->db, req->arena, &r, &bad);
	if (err)
		return err;
	if (bad)
		return show(req, res, bad);
	err = rule_add(req->db, req->arena, req->session->staff_id, &r);
	return err ? err : done(req, res);
}

enum err routing_page_remove(struct request *req, struct response *res)
{
	enum err err;

	err = rule_remove(req->db, req->arena, req->session->staff_id,
			  field_id(req, "rule"));
	if (err && err != ERR_NOT_FOUND) /* gone already: as wished */
		return err;
	return done(req, res);
}

enum err routing_page_up(struct request *req, struct response *res)
{
	enum err err;

	err = rule_up(req->db, req->arena, req->session->staff_id,
		      field_id(req, "rule"));
	return err ? err : done(req, res);
}

/* ---- areas ---- */

static unsigned import_faults(const struct area_import *i)
{
	static const unsigned of_fault[] = {
		[GEO_FINE] = 0,
		[GEO_NOT_JSON] = BAD_JSON,
		[GEO_NO_AREAS] = BAD_NO_AREAS,
		[GEO_NO_SHAPE] = BAD_SHAPE,
		[GEO_NOT_DEGREES] = BAD_DEGREES,
		[GEO_TOO_MUCH] = BAD_TOO_MUCH,
	};

	if (i->fault)
		return of_fault[i->fault];
	return i->unnamed ? BAD_UNNAMED : BAD_TWICE;
}

enum err routing_page_import(struct request *req, struct response *res)
{
	struct import_source source;
	struct area_import result;
	enum err err;

	err = import_read(req, &source);
	if (err == ERR_TOO_LARGE)
		return show(req, res, BAD_TOO_LARGE);
	if (err == ERR_NOT_FOUND || (!err && !source.given))
		return show(req, res, BAD_NO_FILE);
	if (err)
		return err;
	err = area_import(req->db, req->arena, req->session->staff_id,
			  source.bytes, source.size, &result);
	if (err == ERR_INVALID)
		return show(req, res, import_faults(&result));
	if (err)
		return err;
	return res_redirect(req, res, BASE "?areas=%zu",
			    result.added + result.changed);
}

enum err routing_page_area_remove(struct request *req, struct response *res)
{
	enum err err;

	err = routing_area_remove(req->db, req->arena, req->session->staff_id,
				  field_id(req, "area"));
	if (err == ERR_CONFLICT)
		return show(req, res, BAD_IN_USE);
	if (err && err != ERR_NOT_FOUND) /* gone already: as wished */
		return err;
	return done(req, res);
}
