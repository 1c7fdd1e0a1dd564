/*
 * edit_pages.c: one person in a form.
 */
#include "staff/staff_pages.h"

#include "html/page.h"
#include "staff/grid.h"
#include "staff/invite.h"
#include "staff/staff.h"
#include "staff/staff_tpl.h"
#include "staff/staff_views.h"
#include "unit/unit_views.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{STAFF_BAD_NAME, "name", W_staff_bad_name},
	{STAFF_BAD_MAIL, "mail", W_staff_bad_mail},
	{STAFF_MAIL_TAKEN, "mail", W_staff_mail_taken},
	{STAFF_BAD_TITLE, "title", W_staff_bad_title},
	{STAFF_BAD_UNIT, "unit", W_staff_bad_unit},
	{STAFF_BAD_GRANT, "all-triage", W_staff_bad_grant},
	{STAFF_LOCKS_OUT, "all-admin_staff", W_staff_locks_out},
	{STAFF_OWN_GRANT, "all-confidential", W_staff_own_grant},
	{0, NULL, 0},
};

/* A person in their form: as they are, or as typed with what is wrong. */
struct edit {
	struct unit *units;
	size_t unit_count;
	struct staff s;
	unsigned bad;
	bool invite;
	struct conflict conflict;
	int status;
};

static const char *fault_of(struct request *req, const struct edit *e,
			    const char *field)
{
	return fault_text(faults, e->bad, field, req->lang);
}

static void fill_fields(struct request *req, const struct edit *e,
			struct staff_edit_view *v)
{
	v->name = (struct field){
		.name = "name",
		.label = word(req->lang, W_staff_name),
		.value = e->s.name,
		.error = fault_of(req, e, "name"),
		.required = true,
		.maxlength = STAFF_NAME_MAX,
		.autocomplete = "off",
	};
	v->mail = (struct field){
		.name = "mail",
		.label = word(req->lang, W_staff_mail),
		.hint = word(req->lang, W_staff_mail_hint),
		.value = e->s.mail,
		.error = fault_of(req, e, "mail"),
		.required = true,
		.type = "email",
		.maxlength = 254,
		.autocomplete = "off",
	};
	v->job = (struct field){
		.name = "title",
		.label = word(req->lang, W_staff_job),
		.value = e->s.title,
		.error = fault_of(req, e, "title"),
		.maxlength = STAFF_TITLE_MAX,
		.autocomplete = "off",
	};
	v->invite = (struct field){
		.name = "invite",
		.label = word(req->lang, W_staff_invite_at_once),
		.checked = e->invite,
	};
}

static void fill_choices(struct request *req, const struct edit *e,
			 struct staff_edit_view *v)
{
	static const enum word labels[LANG__COUNT] = {
		W_layout_lang_fi, W_layout_lang_sv, W_layout_lang_en};
	struct option *langs =
		arena_array(req->arena, LANG__COUNT, sizeof(*langs));

	for (int i = 0; i < LANG__COUNT; i++)
		langs[i] = (struct option){
			.value = lang_codes[i],
			.label = word(req->lang, labels[i]),
			.selected = e->s.lang == (enum lang)i,
		};
	v->lang = (struct choice){
		.name = "lang",
		.label = word(req->lang, W_account_lang),
		.plain = true,
		.options = langs,
		.option_count = LANG__COUNT,
	};
	v->unit = (struct choice){
		.name = "unit",
		.label = word(req->lang, W_staff_unit),
		.hint = word(req->lang, W_staff_unit_hint),
		.empty = word(req->lang, W_staff_unit_none),
		.error = fault_of(req, e, "unit"),
		.plain = true,
	};
	v->unit.options =
		unit_options(req->arena, e->units, e->unit_count, req->lang,
			     e->s.unit_id, &v->unit.option_count);
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	struct staff_edit_view v = {
		.crumb = {"/staff/admin/staff", word(req->lang, W_staff_title)},
		.done = done_notice(req),
		.errors = fault_summary(req->arena, faults, e->bad, req->lang),
		.conflict = e->conflict,
		.title = word(req->lang, W_staff_new),
		.action = "/staff/admin/staff/new",
		.id = e->s.id,
		.version = e->s.version,
		.is_new = !e->s.id,
		.active = e->s.active,
		.self = e->s.id == req->session->staff_id,
		.has_password = e->s.has_password,
		.perm_error = fault_of(req, e, "all-triage"),
	};
	struct out *o;

	if (e->bad & STAFF_LOCKS_OUT)
		v.perm_error = fault_of(req, e, "all-admin_staff");
	else if (e->bad & STAFF_OWN_GRANT)
		v.perm_error = fault_of(req, e, "all-confidential");
	if (e->s.id) {
		v.title = page_title(req, W_staff_edit, e->s.name);
		v.action = arena_printf(req->arena,
					"/staff/admin/staff/%" PRId64, e->s.id);
	}
	fill_fields(req, e, &v);
	fill_choices(req, e, &v);
	grid_fill(req, &e->s, e->units, e->unit_count, &v);
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = NAV_ADMIN,
			       .status = e->status,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_staff_edit(o, &v);
	return page_end(o);
}

