/*
 * topic_pages.c: topics as a list, and one topic to edit.
 */
#include "topic/topic_pages.h"

#include "html/page.h"
#include "topic/topic_tpl.h"
#include "topic/topic_views.h"
#include "unit/unit_views.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{TOPIC_BAD_NAME_FI, "name_fi", W_topic_bad_name_fi},
	{TOPIC_BAD_NAME_SV, "name_sv", W_topic_bad_name_sv},
	{TOPIC_BAD_NAME_EN, "name_en", W_topic_bad_name_en},
	{TOPIC_BAD_CODE, "code", W_topic_bad_code},
	{TOPIC_CODE_TAKEN, "code", W_topic_code_taken},
	{TOPIC_BAD_PARENT, "parent", W_topic_bad_parent},
	{TOPIC_BAD_UNIT, "unit", W_topic_bad_unit},
	{TOPIC_BUILT_IN, "active", W_topic_built_in},
	{TOPIC_BAD_ORDER, "order", W_admin_bad_order},
	{0, NULL, 0},
};

/* ---- the list ---- */

static const char *unit_of(struct request *req, const struct unit *units,
			   size_t count, int64_t id)
{
	const struct unit *u = unit_find(units, count, id);

	return u ? unit_name(u, req->lang) : word(req->lang, W_topic_no_unit);
}

enum err topic_page_list(struct request *req, struct response *res)
{
	struct topic_list_view v = {
		.done = done_notice(req),
		.none = {.title = word(req->lang, W_topic_none)},
	};
	struct topic_node *tree;
	struct topic_line *to;
	struct topic *list;
	struct unit *units;
	size_t count, unit_count;
	struct out *o;
	enum err err;

	err = topic_list(req->db, req->arena, false, &list, &count);
	if (err)
		return err;
	topic_sort(list, count, req->lang);
	err = unit_list(req->db, req->arena, &units, &unit_count);
	if (err)
		return err;
	tree = topic_tree(req->arena, list, count);
	to = arena_array(req->arena, count + 1, sizeof(*to));
	for (size_t i = 0; i < count && tree[i].topic; i++) {
		const struct topic *t = tree[i].topic;

		to[v.line_count++] = (struct topic_line){
			.id = t->id,
			.name = topic_name(t, req->lang),
			.code = t->code,
			.unit = unit_of(req, units, unit_count,
					t->default_unit_id),
			.depth = tree[i].depth,
			.active = t->active,
			.confidential = t->confidential,
		};
	}
	v.lines = to;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_topic_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true,
		       });
	tpl_topic_list(o, &v);
	return page_end(o);
}

/* ---- one topic ---- */

struct edit {
	struct topic *list;
	size_t count;
	struct unit *units;
	size_t unit_count;
	struct topic t;
	unsigned bad;
	struct conflict conflict;
	int status;
};

static const char *fault_of(struct request *req, const struct edit *e,
			    const char *field)
{
	return fault_text(faults, e->bad, field, req->lang);
}

static struct option *topic_options(struct request *req, const struct edit *e,
				    size_t *ret_count)
{
	struct topic_node *tree = topic_tree(req->arena, e->list, e->count);
	struct option *to = arena_array(req->arena, e->count + 1, sizeof(*to));
	size_t n = 0;

	for (size_t i = 0; i < e->count && tree[i].topic; i++) {
		const struct topic *t = tree[i].topic;

		if (t->id == e->t.id)
			continue;
		to[n++] = (struct option){
			.value = arena_printf(req->arena, "%" PRId64, t->id),
			.label = topic_name(t, req->lang),
			.selected = t->id == e->t.parent_id,
		};
	}
	*ret_count = n;
	return to;
}

static void fill_choices(struct request *req, const struct edit *e,
			 struct topic_edit_view *v)
{
	v->parent = (struct choice){
		.name = "parent",
		.label = word(req->lang, W_topic_parent),
		.empty = word(req->lang, W_topic_parent_none),
		.error = fault_of(req, e, "parent"),
		.plain = true,
	};
	v->parent.options = topic_options(req, e, &v->parent.option_count);
	v->unit = (struct choice){
		.name = "unit",
		.label = word(req->lang, W_topic_unit),
		.hint = word(req->lang, W_topic_unit_hint),
		.empty = word(req->lang, W_topic_no_unit),
		.error = fault_of(req, e, "unit"),
		.plain = true,
	};
	v->unit.options =
		unit_options(req->arena, e->units, e->unit_count, req->lang,
			     e->t.default_unit_id, &v->unit.option_count);
}

