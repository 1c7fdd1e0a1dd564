/*
 * contact_pages.c: the administration's list of units, and what the public may
 * know of one.
 */
#include "contact/contact_pages.h"

#include "base/str.h"
#include "contact/contact.h"
#include "contact/contact_tpl.h"
#include "contact/contact_views.h"
#include "html/page.h"
#include "tenant/form.h"

#include <inttypes.h>

static const char *const answers_fields[LANG__COUNT] = {
	"answers_fi", "answers_sv", "answers_en"};
static const enum word answers_words[LANG__COUNT] = {
	[LANG_FI] = W_contact_answers_fi,
	[LANG_SV] = W_contact_answers_sv,
	[LANG_EN] = W_contact_answers_en,
};

static const struct fault faults[] = {
	{CONTACT_BAD_ANSWERS, "answers_fi", W_contact_bad_answers},
	{CONTACT_BAD_PHONES, "phones", W_contact_bad_phones},
	{CONTACT_BAD_MAIL, "mail", W_unit_bad_mail},
	{CONTACT_BAD_WEB, "web", W_unit_bad_web},
	{CONTACT_BAD_ADDRESS, "address", W_contact_bad_address},
	{CONTACT_BAD_HOURS, "hours", W_contact_bad_hours},
	{0, NULL, 0},
};

/* ---- the list ---- */

static void count_people(const struct contact_person *list, size_t count,
			 struct contact_admin_line *l)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].unit_id != l->unit_id)
			continue;
		l->people++;
		l->people_shown += list[i].shown;
	}
}

static enum err add_lines(struct request *req, struct contact_list_view *v)
{
	struct contact_admin_line *to;
	struct contact_person *people;
	struct contact_unit *facts;
	struct unit_node *tree;
	struct unit *list;
	size_t count, fact_count, person_count;
	enum err err = unit_list(req->db, req->arena, &list, &count);

	if (!err)
		err = contact_units(req->db, req->arena, &facts, &fact_count);
	if (!err)
		err = contact_people(req->db, req->arena, 0, &people,
				     &person_count);
	if (err)
		return err;
	unit_sort(list, count, req->lang);
	tree = unit_tree(req->arena, list, count);
	to = arena_array(req->arena, count + 1, sizeof(*to));
	for (size_t i = 0; i < count && tree[i].unit; i++) {
		const struct contact_unit *f =
			contact_unit_find(facts, fact_count, tree[i].unit->id);

		if (!tree[i].unit->active)
			continue;
		to[v->line_count] = (struct contact_admin_line){
			.unit_id = tree[i].unit->id,
			.name = unit_name(tree[i].unit, req->lang),
			.depth = tree[i].depth,
			.shown = f && f->shown,
			.has_facts = f != NULL,
		};
		count_people(people, person_count, &to[v->line_count++]);
	}
	v->lines = to;
	return OK;
}

enum err contact_page_list(struct request *req, struct response *res)
{
	struct contact_list_view v = {.done = done_notice(req)};
	struct out *o;
	enum err err = add_lines(req, &v);

	if (err)
		return err;
	o = page_begin(
		req, res,
		&(struct page){.title = word(req->lang, W_contact_admin_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true});
	tpl_contact_list(o, &v);
	return page_end(o);
}

/* ---- one unit ---- */

struct edit {
	struct unit unit;
	struct contact_unit u;
	struct conflict conflict;
	unsigned bad;
	int status;
};

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

/* What was not understood, in its own words. */
static const char *hours_error(struct request *req, const struct edit *e)
{
	struct hours *h = arena_alloc(req->arena, sizeof(*h));
	const char *piece = hours_parse(req->arena, e->u.hours, h);

	return piece ? word_fill(req->arena, req->lang,
				 W_contact_bad_hours_piece,
				 WORDS(WORD_TEXT("text", piece)))
		     : NULL;
}

static void fill(struct request *req, const struct edit *e,
		 struct contact_unit_view *v)
{
	const struct contact_unit *u = &e->u;
	const enum lang lang = req->lang;

