/*
 * demo_town.c: the units, topics and staff of the demo municipality.
 */
#include "app/demo.h"

#include "base/str.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "topic/topic.h"
#include "unit/unit.h"

#define DEMO_PASSWORD "kaiku-demo"

static enum err make_settings(struct db *db, const struct demo_data *data)
{
	json_t *settings = json_object_get(data->town, "settings");
	const char *key;
	json_t *value;

	json_object_foreach(settings, key, value)
	{
		enum err err = setting_put(db, key, json_string_value(value));

		if (err)
			return err;
	}
	return OK;
}

static int64_t unit_id(const struct demo_town *town, const char *code)
{
	for (size_t i = 0; i < town->unit_count; i++)
		if (str_same(town->units[i].code, code))
			return town->units[i].id;
	return 0;
}

static enum err make_units(struct db *db, struct arena *a,
			   const struct demo_data *data, struct demo_town *town)
{
	json_t *list = json_object_get(data->town, "units");
	json_t *row;
	size_t i;

	json_array_foreach(list, i, row)
	{
		struct unit u = {
			.parent_id = unit_id(town, demo_text(row, "parent")),
			.code = demo_text(row, "code"),
			.name = {demo_text(row, "fi"), demo_text(row, "sv"),
				 demo_text(row, "en")},
			.mail = demo_text(row, "mail"),
			.phone = demo_text(row, "phone"),
			.hours = demo_text(row, "hours"),
			.web = demo_text(row, "web"),
			.active = true,
		};
		enum err err;

		if (unit_kind_parse(demo_text(row, "kind"), &u.kind))
			u.kind = UNIT_OWN;
		if (town->unit_count >= DEMO_UNITS_MAX)
			return ERR_TOO_LARGE;
		town->units[town->unit_count].code = u.code;
		err = unit_save(db, a, &u, &town->units[town->unit_count].id);
		if (err)
			return err;
		/* who is outside has no people and no matters */
		town->unit_count += u.kind == UNIT_OWN;
	}
	return OK;
}

static enum err make_topics(struct db *db, struct arena *a,
			    const struct demo_data *data,
			    const struct demo_town *town)
{
	json_t *list = json_object_get(data->town, "topics");
	json_t *row;
	size_t i;

	json_array_foreach(list, i, row)
	{
		struct topic t = {
			.code = demo_text(row, "code"),
			.name = {demo_text(row, "fi"), demo_text(row, "sv"),
				 demo_text(row, "en")},
			.default_unit_id =
				unit_id(town, demo_text(row, "unit")),
			.confidential = json_is_true(
				json_object_get(row, "confidential")),
			.active = true,
		};
		int64_t id;
		enum err err = topic_save(db, a, &t, &id);

		if (err)
			return err;
	}
	return OK;
}

/* "handle:kadut" for one unit, "triage" for all. */
static struct grant grant_of(struct arena *a, const struct demo_town *town,
			     const char *text)
{
	const char *colon = strchr(text, ':');

	if (!colon)
		return (struct grant){text, 0};
	return (struct grant){arena_strndup(a, text, (size_t)(colon - text)),
			      unit_id(town, colon + 1)};
}

static uint32_t bits_of(const struct staff *s)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < s->grant_count; i++)
		for (const struct permission *p = permissions; p->name; p++)
			if (str_same(p->name, s->grants[i].permission))
				bits |= p->bit;
	return bits;
}

static enum err make_person(struct db *db, struct arena *a, const json_t *row,
			    const char *hash, struct demo_town *town)
{
	json_t *list = json_object_get(row, "permissions");
	struct grant *grants =
		arena_array(a, json_array_size(list), sizeof(*grants));
	struct staff s = {
		.mail = demo_text(row, "mail"),
		.name = demo_text(row, "name"),
		.title = demo_text(row, "title"),
		.unit_id = unit_id(town, demo_text(row, "unit")),
		.active = true,
		.grants = grants,
		.grant_count = json_array_size(list),
	};
	enum err err;

	if (!lang_parse(demo_text(row, "lang"), &s.lang))
		return ERR_INTERNAL;
	for (size_t i = 0; i < s.grant_count; i++)
		grants[i] = grant_of(
			a, town, json_string_value(json_array_get(list, i)));
	err = staff_save(db, a, &s, &s.id);
	if (!err)
		err = staff_set_password(db, s.id, hash);
	if (err)
		return err;
	town->staff[town->staff_count].unit = demo_text(row, "unit");
	town->staff[town->staff_count++].session = (struct session){
		.staff_id = s.id,
		.name = s.name,
		.mail = s.mail,
		.unit_id = s.unit_id,
		.csrf = "",
		.rights = bits_of(&s),
		.token_hash = "",
	};
	return OK;
}

static enum err make_staff(struct db *db, struct arena *a,
			   const struct demo_data *data, struct demo_town *town)
{
	json_t *list = json_object_get(data->town, "staff");
	const char *hash;
	json_t *row;
	size_t i;
	enum err err = password_hash(a, DEMO_PASSWORD, &hash);

	json_array_foreach(list, i, row)
	{
		if (err || town->staff_count >= DEMO_STAFF_MAX)
			break;
		err = make_person(db, a, row, hash, town);
	}
	return err;
}

static enum err make_expert(struct db *db, struct arena *a,
			    const struct demo_data *data, int64_t unit, int n)
{
	struct grant grant = {"handle", unit};
	struct staff s = {
		.mail = arena_printf(a, "henkilo-%d@esimerkkila.example", n),
		.name = arena_printf(a, "%s %d",
				     demo_text(data->town, "expert"), n),
		.title = "",
		.unit_id = unit,
		.active = true,
		.grants = &grant,
		.grant_count = 1,
	};

	return staff_save(db, a, &s, &s.id);
}

enum err demo_crowd_make(struct db *db, struct arena *a,
			 const struct demo_data *data,
			 const struct demo_town *town, int count)
{
	enum err err = OK;

	for (int i = 0; i < count && !err; i++) {
		size_t at = (size_t)i % town->unit_count;

		err = make_expert(db, a, data, town->units[at].id, i + 1);
	}
	return err;
}

enum err demo_town_make(struct db *db, struct arena *a,
			const struct demo_data *data,
			struct demo_town *ret_town)
{
	struct demo_town town = {0};
	enum err err = make_settings(db, data);

	if (!err)
		err = make_units(db, a, data, &town);
	if (!err)
		err = make_topics(db, a, data, &town);
	if (!err)
		err = make_staff(db, a, data, &town);
	if (!err)
		err = demo_answers_make(db, a, data, &town);
	if (!err)
		err = demo_places_make(db, a, data, &town);
	if (err)
		return err;
	*ret_town = town;
	return OK;
}
