/*
 * unit_pages.c: the organisation as a list, and one unit to edit.
 */
#include "unit/unit_pages.h"

#include "html/page.h"
#include "unit/unit_tpl.h"
#include "unit/unit_views.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{UNIT_BAD_NAME, "name_fi", W_unit_bad_name},
	{UNIT_BAD_CODE, "code", W_unit_bad_code},
	{UNIT_CODE_TAKEN, "code", W_unit_code_taken},
	{UNIT_BAD_PARENT, "parent", W_unit_bad_parent},
	{UNIT_BAD_MAIL, "mail", W_unit_bad_mail},
	{UNIT_BAD_ORDER, "order", W_admin_bad_order},
	{UNIT_BAD_HEAD, "head", W_unit_bad_head},
	{UNIT_BAD_KIND, "kind", W_unit_bad_kind},
	{UNIT_BAD_PHONE, "phone", W_unit_bad_phone},
	{UNIT_BAD_HOURS, "hours", W_unit_bad_hours},
	{UNIT_BAD_WEB, "web", W_unit_bad_web},
	{UNIT_BAD_BY_MAIL, "by_mail", W_unit_bad_by_mail},
	{0, NULL, 0},
};

/* ---- the list ---- */

enum err unit_page_list(struct request *req, struct response *res)
{
	struct unit_list_view v = {
		.done = done_notice(req),
		.none = {.title = word(req->lang, W_unit_none)},
	};
	struct unit_node *tree;
	struct unit_line *to;
	struct unit *list;
	struct out *o;
	size_t count;
	enum err err;

	err = unit_list(req->db, req->arena, &list, &count);
	if (err)
		return err;
	unit_sort(list, count, req->lang);
	tree = unit_tree(req->arena, list, count);
	to = arena_array(req->arena, count + 1, sizeof(*to));
	for (size_t i = 0; i < count && tree[i].unit; i++)
		to[v.line_count++] = (struct unit_line){
			.id = tree[i].unit->id,
			.name = unit_name(tree[i].unit, req->lang),
			.code = tree[i].unit->code,
			.mail = tree[i].unit->mail,
			.depth = tree[i].depth,
			.active = tree[i].unit->active,
			.outside = tree[i].unit->kind != UNIT_OWN,
			.by_mail = tree[i].unit->by_mail,
			.kind = unit_kind_word(tree[i].unit->kind),
		};
	v.lines = to;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_unit_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true,
		       });
	tpl_unit_list(o, &v);
	return page_end(o);
}

/* ---- one unit ---- */

/* A unit in its form: as it is, or as typed with what is wrong. */
struct edit {
	struct unit *list;
	size_t count;
	struct unit_person *people;
	size_t people_count;
	struct unit u;
	unsigned bad;
	struct conflict conflict;
	int status;
};

static const char *fault_of(struct request *req, const struct edit *e,
			    const char *field)
{
	return fault_text(faults, e->bad, field, req->lang);
}

static struct choice parent_of(struct request *req, const struct edit *e)
{
	struct choice c = {
		.name = "parent",
		.label = word(req->lang, W_unit_parent),
		.empty = word(req->lang, W_unit_parent_none),
		.error = fault_of(req, e, "parent"),
		.plain = true,
	};

	c.options = unit_options(req->arena, e->list, e->count, req->lang,
				 e->u.parent_id, &c.option_count);
	return c;
}

static const char *person_name(struct request *req, const struct edit *e,
			       int64_t id)
{
	for (size_t i = 0; i < e->people_count; i++)
		if (e->people[i].id == id)
			return e->people[i].name;
	return word(req->lang, W_unit_head_none);
}

static struct choice head_of(struct request *req, const struct edit *e)
{
	struct option *list =
		arena_array(req->arena, e->people_count, sizeof(*list));

	for (size_t i = 0; i < e->people_count; i++)
		list[i] = (struct option){
			.value = arena_printf(req->arena, "%" PRId64,
					      e->people[i].id),
			.label = e->people[i].name,
			.selected = e->people[i].id == e->u.head_id,
		};
	return (struct choice){
		.name = "head",
		.label = word(req->lang, W_unit_head),
		.hint = word(req->lang, W_unit_head_hint),
		.empty = word(req->lang, W_unit_head_none),
		.error = fault_of(req, e, "head"),
		.plain = true,
		.options = list,
		.option_count = e->people_count,
	};
}

static struct choice kind_of(struct request *req, const struct edit *e)
{
	struct option *list =
		arena_array(req->arena, UNIT_KIND__COUNT, sizeof(*list));