enum err staff_page_new(struct request *req, struct response *res)
{
	struct edit e = {
		.s = {.name = "", .mail = "", .title = "", .active = true},
		.invite = true,
	};
	enum err err;

	err = unit_list(req->db, req->arena, &e.units, &e.unit_count);
	if (err)
		return err;
	return show(req, res, &e);
}

/* The person as they are now, from the path. */
static enum err read_now(struct request *req, struct edit *e)
{
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (err)
		return err;
	err = unit_list(req->db, req->arena, &e->units, &e->unit_count);
	if (err)
		return err;
	return staff_get(req->db, req->arena, id, &e->s);
}

enum err staff_page_edit(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err;

	err = read_now(req, &e);
	if (err)
		return err;
	return show(req, res, &e);
}

/* ---- saving ---- */

/* Over what is there: the form does not hold everything. */
static void read_typed(struct request *req, struct edit *e)
{
	struct staff *s = &e->s;

	s->name = field_line(req, "name");
	s->mail = str_lower(req->arena, field_line(req, "mail"));
	s->title = field_line(req, "title");
	s->unit_id = field_id(req, "unit");
	if (field_int(req, "version", &s->version))
		s->version = 0;
	lang_parse(req_field(req, "lang"), &s->lang);
	grid_read(req, s);
	e->invite = req_has_field(req, "invite");
}

static const char *unit_words(struct request *req, const struct edit *e,
			      int64_t id)
{
	const struct unit *u = unit_find(e->units, e->unit_count, id);

	return u ? unit_name(u, req->lang) : "";
}

/* Somebody saved after this form was opened; the next try has their version. */
static void compare(struct request *req, const struct staff *now,
		    struct edit *e)
{
	struct conflict *c = &e->conflict;
	enum lang lang = req->lang;

	c->any = true;
	conflict_add(c, word(lang, W_staff_name), now->name, e->s.name);
	conflict_add(c, word(lang, W_staff_mail), now->mail, e->s.mail);
	conflict_add(c, word(lang, W_staff_job), now->title, e->s.title);
	conflict_add(c, word(lang, W_staff_unit),
		     unit_words(req, e, now->unit_id),
		     unit_words(req, e, e->s.unit_id));
	if (!staff_same_grants(now, &e->s))
		conflict_add(c, word(lang, W_staff_permissions),
			     grid_words(req, now, e->units, e->unit_count),
			     grid_words(req, &e->s, e->units, e->unit_count));
	e->s.version = now->version;
	e->status = 409;
}

static enum err judge(struct request *req, const struct staff *now,
		      struct edit *e)
{
	enum err err;

	if (now && now->version != e->s.version)
		compare(req, now, e);
	err = staff_faults(req->db, req->arena, req->session, &e->s, &e->bad);
	if (!err && e->bad)
		e->status = 422;
	return err;
}

enum err staff_page_save(struct request *req, struct response *res)
{
	struct edit e = {0};
	struct staff now;
	int64_t id;
	enum err err;

	err = read_now(req, &e);
	if (err)
		return err;
	now = e.s;
	read_typed(req, &e);
	err = judge(req, &now, &e);
	if (err)
		return err;
	if (e.status)
		return show(req, res, &e);
	err = staff_change(req->db, req->arena, req->session, &e.s, &id);
	if (err)
		return err;
	return res_redirect(req, res,
			    "/staff/admin/staff/%" PRId64 "?done=saved", id);
}

static enum err invite_new(struct request *req, struct response *res,
			   int64_t id)
{
	const char *url;
	struct staff s;
	enum err err;

	err = staff_get(req->db, req->arena, id, &s);
	if (err)
		return err;
	err = staff_send_link(req->db, req->arena, req->session, &s, "invite",
			      &url);
	if (err)
		return err;
	if (req->brand && req->brand->mail_off)
		return staff_show_link(req, res, s.name, url);
	return res_redirect(req, res, "/staff/admin/staff?done=invited");
}

enum err staff_page_create(struct request *req, struct response *res)
{
	struct edit e = {.s = {.active = true}};
	int64_t id;
	enum err err;

	err = unit_list(req->db, req->arena, &e.units, &e.unit_count);
	if (err)
		return err;
	read_typed(req, &e);
	err = judge(req, NULL, &e);
	if (err)
		return err;
	if (e.status)
		return show(req, res, &e);
	err = staff_change(req->db, req->arena, req->session, &e.s, &id);
	if (err)
		return err;
	if (e.invite)
		return invite_new(req, res, id);
	return res_redirect(req, res, "/staff/admin/staff?done=created");
}
