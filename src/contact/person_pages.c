/*
 * person_pages.c: one person of the directory in a form.
 */
#include "contact/contact_pages.h"

#include "base/str.h"
#include "base/typed.h"
#include "contact/contact.h"
#include "contact/contact_tpl.h"
#include "contact/contact_views.h"
#include "html/page.h"
#include "tenant/form.h"

#include <inttypes.h>

static const char *const role_fields[LANG__COUNT] = {"role_fi", "role_sv",
						     "role_en"};
static const enum word role_words[LANG__COUNT] = {
	[LANG_FI] = W_contact_role_fi,
	[LANG_SV] = W_contact_role_sv,
	[LANG_EN] = W_contact_role_en,
};

static const struct fault faults[] = {
	{CONTACT_BAD_NAME, "name", W_contact_bad_name},
	{CONTACT_BAD_ROLE, "role_fi", W_contact_bad_role},
	{CONTACT_BAD_UNIT, "unit", W_contact_bad_unit},
	{CONTACT_BAD_PHONES, "phones", W_contact_bad_phones},
	{CONTACT_BAD_MAIL, "mail", W_unit_bad_mail},
	{CONTACT_BAD_STAFF, "account", W_contact_bad_account},
	{CONTACT_BAD_ABSENT, "absent", W_contact_bad_absent},
	{CONTACT_BAD_SUBSTITUTE, "substitute", W_contact_bad_substitute},
	{0, NULL, 0},
};

struct edit {
	struct contact_person p;
	struct contact_known known;
	struct unit_person *accounts;
	size_t account_count;
	const char *absent; /* as typed */
	struct conflict conflict;
	unsigned bad;
	int status;
};

static enum err read_lists(struct request *req, struct edit *e)
{
	enum err err = contact_known_get(req->db, req->arena, &e->known);

	return err ? err
		   : unit_people(req->db, req->arena, &e->accounts,
				 &e->account_count);
}

/* ---- the form ---- */

