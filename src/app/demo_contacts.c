/*
 * demo_contacts.c: the directory of the demo municipality.
 */
#include "app/demo.h"

#include "base/clock.h"
#include "base/str.h"
#include "contact/contact.h"
#include "staff/staff.h"
#include "unit/unit.h"

static enum err make_unit(struct db *db, struct arena *a, const json_t *row)
{
	struct contact_unit u = {
		.shown = true,
		.answers = {demo_text(row, "fi"), demo_text(row, "sv"),
			    demo_text(row, "en")},
		.phones = demo_text(row, "phones"),
		.web = "",
		.address = demo_text(row, "address"),
		.hours = demo_text(row, "hours"),
	};
	struct unit unit;
	enum err err = unit_by_code(db, a, demo_text(row, "unit"), &u.unit_id);

	if (!err)
		err = unit_get(db, a, u.unit_id, &unit);
	if (err)
		return err;
	u.mail = unit.mail;
	return contact_unit_change(db, a, 0, &u);
}

static int64_t account_of(const struct demo_town *town, const char *mail)
{
	for (size_t i = 0; i < town->staff_count; i++)
		if (str_same(town->staff[i].session.mail, mail))
			return town->staff[i].session.staff_id;
	return 0;
}

static int64_t person_of(const struct contact_person *list, size_t count,
			 const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (str_same(list[i].code, code))
			return list[i].id;
	return 0;
}

static enum err make_person(struct db *db, struct arena *a, const json_t *row,
			    const struct demo_town *town, int64_t *ret_id)
{
	struct contact_person p = {
		.code = demo_text(row, "code"),
		.name = demo_text(row, "name"),
		.role = {demo_text(row, "fi"), demo_text(row, "sv"),
			 demo_text(row, "en")},
		.phones = demo_text(row, "phone"),
		.mail = demo_text(row, "account"),
		.staff_id = account_of(town, demo_text(row, "account")),
		.shown = json_is_true(json_object_get(row, "shown")),
	};
	enum err err = unit_by_code(db, a, demo_text(row, "unit"), &p.unit_id);

	return err ? err : contact_person_change(db, a, 0, &p, ret_id);
}

/* Some are away, and somebody stands in. */
static enum err send_away(struct db *db, struct arena *a, const json_t *row)
{
	const json_int_t days =
		json_integer_value(json_object_get(row, "away"));
	const int64_t today = date_to_days(date_of(clock_now_us()));
	struct contact_person *list, p;
	size_t n;
	int64_t id;
	enum err err;

	if (!days)
		return OK;
	err = contact_people(db, a, 0, &list, &n);
	if (!err)
		err = contact_person_get(
			db, a, person_of(list, n, demo_text(row, "code")), &p);
	if (err)
		return err;
	p.absent_until = date_end_us(date_from_days(today + days));
	p.substitute_id = person_of(list, n, demo_text(row, "substitute"));
	return contact_person_change(db, a, 0, &p, &id);
}

enum err demo_contacts_make(struct db *db, struct arena *a,
			    const struct demo_data *data,
			    const struct demo_town *town)
{
	json_t *units = json_object_get(data->town, "contacts");
	json_t *people = json_object_get(data->town, "people");
	json_t *row;
	size_t i;
	int64_t id;
	enum err err = OK;

	json_array_foreach(units, i, row)
	{
		if (!err)
			err = make_unit(db, a, row);
	}
	json_array_foreach(people, i, row)
	{
		if (!err)
			err = make_person(db, a, row, town, &id);
	}
	json_array_foreach(people, i, row)
	{
		if (!err)
			err = send_away(db, a, row);
	}
	return err;
}
