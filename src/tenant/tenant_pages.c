/*
 * tenant_pages.c: the settings of the municipality.
 */
#include "tenant/tenant_pages.h"

#include "html/page.h"
#include "tenant/form.h"
#include "tenant/setting.h"
#include "tenant/tenant.h"
#include "tenant/tenant_tpl.h"

enum { FIELDS_MAX = 24 };

static const struct {
	const char *field;
	enum word label;
} names[LANG__COUNT] = {
	[LANG_FI] = {"name_fi", W_settings_name_fi},
	[LANG_SV] = {"name_sv", W_settings_name_sv},
	[LANG_EN] = {"name_en", W_settings_name_en},
};

/* ---- what is wrong, and what to do ---- */

static enum word bad_word(const struct setting_def *d)
{
	switch (d->kind) {
	case SETTING_MAIL:
		return W_settings_bad_mail;
	case SETTING_PHONE:
		return W_settings_bad_phone;
	case SETTING_DAYS:
		return W_settings_bad_days;
	case SETTING_SECONDS:
		return W_settings_bad_seconds;
	case SETTING_YES:
	case SETTING_LANG:
	case SETTING_TEXT:
		break;
	}
	return W_settings_bad_text;
}

static const char *bad_value(struct request *req,
			     const struct setting_change *c,
			     const struct setting *s)
{
	const struct setting_def *d = setting_def(s->name);

	if (setting_value_ok(d, s->value))
		return str_same(d->name, "call_until") && !setting_hours_ok(c)
			       ? word(req->lang, W_setting_call_until_bad)
			       : NULL;
	return word_fill(req->arena, req->lang, bad_word(d),
			 WORDS(WORD_INT("n", d->max)));
}

static const char *bad_name(struct request *req, const char *name)
{
	return setting_name_ok(name) ? NULL
				     : word(req->lang, W_settings_bad_name);
}

static struct error_summary errors_of(struct request *req,
				      const struct setting_change *c)
{
	struct error_summary to = {0};

	for (int i = 0; i < LANG__COUNT; i++)
		error_add(req, &to, names[i].field, bad_name(req, c->name[i]));
	for (size_t i = 0; i < c->count; i++)
		error_add(req, &to, c->list[i].name,
			  bad_value(req, c, &c->list[i]));
	return to;
}

/* ---- the view ---- */

static bool is_number(const struct setting_def *d)
{
	return d->kind == SETTING_DAYS || d->kind == SETTING_SECONDS;
}

static struct field field_of(struct request *req,
			     const struct setting_change *c,
			     const struct setting *s, bool check)
{
	static const char *const types[] = {
		[SETTING_TEXT] = NULL,    [SETTING_MAIL] = "email",
		[SETTING_PHONE] = "tel",  [SETTING_DAYS] = NULL,
		[SETTING_SECONDS] = NULL, [SETTING_LANG] = NULL,
		[SETTING_YES] = NULL,
	};
	const struct setting_def *d = setting_def(s->name);

	return (struct field){
		.name = d->name,
		.label = word(req->lang, (enum word)d->label),
		.hint = word(req->lang, (enum word)d->hint),
		.value = s->value,
		.error = check ? bad_value(req, c, s) : NULL,
		.required = d->required,
		.type = types[d->kind],
		.inputmode = is_number(d) ? "numeric" : NULL,
		.maxlength = is_number(d) ? 3 : d->max,
	};
}

static void add_field(struct settings_view *v, const char *name, struct field f)
{
	if (str_starts(name, "mail_"))
		v->mail[v->mail_count++] = f;
	else if (str_starts(name, "call_"))
		v->call[v->call_count++] = f;
	else if (is_number(setting_def(name)))
		v->promise[v->promise_count++] = f;
	else
		v->contact[v->contact_count++] = f;
}

static struct choice lang_of(struct request *req,
			     const struct setting_change *c,
			     const struct setting *s, bool check)
{
	static const enum word words[] = {W_tenant_lang_fi, W_tenant_lang_sv};
	struct option *list = arena_array(req->arena, 2, sizeof(*list));

	for (int i = 0; i < 2; i++)
		list[i] = (struct option){
			.value = lang_codes[i],
			.label = word(req->lang, words[i]),
			.selected = str_same(lang_codes[i], s->value),
		};
	return (struct choice){
		.name = s->name,
		.label = word(req->lang, W_setting_lang),
		.hint = word(req->lang, W_setting_lang_hint),
		.error = check ? bad_value(req, c, s) : NULL,
		.required = true,
		.options = list,
		.option_count = 2,
	};
}