static void fill_fields(struct request *req, const struct edit *e,
			struct topic_edit_view *v)
{
	for (int i = 0; i < LANG__COUNT; i++)
		v->name[i] = (struct field){
			.name = name_fields[i].field,
			.label = word(req->lang,
				      (enum word)name_fields[i].label),
			.value = e->t.name[i],
			.error = fault_of(req, e, name_fields[i].field),
			.required = true,
			.maxlength = TOPIC_NAME_MAX,
		};
	v->code = (struct field){
		.name = "code",
		.label = word(req->lang, W_topic_code),
		.hint = word(req->lang, W_topic_code_hint),
		.value = e->t.code,
		.error = fault_of(req, e, "code"),
		.required = true,
		.maxlength = TOPIC_CODE_MAX,
	};
	v->order = (struct field){
		.name = "order",
		.label = word(req->lang, W_admin_order),
		.hint = word(req->lang, W_admin_order_hint),
		.value = number_value(req, "order", e->t.sort_order),
		.error = fault_of(req, e, "order"),
		.inputmode = "numeric",
		.maxlength = 4,
		.plain = true,
	};
	v->confidential = (struct field){
		.name = "confidential",
		.label = word(req->lang, W_topic_confidential),
		.hint = word(req->lang, W_topic_confidential_hint),
		.checked = e->t.confidential,
	};
	v->active = (struct field){
		.name = "active",
		.label = word(req->lang, W_topic_active),
		.hint = word(req->lang, W_topic_active_hint),
		.error = fault_of(req, e, "active"),
		.checked = e->t.active,
	};
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	struct topic_edit_view v = {
		.crumb = {"/staff/admin/topics",
			  word(req->lang, W_topic_title)},
		.errors = fault_summary(req->arena, faults, e->bad, req->lang),
		.conflict = e->conflict,
		.version = e->t.version,
		.title = word(req->lang, W_topic_new),
		.action = "/staff/admin/topics/new",
	};
	struct out *o;

	if (e->t.id) {
		v.title = page_title(req, W_topic_edit,
				     topic_name(&e->t, req->lang));
		v.action = arena_printf(
			req->arena, "/staff/admin/topics/%" PRId64, e->t.id);
		v.promise = arena_printf(req->arena, "%s/promise", v.action);
		v.questions =
			arena_printf(req->arena, "%s/questions", v.action);
	}
	fill_fields(req, e, &v);
	fill_choices(req, e, &v);
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = NAV_ADMIN,
			       .status = e->status,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_topic_edit(o, &v);
	return page_end(o);
}

static enum err read_lists(struct request *req, struct edit *e)
{
	enum err err;

	err = topic_list(req->db, req->arena, false, &e->list, &e->count);
	if (err)
		return err;
	topic_sort(e->list, e->count, req->lang);
	return unit_list(req->db, req->arena, &e->units, &e->unit_count);
}

enum err topic_page_new(struct request *req, struct response *res)
{
	struct edit e = {
		.t = {.code = "", .name = {"", "", ""}, .active = true},
	};
	enum err err;

	err = read_lists(req, &e);
	if (err)
		return err;
	return show(req, res, &e);
}

/* The topic as it is now, from the path. */
static enum err read_now(struct request *req, struct edit *e)
{
	const struct topic *now;
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (err)
		return err;
	err = read_lists(req, e);
	if (err)
		return err;
	now = topic_find(e->list, e->count, id);
	if (!now)
		return ERR_NOT_FOUND;
	e->t = *now;
	return OK;
}

enum err topic_page_edit(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_now(req, &e);
	if (err)
		return err;
	return show(req, res, &e);
}

static struct topic typed(struct request *req, int64_t id)
{
	struct topic t = {
		.id = id,
		.parent_id = field_id(req, "parent"),
		.code = field_line(req, "code"),
		.default_unit_id = field_id(req, "unit"),
		.confidential = req_has_field(req, "confidential"),
		.active = req_has_field(req, "active"),
		.sort_order = field_id(req, "order"),
	};

	for (int i = 0; i < LANG__COUNT; i++)
		t.name[i] = field_line(req, name_fields[i].field);
	if (field_int(req, "version", &t.version))
		t.version = 0;
	return t;
}

/* Somebody saved after this form was opened; the next try has their version. */
static void compare(struct request *req, const struct topic *now,
		    struct edit *e)
{
	struct conflict *c = &e->conflict;
	enum lang lang = req->lang;

	c->any = true;
	for (int i = 0; i < LANG__COUNT; i++)
		conflict_add(c, word(lang, (enum word)name_fields[i].label),
			     now->name[i], e->t.name[i]);
	conflict_add(c, word(lang, W_topic_code), now->code, e->t.code);
	conflict_add(
		c, word(lang, W_topic_unit),
		unit_of(req, e->units, e->unit_count, now->default_unit_id),
		unit_of(req, e->units, e->unit_count, e->t.default_unit_id));
	conflict_add(c, word(lang, W_topic_confidential),
		     yes_no(req, now->confidential),
		     yes_no(req, e->t.confidential));
	conflict_add(c, word(lang, W_topic_active), yes_no(req, now->active),
		     yes_no(req, e->t.active));
	e->t.version = now->version;
	e->status = 409;
}

static enum err save(struct request *req, struct response *res, struct edit *e)
{
	const struct topic *now = topic_find(e->list, e->count, e->t.id);
	int64_t id;
	enum err err;

	if (now && now->version != e->t.version)
		compare(req, now, e);
	e->bad = topic_faults(&e->t, e->list, e->count);
	if (e->t.default_unit_id &&
	    !unit_find(e->units, e->unit_count, e->t.default_unit_id))
		e->bad |= TOPIC_BAD_UNIT;
	if (e->bad)
		e->status = 422;
	if (e->status)
		return show(req, res, e);
	err = topic_change(req->db, req->arena, req->session->staff_id, &e->t,
			   &id);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/topics?done=%s",
			    e->t.id ? "saved" : "created");
}

enum err topic_page_create(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_lists(req, &e);
	if (err)
		return err;
	e.t = typed(req, 0);
	return save(req, res, &e);
}

enum err topic_page_save(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_now(req, &e);
	if (err)
		return err;
	e.t = typed(req, e.t.id);
	return save(req, res, &e);
}
