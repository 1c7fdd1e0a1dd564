/*
 * mailbox_pages.c: the mailboxes as a list with how they do, and one to edit.
 * A password that is set is never shown again.
 */
#include "mailbox/mailbox_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "mailbox/mailbox.h"
#include "mailbox/mailbox_tpl.h"
#include "mailbox/mailbox_views.h"
#include "unit/unit.h"
#include "unit/unit_views.h"

#include <inttypes.h>

enum { RECEIVED_SHOWN = 50 };

static const struct fault faults[] = {
	{MAILBOX_BAD_ADDRESS, "address", W_mailbox_bad_address},
	{MAILBOX_ADDRESS_TAKEN, "address", W_mailbox_address_taken},
	{MAILBOX_BAD_NAME, "name", W_mailbox_bad_name},
	{MAILBOX_NAME_TAKEN, "name", W_mailbox_name_taken},
	{MAILBOX_BAD_UNIT, "unit", W_mailbox_bad_unit},
	{MAILBOX_BAD_SERVER, "server", W_mailbox_bad_server},
	{MAILBOX_BAD_LOGIN, "login", W_mailbox_bad_login},
	{MAILBOX_BAD_SECRET, "password", W_mailbox_bad_password},
	{MAILBOX_BAD_FOLDER, "folder", W_mailbox_bad_folder},
	{MAILBOX_BAD_MOVE, "move_to", W_mailbox_bad_move},
	{0, NULL, 0},
};

/* ---- the list ---- */

static const struct {
	const char *fate;
	enum word word;
} fates[] = {
	{"opened", W_fate_opened},   {"joined", W_fate_joined},
	{"held", W_fate_held},       {"accepted", W_fate_accepted},
	{"dropped", W_fate_dropped}, {"automatic", W_fate_automatic},
	{"bounce", W_fate_bounce},   {"loop", W_fate_loop},
};

static enum word fate_word(const char *fate)
{
	size_t i = 0;

	while (i + 1 < sizeof(fates) / sizeof(*fates) &&
	       !str_same(fates[i].fate, fate))
		i++;
	return fates[i].word;
}

static struct badge state_of(struct request *req, const struct mailbox *b)
{
	if (!b->active)
		return (struct badge){TONE_NEUTRAL,
				      word(req->lang, W_mailbox_off)};
	if (str_empty(b->server))
		return (struct badge){TONE_SUCCESS,
				      word(req->lang, W_mailbox_piped)};
	if (b->failures)
		return (struct badge){TONE_ERROR,
				      word(req->lang, W_mailbox_fails)};
	return b->checked_at ? (struct badge){TONE_SUCCESS,
					      word(req->lang, W_mailbox_works)}
			     : (struct badge){TONE_INFO,
					      word(req->lang, W_mailbox_waits)};
}

static const char *unit_of(struct request *req, const struct unit *units,
			   size_t count, int64_t id)
{
	const struct unit *u = unit_find(units, count, id);

	return u ? unit_name(u, req->lang) : word(req->lang, W_mailbox_triage);
}