	v->errors = fault_summary(req->arena, faults, e->bad, lang);
	for (int l = 0; l < LANG__COUNT; l++) {
		v->answers[l] = field_of(req, e, answers_fields[l],
					 answers_words[l], u->answers[l]);
		v->answers[l].maxlength = CONTACT_ANSWERS_MAX;
		v->answers[l].rows = 3;
	}
	v->answers[0].hint = word(lang, W_contact_answers_hint);
	v->phones = field_of(req, e, "phones", W_contact_phones, u->phones);
	v->phones.hint = word(lang, W_contact_phones_hint);
	v->phones.rows = 3;
	v->mail = field_of(req, e, "mail", W_contact_mail, u->mail);
	v->mail.type = "email";
	v->web = field_of(req, e, "web", W_contact_web, u->web);
	v->web.inputmode = "url";
	v->address = field_of(req, e, "address", W_contact_address, u->address);
	v->hours = field_of(req, e, "hours", W_contact_hours, u->hours);
	v->hours.hint = word(lang, W_contact_hours_hint);
	v->hours.rows = 5;
	if (e->bad & CONTACT_BAD_HOURS && hours_error(req, e))
		v->hours.error = hours_error(req, e);
	v->shown = (struct field){
		.name = "shown",
		.label = word(lang, W_contact_unit_shown),
		.hint = word(lang, W_contact_unit_shown_hint),
		.checked = u->shown,
	};
}

static enum err add_people(struct request *req, struct contact_unit_view *v)
{
	struct contact_admin_person *to;
	struct contact_person *list;
	size_t n;
	enum err err =
		contact_people(req->db, req->arena, v->unit_id, &list, &n);

	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n && !err; i++) {
		struct contact_absence away;

		err = contact_absence(req->db, req->arena, &list[i], &away);
		to[v->person_count++] = (struct contact_admin_person){
			.id = list[i].id,
			.name = list[i].name,
			.role = contact_role(&list[i], req->lang),
			.shown = list[i].shown,
			.away = !err && away.until,
		};
	}
	v->people = to;
	return err;
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	struct contact_unit_view v = {
		.crumb = {"/staff/admin/contacts",
			  word(req->lang, W_contact_admin_title)},
		.done = done_notice(req),
		.conflict = e->conflict,
		.title = unit_name(&e->unit, req->lang),
		.action = req->path,
		.unit_id = e->unit.id,
		.version = e->u.version,
	};
	struct out *o;
	enum err err;

	fill(req, e, &v);
	if (e->u.shown && e->u.version && e->unit.active)
		v.open = arena_printf(req->arena, "/%s/contacts/%" PRId64,
				      lang_codes[req->lang], e->unit.id);
	err = add_people(req, &v);
	if (err)
		return err;
	o = page_begin(
		req, res,
		&(struct page){.title = page_title(req, W_contact_admin_title,
						   v.title),
			       .nav = NAV_ADMIN,
			       .status = e->status,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true});
	tpl_contact_unit(o, &v);
	return page_end(o);
}

static enum err read_now(struct request *req, struct edit *e)
{
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = unit_get(req->db, req->arena, id, &e->unit);
	return err ? err : contact_unit_get(req->db, req->arena, id, &e->u);
}

enum err contact_page_unit(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = read_now(req, &e);

	return err ? err : show(req, res, &e);
}

static struct contact_unit typed(struct request *req, int64_t unit_id)
{
	struct contact_unit u = {
		.unit_id = unit_id,
		.phones = req_field(req, "phones"),
		.mail = field_line(req, "mail"),
		.web = field_line(req, "web"),
		.address = field_line(req, "address"),
		.hours = req_field(req, "hours"),
		.shown = !str_empty(req_field(req, "shown")),
	};

	for (int l = 0; l < LANG__COUNT; l++)
		u.answers[l] = field_line(req, answers_fields[l]);
	if (field_int(req, "version", &u.version))
		u.version = 0;
	return u;
}

static void compare(struct request *req, const struct contact_unit *now,
		    struct edit *e)
{
	struct conflict *c = &e->conflict;
	const enum lang lang = req->lang;

	c->any = true;
	for (int l = 0; l < LANG__COUNT; l++)
		conflict_add(c, word(lang, answers_words[l]), now->answers[l],
			     e->u.answers[l]);
	conflict_add(c, word(lang, W_contact_phones), now->phones, e->u.phones);
	conflict_add(c, word(lang, W_contact_mail), now->mail, e->u.mail);
	conflict_add(c, word(lang, W_contact_web), now->web, e->u.web);
	conflict_add(c, word(lang, W_contact_address), now->address,
		     e->u.address);
	conflict_add(c, word(lang, W_contact_hours), now->hours, e->u.hours);
	conflict_add(c, word(lang, W_contact_unit_shown),
		     yes_no(req, now->shown), yes_no(req, e->u.shown));
	e->u.version = now->version;
	e->status = 409;
}

enum err contact_page_unit_save(struct request *req, struct response *res)
{
	struct contact_unit now;
	struct edit e = {0};
	enum err err = read_now(req, &e);

	if (err)
		return err;
	now = e.u;
	e.u = typed(req, e.unit.id);
	e.bad = contact_unit_faults(req->arena, &e.u);
	if (now.version != e.u.version)
		compare(req, &now, &e);
	if (e.bad)
		e.status = 422;
	if (e.status)
		return show(req, res, &e);
	err = contact_unit_change(req->db, req->arena, req->session->staff_id,
				  &e.u);
	if (err)
		return err;
	return res_redirect(
		req, res, "/staff/admin/contacts/units/%" PRId64 "?done=saved",
		e.unit.id);
}