static struct choice yes_of(struct request *req, const struct setting_change *c,
			    const struct setting *s, bool check)
{
	const struct setting_def *d = setting_def(s->name);
	struct option *list = arena_array(req->arena, 2, sizeof(*list));

	for (int i = 0; i < 2; i++)
		list[i] = (struct option){
			.value = i ? "1" : "0",
			.label =
				word(req->lang, i ? W_common_yes : W_common_no),
			.selected = str_same(i ? "1" : "0", s->value),
		};
	return (struct choice){
		.name = s->name,
		.label = word(req->lang, (enum word)d->label),
		.hint = word(req->lang, (enum word)d->hint),
		.error = check ? bad_value(req, c, s) : NULL,
		.required = true,
		.options = list,
		.option_count = 2,
	};
}

static void fill(struct request *req, const struct setting_change *c,
		 bool check, struct settings_view *v)
{
	v->contact = arena_array(req->arena, FIELDS_MAX, sizeof(*v->contact));
	v->mail = arena_array(req->arena, FIELDS_MAX, sizeof(*v->mail));
	v->promise = arena_array(req->arena, FIELDS_MAX, sizeof(*v->promise));
	v->call = arena_array(req->arena, FIELDS_MAX, sizeof(*v->call));
	for (int i = 0; i < LANG__COUNT; i++)
		v->name[i] = (struct field){
			.name = names[i].field,
			.label = word(req->lang, names[i].label),
			.value = c->name[i],
			.error = check ? bad_name(req, c->name[i]) : NULL,
			.required = true,
			.maxlength = SETTING_NAME_MAX,
		};
	for (size_t i = 0; i < c->count && i < FIELDS_MAX; i++) {
		const struct setting *s = &c->list[i];

		if (setting_def(s->name)->kind == SETTING_LANG)
			v->lang = lang_of(req, c, s, check);
		else if (setting_def(s->name)->kind == SETTING_YES)
			v->yes[v->yes_count++] = yes_of(req, c, s, check);
		else
			add_field(v, s->name, field_of(req, c, s, check));
	}
}

static void fill_hosts(struct request *req, struct settings_view *v)
{
	const struct tenant *t = tenant_now();
	size_t n = 0;

	while (t && t->hosts[n])
		n++;
	v->hosts = arena_array(req->arena, n + 1, sizeof(*v->hosts));
	for (; v->host_count < n; v->host_count++)
		v->hosts[v->host_count].name = t->hosts[v->host_count];
}

static enum err show(struct request *req, struct response *res, int status,
		     struct settings_view *v)
{
	struct out *o;

	fill_hosts(req, v);
	v->done = done_notice(req);
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_settings_title),
			       .nav = NAV_ADMIN,
			       .status = status,
			       .error_count = (int)v->errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_tenant_settings(o, v);
	return page_end(o);
}

/* ---- the handlers ---- */

enum err tenant_page_settings(struct request *req, struct response *res)
{
	struct settings_view v = {0};
	struct setting_change now;
	enum err err;

	err = settings_read(req->db, req->arena, &now);
	if (err)
		return err;
	v.version = settings_version(req->arena, &now);
	fill(req, &now, false, &v);
	return show(req, res, 200, &v);
}

static struct setting_change typed(struct request *req,
				   const struct setting_change *now)
{
	struct setting *list =
		arena_array(req->arena, now->count + 1, sizeof(*list));
	struct setting_change c = {.list = list, .count = now->count};

	for (int i = 0; i < LANG__COUNT; i++)
		c.name[i] = field_line(req, names[i].field);
	for (size_t i = 0; i < now->count; i++)
		list[i] = (struct setting){now->list[i].name,
					   field_line(req, now->list[i].name)};
	return c;
}

static struct conflict conflict_of(struct request *req,
				   const struct setting_change *now,
				   const struct setting_change *c)
{
	struct conflict to = {.any = true};

	for (int i = 0; i < LANG__COUNT; i++)
		conflict_add(&to, word(req->lang, names[i].label), now->name[i],
			     c->name[i]);
	for (size_t i = 0; i < c->count; i++) {
		const char *name = c->list[i].name;

		conflict_add(
			&to,
			word(req->lang, (enum word)setting_def(name)->label),
			now->list[i].value, c->list[i].value);
	}
	return to;
}

enum err tenant_page_settings_save(struct request *req, struct response *res)
{
	struct settings_view v = {0};
	struct setting_change now, c;
	bool fresh;
	enum err err;

	err = settings_read(req->db, req->arena, &now);
	if (err)
		return err;
	c = typed(req, &now);
	v.version = settings_version(req->arena, &now);
	v.errors = errors_of(req, &c);
	fresh = str_same(v.version, req_field(req, "version"));
	fill(req, &c, true, &v);
	if (!fresh)
		v.conflict = conflict_of(req, &now, &c);
	if (v.errors.error_count || !fresh)
		return show(req, res, fresh ? 422 : 409, &v);
	err = settings_change(req->db, req->arena, req->session->staff_id, &c);
	if (err)
		return err;
	tenant_changed();
	return res_redirect(req, res, "/staff/admin/settings?done=saved");
}
