/*
 * contact.c: what of the directory is public, and who may be in it.
 */
#include "contact/contact.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "contact/contact_search.h"
#include "contact/contact_store.h"
#include "contact/hours.h"
#include "mail/mail.h"
#include "staff/absence.h"
#include "staff/staff.h"
#include "tenant/audit.h"
#include "text/redact.h"

#include <inttypes.h>

/* ---- reading ---- */

const struct contact_unit *contact_unit_find(const struct contact_unit *list,
					     size_t count, int64_t unit_id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].unit_id == unit_id)
			return &list[i];
	return NULL;
}

const struct contact_person *
contact_person_find(const struct contact_person *list, size_t count, int64_t id)
{
	for (size_t i = 0; id && i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

const char *contact_role(const struct contact_person *p, enum lang lang)
{
	return str_empty(p->role[lang]) ? p->role[LANG_FI] : p->role[lang];
}

const char *contact_answers(const struct contact_unit *u, enum lang lang)
{
	return str_empty(u->answers[lang]) ? u->answers[LANG_FI]
					   : u->answers[lang];
}

enum err contact_public_unit(struct db *db, struct arena *a, int64_t unit_id,
			     struct contact_public *ret_unit)
{
	enum err err = unit_get(db, a, unit_id, &ret_unit->unit);

	if (!err)
		err = contact_unit_get(db, a, unit_id, &ret_unit->facts);
	if (err)
		return err;
	return ret_unit->unit.active && ret_unit->facts.shown ? OK
							      : ERR_NOT_FOUND;
}

enum err contact_public_person(struct db *db, struct arena *a, int64_t id,
			       struct contact_person *ret_person,
			       struct contact_public *ret_unit)
{
	enum err err = contact_person_get(db, a, id, ret_person);

	if (err)
		return err;
	if (!ret_person->shown)
		return ERR_NOT_FOUND;
	return contact_public_unit(db, a, ret_person->unit_id, ret_unit);
}

/* ---- away ---- */

static enum err add_substitute(struct db *db, struct arena *a, int64_t id,
			       struct contact_absence *to)
{
	struct contact_person p;
	struct contact_public u;
	enum err err = contact_public_person(db, a, id, &p, &u);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	to->substitute = p.name;
	to->substitute_id = p.id;
	to->substitute_unit_id = p.unit_id;
	return OK;
}

/* The account's absence: its substitute is an account, too. */
static enum err by_account(struct db *db, struct arena *a, int64_t staff_id,
			   struct contact_absence *to)
{
	struct contact_person *people;
	struct absence *list;
	const struct absence *x;
	size_t count, n;
	enum err err = absence_now(db, a, &list, &count);

	x = err ? NULL : absence_of(list, count, staff_id);
	if (!x)
		return err;
	to->until = x->ends_at;
	err = contact_people(db, a, 0, &people, &n);
	for (size_t i = 0; i < n && !err; i++)
		if (people[i].staff_id == x->substitute_id)
			return add_substitute(db, a, people[i].id, to);
	return err;
}

enum err contact_absence(struct db *db, struct arena *a,
			 const struct contact_person *p,
			 struct contact_absence *ret_absence)
{
	*ret_absence = (struct contact_absence){0};
	if (p->absent_until > clock_now_us()) {
		ret_absence->until = p->absent_until;
		return p->substitute_id
			       ? add_substitute(db, a, p->substitute_id,
						ret_absence)
			       : OK;
	}
	return p->staff_id ? by_account(db, a, p->staff_id, ret_absence) : OK;
}

/* ---- telephones ---- */

static bool add_phone(struct arena *a, const char *piece,
		      struct contact_phone *to)
{
	const size_t n = strspn(piece, "+0123456789 -()/\u00a0");
	const char *typed = str_trim(a, arena_strndup(a, piece, n));
	const char *rule;
	struct phone phone;

	to->what = str_trim(a, piece + n);
	rule = phone_read(typed, &phone);
	if (!rule) {
		to->number = arena_strdup(a, phone.national);
		to->dial = arena_strdup(a, phone.e164);
		return true;
	}
	/* 112, 116 117: dialled as they are. */
	to->number = to->dial = typed;
	return str_same(rule, "special");
}

const char *contact_phones(struct arena *a, const char *text,
			   struct contact_phone ret_list[CONTACT_PHONES],
			   size_t *ret_count)
{
	char *rest = arena_strdup(a, text ? text : ""), *piece;

	*ret_count = 0;
	while ((piece = strsep(&rest, ",;\r\n")) != NULL) {
		const char *typed = str_trim(a, piece);

		if (!*typed)
			continue;
		if (*ret_count == CONTACT_PHONES ||
		    !add_phone(a, typed, &ret_list[*ret_count]))
			return typed;
		++*ret_count;
	}
	return NULL;
}

/* ---- faults ---- */

static unsigned reach_faults(struct arena *a, const char *phones,
			     const char *mail)
{
	struct contact_phone list[CONTACT_PHONES];
	unsigned bad = 0;
	size_t n;

	if (utf8_length(phones) > CONTACT_PHONES_MAX ||
	    contact_phones(a, phones, list, &n))
		bad |= CONTACT_BAD_PHONES;
	if (*mail && !mail_address_ok(mail))
		bad |= CONTACT_BAD_MAIL;
	return bad;
}

static bool web_ok(const char *web)
{
	return !*web ||
	       ((str_starts(web, "https://") || str_starts(web, "http://")) &&
		!strpbrk(web, " \t\"<>") && utf8_length(web) <= UNIT_WEB_MAX);
}

unsigned contact_unit_faults(struct arena *a, const struct contact_unit *u)
{
	struct hours *hours = arena_alloc(a, sizeof(*hours));
	unsigned bad = reach_faults(a, u->phones, u->mail);

	for (int l = 0; l < LANG__COUNT; l++)
		if (utf8_length(u->answers[l]) > CONTACT_ANSWERS_MAX)
			bad |= CONTACT_BAD_ANSWERS;
	if (!web_ok(u->web))
		bad |= CONTACT_BAD_WEB;
	if (utf8_length(u->address) > CONTACT_ADDRESS_MAX)
		bad |= CONTACT_BAD_ADDRESS;
	if (utf8_length(u->hours) > CONTACT_HOURS_MAX ||
	    hours_parse(a, u->hours, hours))
		bad |= CONTACT_BAD_HOURS;
	return bad;
}

static bool code_ok(const char *code)
{
	size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@+-");

	return n <= CONTACT_CODE_MAX && !code[n];
}

static bool absent_ok(int64_t until)
{
	const int64_t now = clock_now_us();

	return !until ||
	       (until > 0 && until <= now + CONTACT_ABSENT_DAYS_MAX * DAY_US);
}

static bool is_taken(const struct contact_person *p,
		     const struct contact_known *known)
{
	for (size_t i = 0; *p->code && i < known->person_count; i++)
		if (known->people[i].id != p->id &&
		    str_same(known->people[i].code, p->code))
			return true;
	return false;
}

unsigned contact_person_faults(struct arena *a, const struct contact_person *p,
			       const struct contact_known *known)
{
	const struct unit *u =
		unit_find(known->units, known->unit_count, p->unit_id);
	unsigned bad = reach_faults(a, p->phones, p->mail);

	if (str_empty(p->name) || utf8_length(p->name) > CONTACT_NAME_MAX)
		bad |= CONTACT_BAD_NAME;
	for (int l = 0; l < LANG__COUNT; l++)
		if (utf8_length(p->role[l]) > CONTACT_ROLE_MAX)
			bad |= CONTACT_BAD_ROLE;
	if (!u || u->kind != UNIT_OWN)
		bad |= CONTACT_BAD_UNIT;
	if (!code_ok(p->code))
		bad |= CONTACT_BAD_CODE;
	if (is_taken(p, known))
		bad |= CONTACT_CODE_TAKEN;
	if (!absent_ok(p->absent_until))
		bad |= CONTACT_BAD_ABSENT;
	if (p->substitute_id &&
	    (p->substitute_id == p->id ||
	     !contact_person_find(known->people, known->person_count,
				  p->substitute_id)))
		bad |= CONTACT_BAD_SUBSTITUTE;
	return bad;
}

enum err contact_known_get(struct db *db, struct arena *a,
			   struct contact_known *ret_known)
{
	struct contact_person *people;
	struct unit *units;
	struct contact_known k;
	enum err err = unit_list(db, a, &units, &k.unit_count);

	if (!err)
		err = contact_people(db, a, 0, &people, &k.person_count);
	if (err)
		return err;
	k.units = units;
	k.people = people;
	*ret_known = k;
	return OK;
}

/* ---- changing ---- */

static const char unit_saved[] = "contact_unit_saved";

static enum err audit(struct db *db, struct arena *a, const char *kind,
		      int64_t staff_id, int64_t id, bool shown)
{
	struct json j;
	struct str text;

	if (!staff_id)
		return OK;
	str_init(&text, a, 64);
	json_init(&j, &text);
	json_open(&j, '{');
	json_put_int(&j, str_same(kind, unit_saved) ? "unit" : "person", id);
	json_put_bool(&j, "shown", shown);
	json_close(&j, '}');
	return audit_add(db, a, kind, staff_id, text.ptr);
}

/* Found anew after the commit; what is not public is out at once. */
static enum err index_person(struct db *db, struct arena *a, int64_t id,
			     bool shown)
{
	enum err err = shown ? OK : search_drop(db, a, id);

	return err ? err : search_later(db, contact_person_source.what, id);
}

static enum err index_people(struct db *db, struct arena *a, int64_t unit_id,
			     bool shown)
{
	struct contact_person *list;
	size_t n;
	enum err err = contact_people(db, a, unit_id, &list, &n);

	for (size_t i = 0; i < n && !err; i++)
		err = index_person(db, a, list[i].id, shown && list[i].shown);
	return err;
}

enum err contact_unit_change(struct db *db, struct arena *a, int64_t staff_id,
			     const struct contact_unit *u)
{
	struct contact_unit to = *u;
	struct unit unit;
	enum err err = unit_get(db, a, u->unit_id, &unit);

	if (err)
		return err;
	if (contact_unit_faults(a, u))
		return ERR_INVALID;
	to.updated_at = clock_now_us();
	err = store_contact_unit_put(db, &to);
	if (!err && !u->shown)
		err = search_drop(db, a, u->unit_id);
	if (!err)
		err = search_later(db, contact_unit_source.what, u->unit_id);
	if (!err)
		err = index_people(db, a, u->unit_id, u->shown);
	if (err)
		return err;
	return audit(db, a, unit_saved, staff_id, u->unit_id, u->shown);
}

static enum err account_ok(struct db *db, struct arena *a, int64_t id)
{
	struct staff s;
	enum err err = id ? staff_get(db, a, id, &s) : OK;

	return err == ERR_NOT_FOUND ? ERR_INVALID : err;
}

static enum err put_person(struct db *db, struct arena *a,
			   struct contact_person *p)
{
	struct contact_person now = {.shown = false};
	enum err err = OK;

	p->updated_at = clock_now_us();
	if (p->id)
		err = contact_person_get(db, a, p->id, &now);
	if (err)
		return err;
	p->shown_at = !p->shown ? 0 : now.shown ? now.shown_at : p->updated_at;
	if (p->id) {
		if (str_empty(p->code))
			p->code = now.code;
		return store_contact_person_update(db, p);
	}
	p->id = db_new_id(db);
	if (str_empty(p->code))
		p->code = arena_printf(a, "p%" PRId64, p->id);
	return store_contact_person_insert(db, p);
}

enum err contact_person_write(struct db *db, struct arena *a, int64_t staff_id,
			      const struct contact_person *p, int64_t *ret_id)
{
	struct contact_person to = *p;
	enum err err = put_person(db, a, &to);

	if (!err)
		err = index_person(db, a, to.id, to.shown);
	if (err)
		return err;
	*ret_id = to.id;
	return audit(db, a, "contact_person_saved", staff_id, to.id, to.shown);
}

enum err contact_person_change(struct db *db, struct arena *a, int64_t staff_id,
			       const struct contact_person *p, int64_t *ret_id)
{
	struct contact_known known;
	enum err err = contact_known_get(db, a, &known);

	if (!err && contact_person_faults(a, p, &known))
		err = ERR_INVALID;
	if (!err)
		err = account_ok(db, a, p->staff_id);
	return err ? err : contact_person_write(db, a, staff_id, p, ret_id);
}

enum err contact_person_remove(struct db *db, struct arena *a, int64_t staff_id,
			       int64_t id)
{
	enum err err = store_contact_person_delete(db, id);

	if (!err)
		err = store_contact_substitute_gone(db, id);
	if (!err)
		err = search_drop(db, a, id);
	if (err)
		return err;
	return audit(db, a, "contact_person_removed", staff_id, id, false);
}