static enum err fill_boxes(struct request *req, const struct mailbox *list,
			   size_t count, struct mailbox_list_view *v)
{
	struct mailbox_line *to =
		arena_array(req->arena, count + 1, sizeof(*to));
	struct unit *units;
	size_t unit_count;
	enum err err = unit_list(req->db, req->arena, &units, &unit_count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		to[i] = (struct mailbox_line){
			.href = arena_printf(req->arena,
					     "/staff/admin/mailboxes/%" PRId64,
					     list[i].id),
			.name = list[i].name,
			.address = list[i].address,
			.unit = unit_of(req, units, unit_count,
					list[i].unit_id),
			.state = state_of(req, &list[i]),
			.error =
				str_empty(list[i].error) ? NULL : list[i].error,
			.checked_us = list[i].checked_at,
		};
	v->lines = to;
	v->line_count = count;
	return OK;
}

static const char *address_of(const struct mailbox *list, size_t count,
			      int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			return list[i].address;
	return "";
}

static enum err fill_received(struct request *req, const struct mailbox *boxes,
			      size_t box_count, struct mailbox_list_view *v)
{
	struct received_line *to;
	struct received *list;
	size_t n;
	enum err err =
		received_list(req->db, req->arena, RECEIVED_SHOWN, &list, &n);

	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = (struct received_line){
			.at_us = id_time_us(list[i].id),
			.from = list[i].from_mail,
			.mailbox = address_of(boxes, box_count,
					      list[i].mailbox_id),
			.fate = fate_word(list[i].fate),
		};
	v->received = to;
	v->received_count = n;
	return OK;
}

static struct page page_of(const char *title)
{
	return (struct page){
		.title = title,
		.nav = NAV_ADMIN,
		.secret = true,
		.wide = true,
	};
}

enum err mailbox_page_list(struct request *req, struct response *res)
{
	const struct page p = page_of(word(req->lang, W_mailbox_title));
	struct mailbox_list_view v = {
		.crumb = {NULL, NULL},
		.done = done_notice(req),
		.none = {.title = word(req->lang, W_mailbox_none),
			 .text = word(req->lang, W_mailbox_none_text)},
	};
	struct mailbox *list;
	struct out *o;
	size_t count;
	enum err err = mailbox_list(req->db, req->arena, &list, &count);

	if (!err)
		err = fill_boxes(req, list, count, &v);
	if (!err)
		err = fill_received(req, list, count, &v);
	if (err)
		return err;
	o = page_begin(req, res, &p);
	tpl_mailbox_list(o, &v);
	return page_end(o);
}

/* ---- one mailbox ---- */

struct edit {
	struct mailbox_change c;
	unsigned bad;
	struct conflict conflict;
	int status;
};

static struct field text_field(struct request *req, const struct edit *e,
			       const char *name, enum word label,
			       enum word hint, const char *value)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.hint = word(req->lang, hint),
		.value = value,
		.error = fault_text(faults, e->bad, name, req->lang),
		.maxlength = MAILBOX_TEXT_MAX,
		.plain = true,
	};
}

static void fill_fields(struct request *req, const struct edit *e,
			struct mailbox_edit_view *v)
{
	const struct mailbox *b = &e->c.box;

	v->address = text_field(req, e, "address", W_mailbox_address,
				W_mailbox_address_hint, b->address);
	v->address.type = "email";
	v->name = text_field(req, e, "name", W_mailbox_name,
			     W_mailbox_name_hint, b->name);
	v->name.maxlength = MAILBOX_NAME_MAX;
	v->server = text_field(req, e, "server", W_mailbox_server,
			       W_mailbox_server_hint, b->server);
	v->login = text_field(req, e, "login", W_mailbox_login,
			      W_mailbox_login_hint, b->login);
	v->password = text_field(req, e, "password", W_mailbox_password,
				 str_empty(b->secret) ? W_mailbox_password_hint
						      : W_mailbox_password_kept,
				 "");
	v->password.type = "password";
	v->password.autocomplete = "off";
	v->folder = text_field(req, e, "folder", W_mailbox_folder,
			       W_mailbox_folder_hint, b->folder);
	v->move_to = text_field(req, e, "move_to", W_mailbox_move,
				W_mailbox_move_hint, b->move_to);
	v->plus = (struct field){
		.name = "plus",
		.label = word(req->lang, W_mailbox_plus),
		.hint = word(req->lang, W_mailbox_plus_hint),
		.checked = b->plus,
	};
	v->active = (struct field){
		.name = "active",
		.label = word(req->lang, W_mailbox_active),
		.hint = word(req->lang, W_mailbox_active_hint),
		.checked = b->active,
	};
}

static enum err fill_units(struct request *req, const struct edit *e,
			   struct choice *to)
{
	struct unit *list;
	size_t n;
	enum err err = unit_list(req->db, req->arena, &list, &n);

	if (err)
		return err;
	*to = (struct choice){
		.name = "unit",
		.label = word(req->lang, W_mailbox_unit),
		.hint = word(req->lang, W_mailbox_unit_hint),
		.empty = word(req->lang, W_mailbox_triage),
		.error = fault_text(faults, e->bad, "unit", req->lang),
		.plain = true,
	};
	to->options = unit_options(req->arena, list, n, req->lang,
				   e->c.box.unit_id, &to->option_count);
	return OK;
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	const struct mailbox *b = &e->c.box;
	struct mailbox_edit_view v = {
		.crumb = {"/staff/admin/mailboxes",
			  word(req->lang, W_mailbox_title)},
		.done = done_notice(req),
		.errors = fault_summary(req->arena, faults, e->bad, req->lang),
		.conflict = e->conflict,
		.version = b->version,
		.title = word(req->lang, W_mailbox_new),
		.action = "/staff/admin/mailboxes/new",
	};
	struct page p;
	struct out *o;
	enum err err = fill_units(req, e, &v.unit);