	for (int k = 0; k < UNIT_KIND__COUNT; k++)
		list[k] = (struct option){
			.value = unit_kind_names[k],
			.label = word(req->lang,
				      unit_kind_word((enum unit_kind)k)),
			.selected = (enum unit_kind)k == e->u.kind,
		};
	return (struct choice){
		.name = "kind",
		.label = word(req->lang, W_unit_kind),
		.hint = word(req->lang, W_unit_kind_hint),
		.error = fault_of(req, e, "kind"),
		.plain = true,
		.options = list,
		.option_count = UNIT_KIND__COUNT,
	};
}

/* How it is reached. */
static void fill_reach(struct request *req, const struct edit *e,
		       struct unit_edit_view *v)
{
	v->mail = (struct field){
		.name = "mail",
		.label = word(req->lang, W_unit_mail),
		.value = e->u.mail,
		.error = fault_of(req, e, "mail"),
		.type = "email",
		.maxlength = 254,
	};
	v->phone = (struct field){
		.name = "phone",
		.label = word(req->lang, W_unit_phone),
		.value = e->u.phone,
		.error = fault_of(req, e, "phone"),
		.type = "tel",
		.maxlength = UNIT_PHONE_MAX,
	};
	v->hours = (struct field){
		.name = "hours",
		.label = word(req->lang, W_unit_hours),
		.hint = word(req->lang, W_unit_hours_hint),
		.value = e->u.hours,
		.error = fault_of(req, e, "hours"),
		.maxlength = UNIT_HOURS_MAX,
	};
	v->web = (struct field){
		.name = "web",
		.label = word(req->lang, W_unit_web),
		.hint = word(req->lang, W_unit_web_hint),
		.value = e->u.web,
		.error = fault_of(req, e, "web"),
		.inputmode = "url",
		.maxlength = UNIT_WEB_MAX,
	};
	v->by_mail = (struct field){
		.name = "by_mail",
		.label = word(req->lang, W_unit_by_mail),
		.hint = word(req->lang, W_unit_by_mail_hint),
		.error = fault_of(req, e, "by_mail"),
		.checked = e->u.by_mail,
	};
}

static void fill_fields(struct request *req, const struct edit *e,
			struct unit_edit_view *v)
{
	fill_reach(req, e, v);
	for (int i = 0; i < LANG__COUNT; i++)
		v->name[i] = (struct field){
			.name = name_fields[i].field,
			.label = word(req->lang,
				      (enum word)name_fields[i].label),
			.value = e->u.name[i],
			.error = fault_of(req, e, name_fields[i].field),
			.required = i == LANG_FI,
			.maxlength = UNIT_NAME_MAX,
		};
	v->code = (struct field){
		.name = "code",
		.label = word(req->lang, W_unit_code),
		.hint = word(req->lang, W_unit_code_hint),
		.value = e->u.code,
		.error = fault_of(req, e, "code"),
		.required = true,
		.maxlength = UNIT_CODE_MAX,
	};
	v->order = (struct field){
		.name = "order",
		.label = word(req->lang, W_admin_order),
		.hint = word(req->lang, W_admin_order_hint),
		.value = number_value(req, "order", e->u.sort_order),
		.error = fault_of(req, e, "order"),
		.inputmode = "numeric",
		.maxlength = 4,
		.plain = true,
	};
	v->active = (struct field){
		.name = "active",
		.label = word(req->lang, W_unit_active),
		.hint = word(req->lang, W_unit_active_hint),
		.checked = e->u.active,
	};
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	struct unit_edit_view v = {
		.crumb = {"/staff/admin/units", word(req->lang, W_unit_title)},
		.done = done_notice(req),
		.errors = fault_summary(req->arena, faults, e->bad, req->lang),
		.conflict = e->conflict,
		.version = e->u.version,
		.title = word(req->lang, W_unit_new),
		.action = "/staff/admin/units/new",
		.kind = kind_of(req, e),
		.parent = parent_of(req, e),
		.head = head_of(req, e),
	};
	struct out *o;

	if (e->u.id) {
		v.title = page_title(req, W_unit_edit,
				     unit_name(&e->u, req->lang));
		v.action = arena_printf(req->arena,
					"/staff/admin/units/%" PRId64, e->u.id);
		if (e->u.kind == UNIT_OWN)
			v.signature = arena_printf(req->arena, "%s/signature",
						   v.action);
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
	tpl_unit_edit(o, &v);
	return page_end(o);
}

static enum err read_lists(struct request *req, struct edit *e)
{
	enum err err = unit_list(req->db, req->arena, &e->list, &e->count);

	if (err)
		return err;
	return unit_people(req->db, req->arena, &e->people, &e->people_count);
}

enum err unit_page_new(struct request *req, struct response *res)
{
	struct edit e = {
		.u = {.code = "",
		      .name = {"", "", ""},
		      .mail = "",
		      .phone = "",
		      .hours = "",
		      .web = "",
		      .active = true},
	};
	enum err err;