static struct field field_of(struct request *req, const struct edit *e,
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

static const char *id_text(struct request *req, int64_t id)
{
	return arena_printf(req->arena, "%" PRId64, id);
}

static struct choice choice_of(struct request *req, const struct edit *e,
			       const char *name, enum word label,
			       struct option *list, size_t count)
{
	return (struct choice){
		.name = name,
		.label = word(req->lang, label),
		.error = fault_text(faults, e->bad, name, req->lang),
		.options = list,
		.option_count = count,
	};
}

static struct choice units_of(struct request *req, const struct edit *e)
{
	struct option *o =
		arena_array(req->arena, e->known.unit_count + 1, sizeof(*o));
	struct unit_node *tree =
		unit_tree(req->arena, e->known.units, e->known.unit_count);
	struct choice c;
	size_t n = 0;

	for (size_t i = 0; i < e->known.unit_count && tree[i].unit; i++) {
		const struct unit *u = tree[i].unit;

		if (u->kind == UNIT_OWN && (u->active || u->id == e->p.unit_id))
			o[n++] = (struct option){
				.value = id_text(req, u->id),
				.label = unit_name(u, req->lang),
				.selected = u->id == e->p.unit_id,
			};
	}
	c = choice_of(req, e, "unit", W_contact_unit, o, n);
	c.required = true;
	c.empty = word(req->lang, W_common_choose);
	return c;
}

static struct choice accounts_of(struct request *req, const struct edit *e)
{
	struct option *o =
		arena_array(req->arena, e->account_count + 1, sizeof(*o));
	struct choice c;

	for (size_t i = 0; i < e->account_count; i++)
		o[i] = (struct option){
			.value = id_text(req, e->accounts[i].id),
			.label = e->accounts[i].name,
			.selected = e->accounts[i].id == e->p.staff_id,
		};
	c = choice_of(req, e, "account", W_contact_account, o,
		      e->account_count);
	c.hint = word(req->lang, W_contact_account_hint);
	c.empty = word(req->lang, W_common_none);
	return c;
}

static struct choice substitutes_of(struct request *req, const struct edit *e)
{
	struct option *o =
		arena_array(req->arena, e->known.person_count + 1, sizeof(*o));
	struct choice c;
	size_t n = 0;

	for (size_t i = 0; i < e->known.person_count; i++) {
		const struct contact_person *p = &e->known.people[i];

		if (p->id != e->p.id)
			o[n++] = (struct option){
				.value = id_text(req, p->id),
				.label = p->name,
				.selected = p->id == e->p.substitute_id,
			};
	}
	c = choice_of(req, e, "substitute", W_contact_substitute_choose, o, n);
	c.hint = word(req->lang, W_contact_substitute_hint);
	c.empty = word(req->lang, W_common_none);
	return c;
}

static void fill(struct request *req, const struct edit *e,
		 struct contact_person_edit_view *v)
{
	const struct contact_person *p = &e->p;
	const enum lang lang = req->lang;
	struct date d;

	v->errors = fault_summary(req->arena, faults, e->bad, lang);
	v->name = field_of(req, e, "name", W_contact_name, p->name);
	v->name.required = true;
	v->name.maxlength = CONTACT_NAME_MAX;
	for (int l = 0; l < LANG__COUNT; l++) {
		v->role[l] = field_of(req, e, role_fields[l], role_words[l],
				      p->role[l]);
		v->role[l].maxlength = CONTACT_ROLE_MAX;
	}
	v->phones = field_of(req, e, "phones", W_contact_phones, p->phones);
	v->phones.hint = word(lang, W_contact_phones_hint);
	v->phones.rows = 2;
	v->mail = field_of(req, e, "mail", W_contact_mail, p->mail);
	v->mail.type = "email";
	v->absent = field_of(req, e, "absent", W_contact_absent, e->absent);
	v->absent.hint = word(lang, W_contact_absent_hint);
	/* A browser's date field drops what is no date. */
	v->absent.type = str_empty(e->absent) || !date_typed(e->absent, &d)
				 ? "date"
				 : NULL;
	v->unit = units_of(req, e);
	v->account = accounts_of(req, e);
	v->substitute = substitutes_of(req, e);
	v->shown = (struct field){
		.name = "shown",
		.label = word(lang, W_contact_person_shown),
		.hint = word(lang, W_contact_person_shown_hint),
		.checked = p->shown,
	};
	v->shown_at = p->shown ? p->shown_at : 0;
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	const struct unit *u =
		unit_find(e->known.units, e->known.unit_count, e->p.unit_id);
	struct contact_person_edit_view v = {
		.crumb = {"/staff/admin/contacts",
			  word(req->lang, W_contact_admin_title)},
		.done = done_notice(req),
		.conflict = e->conflict,
		.title = e->p.id ? page_title(req, W_contact_person_edit,
					      e->p.name)
				 : word(req->lang, W_contact_person_new),
		.action = req->path,
		.version = e->p.version,
	};
	struct out *o;

	if (u)
		v.crumb = (struct crumb){
			arena_printf(req->arena,
				     "/staff/admin/contacts/units/%" PRId64,
				     u->id),
			unit_name(u, req->lang)};
	if (e->p.id)
		v.remove = arena_printf(req->arena,
					"/staff/admin/contacts/people/%" PRId64
					"/remove",
					e->p.id);
	fill(req, e, &v);
	o = page_begin(req, res,
		       &(struct page){.title = v.title,
				      .nav = NAV_ADMIN,
				      .status = e->status,
				      .error_count = (int)v.errors.error_count,
				      .secret = true});
	tpl_contact_person(o, &v);
	return page_end(o);
}

static const struct contact_person empty = {
	.code = "",
	.name = "",
	.role = {"", "", ""},
	.phones = "",
	.mail = "",
};

enum err contact_page_new(struct request *req, struct response *res)
{
	struct edit e = {.p = empty, .absent = ""};
	enum err err = read_lists(req, &e);

	if (err)
		return err;
	if (parse_int(req_arg(req, "unit"), &e.p.unit_id))
		e.p.unit_id = 0;
	return show(req, res, &e);
}

static enum err read_now(struct request *req, struct edit *e)
{
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = read_lists(req, e);
	if (!err)
		err = contact_person_get(req->db, req->arena, id, &e->p);
	if (err)
		return err;
	e->absent = e->p.absent_until ? date_iso(req->arena,
						 date_of(e->p.absent_until - 1))
				      : "";
	return OK;
}

enum err contact_page_person(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = read_now(req, &e);

	return err ? err : show(req, res, &e);
}

/* ---- saving ---- */

static int64_t absent_typed(const char *text)
{
	struct date d;

	if (str_empty(text))
		return 0;
	return date_typed(text, &d) ? -1 : date_end_us(d);
}

static void read_typed(struct request *req, struct edit *e)
{
	struct contact_person *p = &e->p;

	p->name = field_line(req, "name");
	for (int l = 0; l < LANG__COUNT; l++)
		p->role[l] = field_line(req, role_fields[l]);
	p->unit_id = field_id(req, "unit");
	p->staff_id = field_id(req, "account");
	p->substitute_id = field_id(req, "substitute");
	p->phones = req_field(req, "phones");
	p->mail = field_line(req, "mail");
	p->shown = !str_empty(req_field(req, "shown"));
	e->absent = field_line(req, "absent");
	p->absent_until = absent_typed(e->absent);
	if (field_int(req, "version", &p->version))
		p->version = 0;
}

static void check(struct request *req, struct edit *e)
{
	bool known = !e->p.staff_id;

	for (size_t i = 0; i < e->account_count; i++)
		known |= e->accounts[i].id == e->p.staff_id;
	e->bad = contact_person_faults(req->arena, &e->p, &e->known);
	if (!known)
		e->bad |= CONTACT_BAD_STAFF;
	if (e->bad)
		e->status = 422;
}

static enum err save(struct request *req, struct response *res, struct edit *e)
{
	int64_t id;
	enum err err;

	if (e->status)
		return show(req, res, e);
	err = contact_person_write(req->db, req->arena, req->session->staff_id,
				   &e->p, &id);
	if (err)
		return err;
	return res_redirect(
		req, res, "/staff/admin/contacts/units/%" PRId64 "?done=saved",
		e->p.unit_id);
}

enum err contact_page_create(struct request *req, struct response *res)
{
	struct edit e = {.p = empty};
	enum err err = read_lists(req, &e);

	if (err)
		return err;
	read_typed(req, &e);
	check(req, &e);
	return save(req, res, &e);
}

static void compare(struct request *req, const struct contact_person *now,
		    struct edit *e)
{
	struct conflict *c = &e->conflict;
	const enum lang lang = req->lang;

	c->any = true;
	conflict_add(c, word(lang, W_contact_name), now->name, e->p.name);
	for (int l = 0; l < LANG__COUNT; l++)
		conflict_add(c, word(lang, role_words[l]), now->role[l],
			     e->p.role[l]);
	conflict_add(c, word(lang, W_contact_phones), now->phones, e->p.phones);
	conflict_add(c, word(lang, W_contact_mail), now->mail, e->p.mail);
	conflict_add(c, word(lang, W_contact_person_shown),
		     yes_no(req, now->shown), yes_no(req, e->p.shown));
	e->p.version = now->version;
	e->status = 409;
}

enum err contact_page_person_save(struct request *req, struct response *res)
{
	struct contact_person now;
	struct edit e = {0};
	enum err err = read_now(req, &e);

	if (err)
		return err;
	now = e.p;
	read_typed(req, &e);
	if (now.version != e.p.version)
		compare(req, &now, &e);
	check(req, &e);
	return save(req, res, &e);
}

enum err contact_page_person_remove(struct request *req, struct response *res)
{
	struct contact_person p;
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = contact_person_get(req->db, req->arena, id, &p);
	if (!err)
		err = contact_person_remove(req->db, req->arena,
					    req->session->staff_id, id);
	if (err)
		return err;
	return res_redirect(req, res,
			    "/staff/admin/contacts/units/%" PRId64
			    "?done=removed",
			    p.unit_id);
}