	if (err)
		return err;
	if (b->id) {
		v.title = page_title(req, W_mailbox_edit, b->address);
		v.action = arena_printf(
			req->arena, "/staff/admin/mailboxes/%" PRId64, b->id);
		v.command = arena_printf(
			req->arena, "kaiku mail-in --data DIR --mailbox %s",
			b->name);
	}
	fill_fields(req, e, &v);
	p = page_of(v.title);
	p.status = e->status;
	p.error_count = (int)v.errors.error_count;
	o = page_begin(req, res, &p);
	tpl_mailbox_edit(o, &v);
	return page_end(o);
}

enum err mailbox_page_new(struct request *req, struct response *res)
{
	const struct edit e = {
		.c = {.box = {.name = "",
			      .address = "",
			      .server = "",
			      .login = "",
			      .secret = "",
			      .folder = "INBOX",
			      .move_to = "",
			      .error = "",
			      .active = true},
		      .password = ""},
	};

	return show(req, res, &e);
}

static enum err read_now(struct request *req, struct mailbox *ret_box)
{
	int64_t id;
	enum err err = path_id(req, 0, &id);

	return err ? err : mailbox_get(req->db, req->arena, id, ret_box);
}

enum err mailbox_page_edit(struct request *req, struct response *res)
{
	struct edit e = {.c = {.password = ""}};
	enum err err = read_now(req, &e.c.box);

	return err ? err : show(req, res, &e);
}

/* A bare name of a server is one that speaks TLS. */
static const char *server_typed(struct request *req)
{
	const char *server = field_line(req, "server");

	if (str_empty(server) || strstr(server, "://"))
		return server;
	return arena_printf(req->arena, "imaps://%s", server);
}

static struct mailbox_change typed(struct request *req,
				   const struct mailbox *now)
{
	struct mailbox_change c = {
		.box = *now,
		.password = field_line(req, "password"),
	};
	struct mailbox *b = &c.box;

	b->name = field_line(req, "name");
	b->address = field_line(req, "address");
	b->unit_id = field_id(req, "unit");
	b->plus = req_has_field(req, "plus");
	b->server = server_typed(req);
	b->login = field_line(req, "login");
	b->folder = field_line(req, "folder");
	b->move_to = field_line(req, "move_to");
	b->active = req_has_field(req, "active");
	if (field_int(req, "version", &b->version))
		b->version = 0;
	return c;
}

/* Somebody saved after this form was opened; the next try has their version. */
static void compare(struct request *req, const struct mailbox *now,
		    struct edit *e)
{
	struct conflict *c = &e->conflict;
	const enum lang l = req->lang;
	struct mailbox *b = &e->c.box;

	c->any = true;
	conflict_add(c, word(l, W_mailbox_address), now->address, b->address);
	conflict_add(c, word(l, W_mailbox_name), now->name, b->name);
	conflict_add(c, word(l, W_mailbox_server), now->server, b->server);
	conflict_add(c, word(l, W_mailbox_login), now->login, b->login);
	conflict_add(c, word(l, W_mailbox_folder), now->folder, b->folder);
	conflict_add(c, word(l, W_mailbox_move), now->move_to, b->move_to);
	b->version = now->version;
	e->status = 409;
}

static enum err save(struct request *req, struct response *res,
		     const struct mailbox *now)
{
	struct edit e = {.c = typed(req, now)};
	int64_t id;
	enum err err;

	if (now->id && now->version != e.c.box.version)
		compare(req, now, &e);
	err = mailbox_faults(req->db, req->arena, &e.c, &e.bad);
	if (err)
		return err;
	if (e.bad)
		e.status = 422;
	if (e.status)
		return show(req, res, &e);
	err = mailbox_save(req->db, req->arena, req->session->staff_id, &e.c,
			   &id);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/mailboxes?done=%s",
			    now->id ? "saved" : "created");
}

enum err mailbox_page_create(struct request *req, struct response *res)
{
	const struct mailbox none = {.secret = "", .error = ""};

	return save(req, res, &none);
}

enum err mailbox_page_save(struct request *req, struct response *res)
{
	struct mailbox now;
	enum err err = read_now(req, &now);

	return err ? err : save(req, res, &now);
}
