/*
 * setting.c: the table of settings, and saving them.
 */
#include "tenant/setting.h"

#include "base/json.h"
#include "base/utf8.h"
#include "mail/mail.h"
#include "tenant/audit.h"
#include "tenant/form.h"
#include "tenant/tenant.h"
#include "tenant/tenant_store.h"

enum { DAYS_MAX = 60, HOUR_MAX = 20, DELAY_MAX = 600, TRIES_MAX = 10 };

/* Two and five working days: PRODUCT.md's promise until a city sets its own. */
const struct setting_def setting_defs[] = {
	{"lang", SETTING_LANG, 2, true, "fi", W_setting_lang,
	 W_setting_lang_hint},
	{"contact_mail", SETTING_MAIL, 254, false, "", W_setting_contact_mail,
	 W_setting_contact_mail_hint},
	{"contact_phone", SETTING_PHONE, 40, false, "", W_setting_contact_phone,
	 W_setting_contact_phone_hint},
	{"emergency_phone", SETTING_PHONE, 40, false, "",
	 W_setting_emergency_phone, W_setting_emergency_phone_hint},
	{"crisis_phone", SETTING_PHONE, 40, false, "09 2525 0111",
	 W_setting_crisis_phone, W_setting_crisis_phone_hint},
	{"child_protection_phone", SETTING_PHONE, 40, false, "",
	 W_setting_child_protection_phone,
	 W_setting_child_protection_phone_hint},
	{"mail_from", SETTING_MAIL, 254, true, "", W_setting_mail_from,
	 W_setting_mail_from_hint},
	{"mail_reply_to", SETTING_MAIL, 254, false, "", W_setting_mail_reply_to,
	 W_setting_mail_reply_to_hint},
	{"registry_mail", SETTING_MAIL, 254, false, "", W_setting_registry_mail,
	 W_setting_registry_mail_hint},
	{"reaction_workdays", SETTING_DAYS, DAYS_MAX, true, "2",
	 W_setting_reaction_workdays, W_setting_reaction_workdays_hint},
	{"answer_workdays", SETTING_DAYS, DAYS_MAX, true, "5",
	 W_setting_answer_workdays, W_setting_answer_workdays_hint},
	{"accept_workdays", SETTING_DAYS, DAYS_MAX, true, "1",
	 W_setting_accept_workdays, W_setting_accept_workdays_hint},
	{"accept_back_workdays", SETTING_DAYS, DAYS_MAX, true, "1",
	 W_setting_accept_back_workdays, W_setting_accept_back_workdays_hint},
	{"remind_first_days", SETTING_DAYS, DAYS_MAX, true, "3",
	 W_setting_remind_first, W_setting_remind_first_hint},
	{"remind_second_days", SETTING_DAYS, DAYS_MAX, true, "7",
	 W_setting_remind_second, W_setting_remind_second_hint},
	{"escalate_days", SETTING_DAYS, DAYS_MAX, true, "7", W_setting_escalate,
	 W_setting_escalate_hint},
	{"digest_hour", SETTING_DAYS, HOUR_MAX, true, "7",
	 W_setting_digest_hour, W_setting_digest_hour_hint},
	{"answer_delay", SETTING_SECONDS, DELAY_MAX, true, "120",
	 W_setting_answer_delay, W_setting_answer_delay_hint},
	{"call_from", SETTING_DAYS, 22, true, "8", W_setting_call_from,
	 W_setting_call_from_hint},
	{"call_until", SETTING_DAYS, 23, true, "16", W_setting_call_until,
	 W_setting_call_until_hint},
	{"call_tries", SETTING_DAYS, TRIES_MAX, true, "3", W_setting_call_tries,
	 W_setting_call_tries_hint},
	{"open_text", SETTING_YES, 1, true, "0", W_setting_open_text,
	 W_setting_open_text_hint},
	{"open_index", SETTING_YES, 1, true, "0", W_setting_open_index,
	 W_setting_open_index_hint},
	{NULL, SETTING_TEXT, 0, false, NULL, 0, 0},
};

const struct setting_def *setting_def(const char *name)
{
	for (const struct setting_def *d = setting_defs; d->name; d++)
		if (str_same(d->name, name))
			return d;
	return NULL;
}

const char *setting_of(const struct setting *list, size_t count,
		       const char *name)
{
	const struct setting_def *d;

	for (size_t i = 0; i < count; i++)
		if (str_same(list[i].name, name))
			return list[i].value;
	d = setting_def(name);
	return d ? d->first : "";
}