	err = read_lists(req, &e);
	if (err)
		return err;
	return show(req, res, &e);
}

/* The unit as it is now, from the path. */
static enum err read_now(struct request *req, struct edit *e)
{
	const struct unit *now;
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (err)
		return err;
	err = read_lists(req, e);
	if (err)
		return err;
	now = unit_find(e->list, e->count, id);
	if (!now)
		return ERR_NOT_FOUND;
	e->u = *now;
	return OK;
}

enum err unit_page_edit(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_now(req, &e);
	if (err)
		return err;
	return show(req, res, &e);
}

static struct unit typed(struct request *req, int64_t id)
{
	struct unit u = {
		.id = id,
		.parent_id = field_id(req, "parent"),
		.code = field_line(req, "code"),
		.mail = field_line(req, "mail"),
		.phone = field_line(req, "phone"),
		.hours = field_line(req, "hours"),
		.web = field_line(req, "web"),
		.by_mail = req_has_field(req, "by_mail"),
		.head_id = field_id(req, "head"),
		.active = req_has_field(req, "active"),
		.sort_order = field_id(req, "order"),
	};

	for (int i = 0; i < LANG__COUNT; i++)
		u.name[i] = field_line(req, name_fields[i].field);
	if (field_int(req, "version", &u.version))
		u.version = 0;
	if (unit_kind_parse(req_field(req, "kind"), &u.kind))
		u.kind = UNIT_OWN;
	return u;
}

static const char *parent_name(struct request *req, const struct edit *e,
			       int64_t id)
{
	const struct unit *u = unit_find(e->list, e->count, id);

	return u ? unit_name(u, req->lang)
		 : word(req->lang, W_unit_parent_none);
}

/* Somebody saved after this form was opened; the next try has their version. */
static void compare(struct request *req, const struct unit *now, struct edit *e)
{
	struct conflict *c = &e->conflict;
	enum lang lang = req->lang;

	c->any = true;
	for (int i = 0; i < LANG__COUNT; i++)
		conflict_add(c, word(lang, (enum word)name_fields[i].label),
			     now->name[i], e->u.name[i]);
	conflict_add(c, word(lang, W_unit_code), now->code, e->u.code);
	conflict_add(c, word(lang, W_unit_parent),
		     parent_name(req, e, now->parent_id),
		     parent_name(req, e, e->u.parent_id));
	conflict_add(c, word(lang, W_unit_mail), now->mail, e->u.mail);
	conflict_add(c, word(lang, W_unit_kind),
		     word(lang, unit_kind_word(now->kind)),
		     word(lang, unit_kind_word(e->u.kind)));
	conflict_add(c, word(lang, W_unit_phone), now->phone, e->u.phone);
	conflict_add(c, word(lang, W_unit_hours), now->hours, e->u.hours);
	conflict_add(c, word(lang, W_unit_web), now->web, e->u.web);
	conflict_add(c, word(lang, W_unit_by_mail), yes_no(req, now->by_mail),
		     yes_no(req, e->u.by_mail));
	conflict_add(c, word(lang, W_unit_head),
		     person_name(req, e, now->head_id),
		     person_name(req, e, e->u.head_id));
	conflict_add(c, word(lang, W_unit_active), yes_no(req, now->active),
		     yes_no(req, e->u.active));
	e->u.version = now->version;
	e->status = 409;
}

static bool is_person(const struct edit *e, int64_t id)
{
	for (size_t i = 0; i < e->people_count; i++)
		if (e->people[i].id == id)
			return true;
	return false;
}

static enum err save(struct request *req, struct response *res, struct edit *e)
{
	const struct unit *now = unit_find(e->list, e->count, e->u.id);
	int64_t id;
	enum err err;

	if (now && now->version != e->u.version)
		compare(req, now, e);
	e->bad = unit_faults(&e->u, e->list, e->count);
	if (e->u.head_id && !is_person(e, e->u.head_id))
		e->bad |= UNIT_BAD_HEAD;
	if (e->bad)
		e->status = 422;
	if (e->status)
		return show(req, res, e);
	err = unit_change(req->db, req->arena, req->session->staff_id, &e->u,
			  &id);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/units?done=%s",
			    e->u.id ? "saved" : "created");
}

enum err unit_page_create(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_lists(req, &e);
	if (err)
		return err;
	e.u = typed(req, 0);
	return save(req, res, &e);
}

enum err unit_page_save(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_now(req, &e);
	if (err)
		return err;
	e.u = typed(req, e.u.id);
	return save(req, res, &e);
}