static bool number_ok(const char *value, int min, int max)
{
	size_t n = strspn(value, "0123456789");
	long number = n && n < 5 && !value[n] ? strtol(value, NULL, 10) : -1;

	return number >= min && number <= max;
}

bool setting_value_ok(const struct setting_def *d, const char *value)
{
	if (!*value)
		return !d->required;
	if (d->kind == SETTING_DAYS)
		return number_ok(value, 1, d->max);
	if (d->kind == SETTING_SECONDS)
		return number_ok(value, 0, d->max);
	if (d->kind == SETTING_YES)
		return str_same(value, "0") || str_same(value, "1");
	if (d->kind == SETTING_LANG)
		return str_same(value, "fi") || str_same(value, "sv");
	if (utf8_length(value) > (size_t)d->max)
		return false;
	if (d->kind == SETTING_MAIL)
		return mail_address_ok(value);
	if (d->kind == SETTING_PHONE)
		return strspn(value, "0123456789 +-()") == strlen(value) &&
		       strcspn(value, "0123456789") < strlen(value);
	return true;
}

bool setting_name_ok(const char *name)
{
	return *name && utf8_length(name) <= SETTING_NAME_MAX;
}

bool setting_hours_ok(const struct setting_change *c)
{
	return strtol(setting_of(c->list, c->count, "call_from"), NULL, 10) <
	       strtol(setting_of(c->list, c->count, "call_until"), NULL, 10);
}

static bool change_ok(const struct setting_change *c)
{
	if (!setting_hours_ok(c))
		return false;
	for (int i = 0; i < LANG__COUNT; i++)
		if (!setting_name_ok(c->name[i]))
			return false;
	for (size_t i = 0; i < c->count; i++) {
		const struct setting_def *d = setting_def(c->list[i].name);

		if (!d || !setting_value_ok(d, c->list[i].value))
			return false;
	}
	return true;
}

enum err settings_read(struct db *db, struct arena *a,
		       struct setting_change *ret_now)
{
	struct setting *stored, *list;
	size_t count, n = 0,
		      defs = sizeof(setting_defs) / sizeof(*setting_defs);
	struct tenant_row row;
	enum err err;

	err = store_tenant(db, a, &row);
	if (err)
		return err;
	err = store_settings(db, a, &stored, &count);
	if (err)
		return err;
	list = arena_array(a, defs, sizeof(*list));
	for (const struct setting_def *d = setting_defs; d->name; d++)
		list[n++] = (struct setting){
			d->name, setting_of(stored, count, d->name)};
	*ret_now = (struct setting_change){
		.name = {row.name[0], row.name[1], row.name[2]},
		.list = list,
		.count = n,
	};
	return OK;
}

static enum err save_names(struct db *db, const struct setting_change *was,
			   const struct setting_change *c)
{
	bool same = true;

	for (int i = 0; i < LANG__COUNT; i++)
		same = same && str_same(was->name[i], c->name[i]);
	return same ? OK : store_names_put(db, c->name);
}

/* The event says which settings moved, not to what: some are addresses. */
enum err settings_change(struct db *db, struct arena *a, int64_t staff_id,
			 const struct setting_change *c)
{
	struct setting_change was;
	struct json j;
	struct str s;
	enum err err;

	if (!change_ok(c))
		return ERR_INVALID;
	err = settings_read(db, a, &was);
	if (err)
		return err;
	err = save_names(db, &was, c);
	if (err)
		return err;
	str_init(&s, a, 128);
	json_init(&j, &s);
	json_open(&j, '{');
	for (size_t i = 0; i < c->count; i++) {
		const struct setting *one = &c->list[i];

		if (str_same(setting_of(was.list, was.count, one->name),
			     one->value))
			continue;
		err = setting_put(db, one->name, one->value);
		if (err)
			return err;
		json_put_bool(&j, one->name, true);
	}
	json_close(&j, '}');
	return audit_add(db, a, "settings_changed", staff_id, s.ptr);
}

const char *settings_version(struct arena *a, const struct setting_change *c)
{
	struct str s;

	str_init(&s, a, 256);
	for (int i = 0; i < LANG__COUNT; i++)
		str_printf(&s, "%s\n", c->name[i]);
	for (size_t i = 0; i < c->count; i++)
		str_printf(&s, "%s=%s\n", c->list[i].name, c->list[i].value);
	return text_digest(a, s.ptr, s.len);
}
